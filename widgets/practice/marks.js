// The marks of a question's states: each a shape of its own, so that no colour has to tell them apart.

import { shape } from "../live/element.js";

const PATHS = {
  open: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z",
  "not yet": "M8 2L14.5 13.5H1.5zM8 6.5V10M8 11.6V12",
  almost: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12zM8 2V14M10 3V13M12 4.5V11.5",
  right: "M2 2H14V14H2zM4.5 8.2L7 11L11.5 5",
  carried: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12zM4.5 8H11M8.5 5.5L11 8L8.5 10.5",
  shown: "M1 8C4 3 12 3 15 8C12 13 4 13 1 8zM8 6a2 2 0 1 0 0 4a2 2 0 1 0 0-4z",
};

/** @param {string} state */
export function mark(state) {
  const svg = shape("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
  svg.append(shape("path", { d: PATHS[/** @type {keyof typeof PATHS} */ (state)], fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linejoin": "round", "stroke-linecap": "round" }));
  return svg;
}
