// Texts that are read in signs and heard in words.

import { aloud } from "../live/aloud.js";
import { element } from "../live/element.js";

/**
 * A text as what is seen of it and what is heard, if these are two.
 * @param {string} text
 */
export function spoken(text) {
  const words = aloud(text);
  if (words === text) return [text];
  return [element("span", { "aria-hidden": "true" }, text), element("span", { class: "live-unseen" }, words)];
}
