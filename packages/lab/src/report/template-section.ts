import type { TemplatePiece, TemplateView } from "./report.ts";
import { timeText } from "./figure-text.ts";
import { markup } from "./markup.ts";
import type { Fragment, Markup } from "./markup.ts";

/** The shared text with numbered slots, then the redacted examples with their slots highlighted. */
export function templateSection(template: TemplateView | null): Markup {
  if (template === null)
    return markup`<p class="none">No shared text: this group was found by other evidence than a template.</p>`;
  const where = template.part === "system" ? "system prompt" : "user message";
  return markup`<p>
      Shared text of the ${where}; the highlighted places vary from request to request. Names, numbers,
      addresses and keys are replaced by markers such as ⟨email⟩.
    </p>
    <div class="template" dir="auto">${consensus(template.pieces)}</div>
    <h4>
      The same text in
      ${template.examples.length === 1 ? "one request" : `${template.examples.length} requests`}
    </h4>
    ${template.examples.map(
      (example) =>
        markup`<p class="example-head">
            <span class="id">${example.request_id}</span>, account <span class="id">${example.account}</span>,
            ${timeText(example.time)} UTC
          </p>
          <div class="template" dir="auto">${example.pieces.map(examplePiece)}</div>`,
    )}`;
}

const MOST_TEMPLATE_CHARACTERS = 4000;
const MOST_FIXED_CHARACTERS = 420;
const MOST_PIECES = 200;

function consensus(pieces: readonly TemplatePiece[]): Fragment {
  let slots = 0;
  let room = MOST_TEMPLATE_CHARACTERS;
  return pieces.slice(0, MOST_PIECES).map((piece) => {
    if (piece.kind === "slot") return markup`<mark class="blank">slot ${++slots}</mark>`;
    const shown = middleLeftOut(piece.text, Math.max(80, room));
    room -= piece.text.length;
    return shown;
  });
}

function examplePiece(piece: TemplatePiece): Fragment {
  if (piece.kind === "fixed") return middleLeftOut(piece.text, MOST_FIXED_CHARACTERS);
  // Line breaks stay outside of the highlight, which would draw them as empty bars.
  return piece.text.split(/(\n[\n\t ]*)/).map((line, at) => {
    return at % 2 === 1 || line.trim() === "" ? line : markup`<mark>${line}</mark>`;
  });
}

/** Long fixed text would bury the slots; its beginning and end say which text it is. */
function middleLeftOut(text: string, most: number): Fragment {
  // Leaving out less than half of it would not make it easier to read.
  if (text.length <= most * 1.5) return text;
  const head = text.slice(0, Math.floor(most * 0.6)).replace(/[\uD800-\uDBFF]$|[^\s]{1,24}$/, "");
  const tail = text.slice(text.length - Math.floor(most * 0.3)).replace(/^[\uDC00-\uDFFF]|^[^\s]{1,24}/, "");
  const left = (text.length - head.length - tail.length).toLocaleString("en-US");
  return markup`${head} <span class="gap">[${left} characters of the shared text left out]</span> ${tail}`;
}
