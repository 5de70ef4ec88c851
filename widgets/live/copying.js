// What of a picture can be taken away.

import { aloud } from "./aloud.js";

// What a file has to say itself, since no style sheet goes with it.
const TOLD = ["fill", "stroke", "font-family", "font-style", "font-size", "paint-order", "stroke-width", "stroke-linejoin"];

/**
 * Write into a copy what the style sheet says of the picture: roles become the colours that are seen.
 * @param {Element} seen
 * @param {Element} copy
 */
function settle(seen, copy) {
  const copies = copy.querySelectorAll("*");
  seen.querySelectorAll("*").forEach((node, i) => {
    const written = node.getAttribute("style") ?? "";
    const letters = node.matches("text, tspan");
    if (!letters && !written.includes("var(")) return;
    const style = getComputedStyle(node);
    for (const name of letters ? TOLD : TOLD.slice(0, 2)) {
      const target = /** @type {SVGElement} */ (copies[i]);
      if (letters || written.includes(`${name}:`)) target.style.setProperty(name, style.getPropertyValue(name));
    }
  });
}

/**
 * A picture as the text of an SVG file: without handles and shadows, as large as it is seen.
 * @param {Element} svg
 * @param {string} sentence what a screen reader says of it
 */
export function svgFile(svg, sentence) {
  const copy = /** @type {Element} */ (svg.cloneNode(true));
  settle(svg, copy);
  for (const node of copy.querySelectorAll(".live-handle, .live-ghost")) node.remove();
  const { width, height } = svg.getBoundingClientRect();
  copy.setAttribute("width", String(Math.round(width)));
  copy.setAttribute("height", String(Math.round(height)));
  for (const name of ["aria-labelledby", "aria-describedby", "class"]) copy.removeAttribute(name);
  copy.setAttribute("role", "img");
  copy.setAttribute("aria-label", aloud(sentence));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}
