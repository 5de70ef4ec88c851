// Where an explorer stands, as text: for an address, and for a line of Python.
//
// Python writes and reads the same text: state.py.

import { answer } from "./scale.js";
import { typedNumber } from "./typed.js";

/** @import { Control } from "./table.js" */

/** @typedef {Record<string, any>} Values */

/** @param {any} value */
const written = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/**
 * Values as the text of an address, such as `w0=1&epsilon=0.1`.
 * @param {Values} values
 * @param {string} formula "" if there is none
 */
export function stateText(values, formula) {
  const pairs = Object.entries(values).map(([name, value]) => [name, written(value)]);
  return new URLSearchParams(formula ? [["formula", formula], ...pairs] : pairs).toString();
}

/**
 * The values that a text names; what a control cannot be is said.
 * @param {string} text
 * @param {Record<string, Control>} controls
 * @returns {{ values: Values, formula: string, problem: string }}
 */
export function readState(text, controls) {
  /** @type {Values} */
  const values = {};
  const problems = [];
  const pairs = new URLSearchParams(text);
  for (const [name, control] of Object.entries(controls)) {
    const said = pairs.get(name);
    if (said === null) continue;
    const at = control.positions.findIndex((position) => written(position) === said);
    const numeric = !["switch", "choice", "steps"].includes(control.kind);
    const found = at >= 0 ? { value: control.positions[at], problem: "" }
      : numeric ? answer(control, typedNumber(said)) : { value: null, problem: `${control.label} cannot be ${said}.` };
    if (at >= 0 || found.value !== null) values[name] = found.value;
    if (found.problem) problems.push(found.problem);
  }
  return { values, formula: pairs.get("formula") ?? "", problem: problems.join(" ") };
}

/**
 * Values as Python's keyword arguments.
 * @param {Values} values
 */
export function keywords(values) {
  const literals = new Map([[true, "True"], [false, "False"], [null, "None"]]);
  return Object.entries(values)
    .map(([name, value]) => `${name}=${literals.get(value) ?? JSON.stringify(value)}`)
    .join(", ");
}
