// The scales of controls: where values lie on them, and what a typed number means.

/** @import { Control } from "./table.js" */

/**
 * Where a value lies on a control's own scale; the same rule as `Control.places` in Python.
 * @param {Control} control
 * @param {any} value
 * @returns {number}
 */
export function place(control, value) {
  if (control.kind === "switch" || control.kind === "choice") {
    return control.positions.indexOf(value);
  }
  if (control.kind === "log") return Math.log10(value);
  if (control.kind === "signed log") {
    return Math.sign(value) * (Math.log10(Math.abs(value) / control.smallest) + 1);
  }
  return value;
}

/**
 * The index of the place that is nearest to the wanted one, the lower of two that are as near.
 * @param {number[]} places in order
 * @param {number} wanted
 */
export function nearest(places, wanted) {
  let low = 0;
  let high = places.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (places[middle] <= wanted) low = middle;
    else high = middle;
  }
  return wanted - places[low] <= places[high] - wanted ? low : high;
}

/**
 * The position that is so many steps away from where a value is, as far as there are positions.
 * @param {Control} control
 * @param {number} value
 * @param {number} step
 * @returns {number}
 */
export function beside(control, value, step) {
  const places = control.positions.map((position) => place(control, position));
  const at = nearest(places, place(control, value)) + step;
  return control.positions[Math.min(Math.max(at, 0), places.length - 1)];
}

/**
 * What a control shows for a number that was typed, null if for none, and what there is to say.
 * @param {Control} control
 * @param {number} typed NaN for what is no number
 * @returns {{ value: number | null, problem: string }}
 */
export function answer({ kind, label, positions, texts, smallest }, typed) {
  const [low, high] = [positions[0], positions[positions.length - 1]];
  const ends = `from ${texts[0]} to ${texts[texts.length - 1]}`;
  if (Number.isNaN(typed)) return { value: null, problem: `${label} must be a number ${ends}.` };
  const inside = Math.min(Math.max(typed, low), high);
  if (kind === "integers" && !Number.isInteger(inside)) {
    return { value: Math.round(inside), problem: `${label} must be a whole number: the nearest one is shown.` };
  }
  const value = Math.abs(inside) < smallest ? (inside < 0 ? -smallest : smallest) : inside;
  return { value, problem: value === typed ? "" : `${label} goes ${ends}: the nearest value is shown.` };
}
