/**
 * The style sheet of the report page: system fonts, one accent colour, light and dark, print. Text colours keep a
 * contrast of at least 4.5 : 1 on their grounds (WCAG 2.2, success criterion 1.4.3); a test computes it.
 */
export const STYLE: string = `
:root{color-scheme:light dark;
--ground:#fcfbf9;--panel:#ffffff;--ink:#1b2024;--soft:#55606a;--line:#e2dfd8;--faint:#f3f1ec;
--accent:#0a6a72;--tint:#d9eeee;--a1:#b9dedf;--a2:#6fb9bc;--a3:#228a90;--a4:#07484e;--alarm:#a43a1e;--ink-on-tint:#0b3f44}
@media (prefers-color-scheme:dark){:root{
--ground:#14181b;--panel:#1a1f23;--ink:#e7eaec;--soft:#a3adb5;--line:#30383e;--faint:#20262b;
--accent:#5fc7cb;--tint:#17393c;--a1:#1f4e52;--a2:#2f8085;--a3:#5fc7cb;--a4:#c5f3f3;--alarm:#f0987c;--ink-on-tint:#c9f0f0}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}*{transition:none!important;animation:none!important}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",sans-serif;overflow-wrap:anywhere}
.wrap{max-width:1080px;margin:0 auto;padding:0 28px}
.skip{position:absolute;left:-999px}.skip:focus{left:12px;top:12px;background:var(--panel);padding:8px 14px;z-index:2}
a{color:var(--accent);text-underline-offset:3px;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
h1,h2,h3,h4{line-height:1.25;font-weight:640;text-wrap:balance;overflow-wrap:break-word}
h1{font-size:1.95rem;letter-spacing:-.018em;margin:.15em 0 .35em}
h2{font-size:1.4rem;letter-spacing:-.012em;margin:0 0 .7em}
h3{font-size:1.02rem;margin:2.6em 0 .7em}
h4{font-size:.95rem;margin:1.4em 0 .4em}
p{margin:.5em 0 .9em;max-width:72ch}
.soft{color:var(--soft)}.small{font-size:.875rem}
.brand{color:var(--accent);font-weight:640;font-size:.95rem}
.masthead{padding:44px 0 26px;border-bottom:1px solid var(--line)}
.lead{font-size:1.12rem;line-height:1.55;max-width:66ch}
nav{padding:14px 0;border-bottom:1px solid var(--line);font-size:.9rem}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 22px;margin:0;padding:0}
nav a{text-decoration:none}nav a:hover{text-decoration:underline}
main>section,main>article{padding:46px 0 20px;border-bottom:1px solid var(--line)}
main>:last-child{border-bottom:0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(116px,1fr));gap:18px 20px;margin:22px 0 8px;padding:0}
.figures div{border-top:2px solid var(--line);padding-top:8px}
.figures dt{color:var(--soft);font-size:.83rem;line-height:1.35}
.figures dd{margin:2px 0 0;font-size:1.3rem;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums}
.figures dd small{display:block;font-size:.8rem;font-weight:400;color:var(--soft)}
.figures .key{border-top-color:var(--accent)}
.findings{list-style:none;margin:22px 0 0;padding:0}
.findings li{border-left:3px solid var(--accent);padding:2px 0 2px 18px;margin:0 0 22px}
.findings p{margin:.1em 0 .2em}
.tags{display:flex;flex-wrap:wrap;gap:6px;margin:0 0 10px;padding:0;list-style:none}
.tag{display:inline-block;border:1px solid var(--line);border-radius:4px;padding:1px 8px;font-size:.8rem;color:var(--soft);background:var(--panel)}
.tag.strong{border-color:var(--accent);color:var(--accent)}
table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.45;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);font-size:.86rem;padding:0 0 8px;max-width:min(80ch,calc(100vw - 40px))}
th,td{text-align:left;vertical-align:top;padding:8px 14px 8px 0;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{font-weight:600;color:var(--soft);font-size:.83rem;white-space:nowrap;vertical-align:bottom}
tbody th{font-weight:600;overflow-wrap:break-word;min-width:5.5em}
.n{text-align:right;white-space:nowrap}th.n{text-align:right}
.id,code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.86em;unicode-bidi:isolate}
td .id,th .id{word-break:break-all}.members tbody th .id{display:inline-block;min-width:9em;max-width:17em}.members td:last-child{min-width:17em}
.nowrap{white-space:nowrap}
.members{max-height:620px;overflow:auto;border-bottom:1px solid var(--line)}.members thead th{position:sticky;top:0;background:var(--ground)}
.scroll{overflow-x:auto;max-width:100%}
.scroll>svg.wide{min-width:720px}.scroll>table{min-width:620px}.split .scroll>table{min-width:0}
td svg{display:inline-block;vertical-align:middle}td details{margin:3px 0 0}td details[open]>summary{margin-bottom:4px}
svg{display:block;max-width:100%}svg.wide{width:100%;height:auto;max-width:none}
svg text{fill:var(--soft);font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
svg .strong{fill:var(--ink)}
.grid{stroke:var(--line);stroke-width:1;fill:none}
.bar{fill:var(--a2)}.bar-strong{fill:var(--a3)}.bar-neg{fill:none;stroke:var(--soft)}
.axis{stroke:var(--soft);stroke-width:1;fill:none}
.r1,.r2,.r3,.r4{fill:none}.r1{stroke:var(--a1)}.r2{stroke:var(--a2)}.r3{stroke:var(--a3)}.r4{stroke:var(--a4)}
.ban{stroke:var(--alarm);stroke-width:1.6;fill:none}.mark{stroke:var(--ink);stroke-width:1.2;fill:none;stroke-dasharray:4 3}
.other{stroke:var(--soft);stroke-width:1.4;fill:none}
.edge{stroke:var(--a2);fill:none;stroke-width:1;opacity:.55}
.node{fill:var(--panel);stroke:var(--soft);stroke-width:1.2}.node.out{fill:var(--alarm);stroke:var(--alarm)}
.hub{fill:var(--accent);stroke:var(--panel);stroke-width:2}svg text.hub-text{fill:var(--panel);font-weight:600;font-size:11px}
.lit-row{fill:var(--accent);opacity:.22}.node.lit{stroke:var(--accent);stroke-width:3}.edge.lit{stroke:var(--accent);opacity:1;stroke-width:1.8}
tr.lit>*{background:var(--tint)}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;color:var(--soft);font-size:.84rem;margin:10px 0 0;padding:0;list-style:none;align-items:center}
.legend svg{display:inline-block;vertical-align:-2px;margin-right:7px}
.template{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:16px 20px;margin:0 0 14px;white-space:pre-wrap;font-size:.93rem;line-height:1.65;unicode-bidi:plaintext}
.template .gap{color:var(--soft);font-style:italic}
mark{background:var(--tint);color:var(--ink-on-tint);border-bottom:2px solid var(--accent);padding:1px 3px;border-radius:2px;-webkit-box-decoration-break:clone;box-decoration-break:clone}
mark.blank{font-size:.8em;padding:1px 6px}
.example-head{color:var(--soft);font-size:.86rem;margin:1.4em 0 .45em}
.split{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:30px;align-items:start}
details{margin:12px 0}summary{cursor:pointer;color:var(--accent);font-size:.9rem}
details[open]>summary{margin-bottom:10px}
.figlist{display:flex;flex-wrap:wrap;gap:2px 18px;margin:6px 0 0;padding:0;list-style:none;color:var(--soft);font-size:.84rem}
.kind{font-size:.78rem;border-radius:3px;padding:0 6px;border:1px solid var(--line);color:var(--soft);white-space:nowrap}
.kind.observed{border-style:solid}.kind.inferred{border-style:dashed}
ul.plain{margin:0;padding:0;list-style:none}ul.reasons{margin:0;padding-left:1.1em}
.none{color:var(--soft);max-width:72ch}
.say{border-left:3px solid var(--line);padding-left:18px}
.say ul{padding-left:1.1em;max-width:72ch}
button.sort{all:unset;cursor:pointer;font:inherit;color:inherit}button.sort:focus-visible{outline:2px solid var(--accent)}
button.sort::after{content:" ↕";opacity:.55}th[aria-sort=ascending] button.sort::after{content:" ↑";opacity:1}th[aria-sort=descending] button.sort::after{content:" ↓";opacity:1}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{color:var(--soft);font-size:.86rem;padding:26px 0 60px}
@media (max-width:760px){td svg{max-width:22vw}.scroll>table{min-width:540px}.wrap{padding:0 18px}.split{grid-template-columns:minmax(0,1fr)}h1{font-size:1.55rem}main>section,main>article{padding-top:34px}.masthead{padding-top:28px}.template{padding:12px 14px}.figures{grid-template-columns:repeat(2,minmax(0,1fr));gap:14px 18px}}
@media print{:root{--ground:#fff;--panel:#fff;--ink:#000;--soft:#444;--line:#ccc;--faint:#fff;--accent:#0a6a72;--tint:#e4f1f1;--a1:#b9dedf;--a2:#6fb9bc;--a3:#228a90;--a4:#07484e;--alarm:#a43a1e;--ink-on-tint:#0b3f44}
body{font-size:9.5pt;line-height:1.45}.wrap{max-width:none;padding:0}nav,.skip,summary{display:none}.scroll,.members{overflow:visible;max-height:none}.members thead th{position:static}button.sort::after{content:none!important}.scroll>svg.wide,.scroll>table{min-width:0}
main>section,main>article{padding:18px 0 8px}article{break-before:page}h2,h3,h4,caption{break-after:avoid}tr,svg,.template,.figures div{break-inside:avoid}.figures{grid-template-columns:repeat(4,minmax(0,1fr));gap:10px 16px}h3{margin-top:1.6em}th,td{padding-top:4px;padding-bottom:4px}.example-head{break-after:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}details::details-content{display:block;content-visibility:visible;height:auto}a{color:inherit;text-decoration:none}}
figure{margin:0}
`
  .replaceAll("\n", " ")
  .trim();
