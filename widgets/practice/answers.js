// What an answer is given with: a box, buttons, a list that is put in order, selects.

import TEXTS from "./texts.json" with { type: "json" };
import { element } from "../live/element.js";
import { fill } from "./graph_table.js";
import { readTyped } from "./judge.js";
import { filled } from "./say.js";

/** @import { GraphRow } from "./graph_table.js" */
/** @import { BoxState } from "./judge.js" */

/**
 * What a question's kind asks for: its node, the answer as it stands, and the way to set it.
 * @typedef {object} Box
 * @property {HTMLElement} node
 * @property {() => any} given
 * @property {(given: any) => void} set
 * @property {() => string} [complaint] why it cannot be read, if several things are typed
 * @property {(boxes: BoxState[]) => void} [tell] what each of several things is
 */

/**
 * What a box is made with.
 * @typedef {object} Asked
 * @property {string} id of the question
 * @property {string} view a name that no other view has
 * @property {string} kind
 * @property {string[]} [options]
 * @property {boolean} [several]
 * @property {string[]} [left]
 * @property {string[]} [right]
 * @property {GraphRow[]} [rows]
 * @property {"value" | "adjoint"} [numbers]
 * @property {string} label the id of the element that asks
 * @property {(sentence: string) => void} say to a screen reader
 * @property {() => void} changed
 */

const SHOWN = TEXTS.page;
const KEYS = { "data-lm-suppress-shortcuts": "true" };

/** @type {(asked: Asked) => Box} */
function typed({ kind, view, label, changed }) {
  const input = element("input", {
    type: "text", id: `${view}-box`, "aria-labelledby": label, "aria-describedby": `${view}-read`, autocomplete: "off",
    autocapitalize: "off", spellcheck: "false", inputmode: "text", class: kind === "number" ? "practice-number" : "practice-formula", ...KEYS,
  });
  const read = element("p", { class: "practice-read", id: `${view}-read`, "aria-live": "polite" });
  const write = () => {
    if (!input.value.trim()) {
      read.textContent = kind === "formula" ? SHOWN.write : "";
      input.removeAttribute("aria-invalid");
      return;
    }
    const { read: text, complaint } = readTyped(kind, input.value);
    read.textContent = complaint || filled(SHOWN.read, { read: text });
    read.classList.toggle("practice-complaint", Boolean(complaint));
    input.toggleAttribute("aria-invalid", Boolean(complaint));
  };
  input.addEventListener("input", () => {
    write();
    changed();
  });
  write();
  const node = element("div", { class: "practice-typed" }, input, read);
  return {
    node,
    given: () => input.value.trim(),
    set: (given) => {
      input.value = given === null ? "" : String(given);
      write();
    },
  };
}

/** @type {(asked: Asked) => Box} */
function choice({ options = [], several, view, changed }) {
  const inputs = options.map((option, at) => element("input", {
    type: several ? "checkbox" : "radio", name: `${view}-choice`, value: option, id: `${view}-${at}`, ...KEYS,
  }));
  const rows = inputs.map((input) => element("label", { class: "practice-option", for: input.id }, input, element("span", {}, input.value)));
  for (const input of inputs) input.addEventListener("change", changed);
  return {
    node: element("div", { class: "practice-options" }, ...rows),
    given: () => {
      const chosen = inputs.filter((input) => input.checked).map((input) => input.value);
      return several ? chosen : (chosen[0] ?? "");
    },
    set: (given) => {
      for (const input of inputs) input.checked = [given].flat().includes(input.value);
    },
  };
}

/** @type {(asked: Asked) => Box} */
function order({ options = [], say, changed }) {
  const list = element("ol", { class: "practice-order" });
  /** @type {HTMLElement[]} */
  const rows = [];
  const places = () => {
    for (const [at, row] of rows.entries()) {
      const [up, down] = row.querySelectorAll("button");
      up.setAttribute("aria-disabled", String(at === 0));
      down.setAttribute("aria-disabled", String(at === rows.length - 1));
      row.setAttribute("aria-label", `${row.dataset.label}, ${at + 1}/${rows.length}`);
    }
    list.replaceChildren(...rows);
  };
  /**
   * @param {HTMLElement} row
   * @param {number} step
   * @param {HTMLElement} held
   */
  const move = (row, step, held) => {
    const at = rows.indexOf(row);
    const to = at + step;
    if (to < 0 || to >= rows.length) return;
    rows.splice(at, 1);
    rows.splice(to, 0, row);
    places();
    held.focus();
    say(filled(SHOWN.moved, { label: row.dataset.label, place: to + 1, all: rows.length }));
    changed();
  };
  for (const label of options) {
    const row = element("li", { tabindex: 0, "data-label": label, ...KEYS }, element("span", {}, label));
    for (const [sign, words, step] of [["↑", SHOWN.up, -1], ["↓", SHOWN.down, 1]]) {
      const button = element("button", { type: "button", class: "live-button", "aria-label": `${label}: ${words}`, ...KEYS }, String(sign));
      button.addEventListener("click", () => move(row, Number(step), button));
      row.append(button);
    }
    row.addEventListener("keydown", (event) => {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      move(row, event.key === "ArrowUp" ? -1 : 1, /** @type {HTMLElement} */ (event.target));
    });
    rows.push(row);
  }
  places();
  return {
    node: element("div", {}, element("p", { class: "practice-read" }, SHOWN.order_help), list),
    given: () => rows.map((row) => row.dataset.label),
    set: (given) => {
      rows.sort((a, b) => given.indexOf(a.dataset.label) - given.indexOf(b.dataset.label));
      places();
    },
  };
}

/** @type {(asked: Asked) => Box} */
function match({ left = [], right = [], view, changed }) {
  const selects = left.map((label, at) => {
    const select = element("select", { id: `${view}-${at}`, ...KEYS }, element("option", { value: "" }, SHOWN.choose),
      ...right.map((option) => element("option", { value: option }, option)));
    select.addEventListener("change", changed);
    return /** @type {const} */ ([label, select]);
  });
  const rows = selects.map(([label, select]) => element("div", { class: "practice-pair" }, element("label", { for: select.id }, label), select));
  return {
    node: element("div", { class: "practice-pairs" }, ...rows),
    given: () => {
      const pairs = selects.map(([label, select]) => [label, select.value]);
      return pairs.every(([, value]) => value) ? Object.fromEntries(pairs) : {};
    },
    set: (given) => {
      for (const [label, select] of selects) select.value = given?.[label] ?? "";
    },
  };
}

/** @type {Record<string, (asked: Asked) => Box>} */
export const BOXES = { number: typed, formula: typed, choice, order, match, fill };
