// Mathematics in words, for whoever hears it: by the same rules as `aloud` in Python.

import RULES from "./aloud.json" with { type: "json" };

const KEPT = 2000; // texts whose words are kept
const rules = RULES.map(([pattern, words]) => /** @type {const} */ ([new RegExp(pattern, "gu"), words]));
/** @type {Map<string, string>} */
const known = new Map();

/**
 * A text in letters, digits and the marks at which a voice pauses. A sign that no rule knows is kept.
 * @param {string} text
 */
export function aloud(text) {
  let said = known.get(text);
  if (said === undefined) {
    said = rules.reduce((now, [pattern, words]) => now.replace(pattern, words), text);
    if (known.size >= KEPT) known.clear();
    known.set(text, said);
  }
  return said;
}
