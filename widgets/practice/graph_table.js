// A graph as a table, with a box in each row whose number is asked.

import TEXTS from "./texts.json" with { type: "json" };
import { element } from "../live/element.js";
import { readTyped } from "./judge.js";
import { mark } from "./marks.js";
import { filled } from "./say.js";
import { spoken } from "./spoken.js";

/** @import { Asked, Box } from "./answers.js" */
/** @import { BoxState } from "./judge.js" */

/** @typedef {{ node: string, operation: string, children: string, value: string, box: boolean }} GraphRow */

const { columns: COLUMNS, boxes: BOX_WORDS, states: STATES, read_box: READ } = TEXTS.page;

/**
 * The words for what is in a box.
 * @param {BoxState} state
 */
const inWords = (state) => (state === "open" || state === "carried" ? BOX_WORDS[state] : STATES[state]);

/** @type {(asked: Asked) => Box} */
export function fill({ rows = [], numbers = "adjoint", view, changed }) {
  const read = element("p", { class: "practice-read", id: `${view}-read`, "aria-live": "polite" });
  /** @type {{ input: HTMLInputElement, state: HTMLElement, node: string }[]} */
  const boxes = [];
  /** @param {typeof boxes[number]} box */
  const complaintOf = ({ input, node }) => {
    const { complaint } = input.value.trim() ? readTyped("number", input.value) : { complaint: "" };
    return complaint && filled(TEXTS.verdict.box_unread, { node, complaint });
  };
  /** @param {typeof boxes[number]} box */
  const write = (box) => {
    const { input, node } = box;
    const complaint = complaintOf(box);
    input.toggleAttribute("aria-invalid", Boolean(complaint));
    const typed = input.value.trim();
    read.textContent = complaint || (typed && filled(READ, { node, read: readTyped("number", typed).read }));
  };
  /**
   * @param {typeof boxes[number]} box
   * @param {BoxState} [state]
   */
  const tellOne = ({ state: place }, state) => {
    place.dataset.state = state ?? "";
    if (state) place.replaceChildren(mark(state), inWords(state));
    else place.replaceChildren();
  };
  /**
   * A box for the number of a node, and what is said of it.
   * @param {string} node
   */
  const makeBox = (node) => {
    const place = `${view}-${boxes.length}`;
    const input = element("input", {
      type: "text", id: `${place}-box`, "aria-label": filled(BOX_WORDS.label[numbers], { node }), "aria-describedby": `${place}-state`,
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", inputmode: "text", "data-lm-suppress-shortcuts": "true",
    });
    const box = { input, state: element("span", { id: `${place}-state`, class: "practice-box-state" }), node };
    input.addEventListener("input", () => {
      tellOne(box);
      write(box);
      changed();
    });
    boxes.push(box);
    return [input, box.state];
  };
  const columns = /** @type {const} */ (["node", "operation", "children", "value"]);
  const heads = [...columns, ...(numbers === "adjoint" ? [numbers] : [])].map((name) => element("th", { scope: "col" }, COLUMNS[name]));
  const lines = rows.map((row) => {
    const cells = columns.slice(1).map((name) => element("td", {}, ...spoken(row[name])));
    if (numbers === "adjoint") cells.push(element("td"));
    if (row.box) cells[cells.length - 1].append(...makeBox(row.node));
    return element("tr", {}, element("th", { scope: "row" }, ...spoken(row.node)), ...cells);
  });
  const table = element("table", { class: "practice-graph" }, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...lines));
  return {
    node: element("div", {}, element("div", { class: "practice-graph-room" }, table), read),
    given: () => (boxes.some(({ input }) => input.value.trim()) ? boxes.map(({ input }) => input.value.trim()) : []),
    set: (given) => {
      for (const [at, { input }] of boxes.entries()) input.value = String(given[at] ?? "");
    },
    complaint: () => boxes.map(complaintOf).find(Boolean) ?? "",
    tell: (states) => {
      for (const [at, box] of boxes.entries()) tellOne(box, states[at]);
    },
  };
}
