// Lone letters, which stand for numbers and functions, in italics: by the same rule as in Python.

import { SVG } from "./element.js";
import MATH from "./math.json" with { type: "json" };

const rule = new RegExp(`${MATH.always}|(${MATH.letter})`, "gu");

/**
 * The pieces of a text, and whether each is mathematics.
 * @param {string} text
 * @returns {[piece: string, italic: boolean][]}
 */
export function mathify(text) {
  /** @type {[string, boolean][]} */
  const pieces = [];
  let end = 0;
  for (const found of text.matchAll(rule)) {
    if (found.index > end) pieces.push([text.slice(end, found.index), false]);
    pieces.push([found[1] ?? found[2], true]);
    end = found.index + found[0].length;
  }
  if (end < text.length) pieces.push([text.slice(end), false]);
  return pieces;
}

/**
 * Let an element say something, in HTML or in SVG.
 * @param {Element} node
 * @param {string} text
 */
export function write(node, text) {
  const pieces = mathify(text);
  if (!pieces.some(([, italic]) => italic)) {
    node.textContent = pieces.map(([piece]) => piece).join("");
    return;
  }
  const inSvg = node.namespaceURI === SVG;
  const nodes = pieces.map(([piece, italic]) => {
    if (!italic) return piece;
    const letter = inSvg ? document.createElementNS(SVG, "tspan") : document.createElement("i");
    letter.setAttribute("class", "live-letter");
    letter.textContent = piece;
    return letter;
  });
  node.replaceChildren(...nodes);
}

/**
 * The same for all texts of an SVG that are in one piece.
 * @param {Element} svg
 */
export function mathifyAll(svg) {
  for (const text of svg.querySelectorAll("text")) {
    if (!text.childElementCount) write(text, text.textContent ?? "");
  }
}
