// What of a picture can be taken away.

import { aloud } from "./aloud.js";

/**
 * A picture as the text of an SVG file: without handles and shadows, as large as it is seen.
 * @param {Element} svg
 * @param {string} sentence what a screen reader says of it
 */
export function svgFile(svg, sentence) {
  const copy = /** @type {Element} */ (svg.cloneNode(true));
  for (const node of copy.querySelectorAll(".live-handle, .live-ghost")) node.remove();
  const { width, height } = svg.getBoundingClientRect();
  copy.setAttribute("width", String(Math.round(width)));
  copy.setAttribute("height", String(Math.round(height)));
  for (const name of ["aria-labelledby", "aria-describedby", "class"]) copy.removeAttribute(name);
  copy.setAttribute("role", "img");
  copy.setAttribute("aria-label", aloud(sentence));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}
