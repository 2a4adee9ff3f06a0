import { markup } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** A section of the page under a heading that links and screen readers find by `id`. */
export function pageSection(id: string, title: string, body: Markup): Markup {
  return markup`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${body}
  </section>`;
}
