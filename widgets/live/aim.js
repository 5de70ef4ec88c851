// Which values of its controls bring a handle nearest to where a hand wants it.
//
// A handle has no formula for its own place: Python has worked out where it is at every position of
// the controls, and the hand goes to the position whose place is nearest. So scales, curves and
// projections need no inverse.

import { nearest, place } from "./scale.js";

/** @import { Control, Handle } from "./table.js" */

/** @typedef {[x: number, y: number]} Point in the picture's own units, y downwards */
/** @typedef {Record<string, any>} Values */
/** @typedef {(values: Values) => Point | null} Where null where the handle cannot be seen */

/**
 * Controls that are set together, and how much a distance in x and in y counts for them.
 * @typedef {{ names: string[], weigh: Point }} Term
 */

/**
 * @param {Handle} handle
 * @returns {Term[]}
 */
export function terms({ x, y, along }) {
  /** @type {Term[]} */
  const all = [
    { names: x, weigh: [1, 0] },
    { names: y, weigh: [0, 1] },
    { names: along, weigh: [1, 1] },
  ];
  return all.filter(({ names }) => names.length);
}

/**
 * All combinations of the controls' positions, each with the place that it gives to a handle and
 * the numbers of the positions.
 * @param {Term} term
 * @param {Record<string, Control>} controls
 * @param {Values} values
 * @param {Where} where
 */
function reach({ names }, controls, values, where) {
  /** @type {{ set: Values, steps: number[], at: Point }[]} */
  const reached = [];
  /** @param {Values} set @param {number[]} steps */
  const go = (set, steps) => {
    if (steps.length < names.length) {
      const name = names[steps.length];
      controls[name].positions.forEach((position, i) => go({ ...set, [name]: position }, [...steps, i]));
      return;
    }
    const at = where({ ...values, ...set });
    if (at) reached.push({ set, steps, at });
  };
  go({}, []);
  return reached;
}

// Squared, in the picture's units: what is nearer than another by less than this is as near.
const EQUAL = 0.01;

/** A drag: where a handle can go is looked up once for as long as all else stands still. */
export class Drag {
  /**
   * @param {Handle} handle
   * @param {Record<string, Control>} controls
   * @param {Where} where
   */
  constructor(handle, controls, where) {
    this.terms = terms(handle).filter(({ names }) => names.every((name) => name in controls));
    this.controls = controls;
    this.where = where;
    /** @type {Map<string, ReturnType<typeof reach>>} */
    this.known = new Map();
  }

  /**
   * The values that bring the handle nearest to a point; of values that are as near, those that
   * are fewest positions away from where the controls stand.
   * @param {Point} point
   * @param {Values} values where all controls stand
   * @returns {Values} the controls that move
   */
  to(point, values) {
    const now = { ...values };
    for (const term of this.terms) Object.assign(now, this.#best(term, point, now));
    const moved = Object.keys(now).filter((name) => now[name] !== values[name]);
    return Object.fromEntries(moved.map((name) => [name, now[name]]));
  }

  /**
   * @param {Term} term
   * @param {Point} point
   * @param {Values} values
   */
  #best(term, point, values) {
    const [a, b] = term.weigh;
    /** @param {Point} at */
    const gap = (at) => a * (at[0] - point[0]) ** 2 + b * (at[1] - point[1]) ** 2;
    const now = term.names.map((name) => {
      const { positions } = this.controls[name];
      return nearest(positions.map((p) => place(this.controls[name], p)), place(this.controls[name], values[name]));
    });
    /** @param {number[]} steps */
    const away = (steps) => steps.reduce((sum, step, i) => sum + Math.abs(step - now[i]), 0);
    const reached = this.#reached(term, values).map((one) => ({ ...one, apart: gap(one.at) }));
    const here = this.where(values);
    const least = Math.min(here ? gap(here) : Infinity, ...reached.map(({ apart }) => apart));
    if (here && gap(here) <= least + EQUAL) return {};
    const asNear = reached.filter(({ apart }) => apart <= least + EQUAL);
    return asNear.length ? asNear.reduce((a, b) => (away(b.steps) < away(a.steps) ? b : a)).set : {};
  }

  /**
   * @param {Term} term
   * @param {Values} values
   */
  #reached(term, values) {
    const others = { ...values };
    for (const name of term.names) delete others[name];
    const key = JSON.stringify([term.names, others]);
    let reached = this.known.get(key);
    if (!reached) this.known.set(key, (reached = reach(term, this.controls, values, this.where)));
    return reached;
  }
}

/** Where each key goes, on the page; the values rise to the right and upwards. */
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const COARSE = 10; // strides from one end to the other with Shift or by a page key
const PLAIN = 60;

/**
 * How many positions a key moves by.
 * @param {number} count
 * @param {{ key: string, shiftKey: boolean, altKey: boolean }} pressed
 */
function stride(count, { key, shiftKey, altKey }) {
  if (altKey) return 1;
  return Math.max(1, Math.round(count / (shiftKey || key.startsWith("Page") ? COARSE : PLAIN)));
}

/**
 * The values to which a key moves a handle: the control moves that brings it farthest on the way
 * that the arrow points; where none does, the first control rises or falls.
 * @param {Handle} handle
 * @param {Record<string, Control>} controls
 * @param {Where} where
 * @param {Values} values
 * @param {{ key: string, shiftKey: boolean, altKey: boolean }} pressed
 * @returns {Values | null} null for a key that is none of a handle's
 */
export function keyed(handle, controls, where, values, pressed) {
  const pairs = terms(handle).flatMap(({ names, weigh }) => names.map((name) => ({ name, weigh })));
  const known = pairs.filter(({ name }) => name in controls);
  if (!known.length) return null;
  const first = known[0].name;
  const { key } = pressed;
  /** @param {string} name @param {number} step */
  const moved = (name, step) => {
    const { positions } = controls[name];
    const places = positions.map((position) => place(controls[name], position));
    const at = nearest(places, place(controls[name], values[name]));
    const to = Math.min(Math.max(at + step * stride(positions.length, pressed), 0), positions.length - 1);
    return { [name]: positions[to] };
  };
  const ends = controls[first].positions;
  if (key === "Home") return { [first]: ends[0] };
  if (key === "End") return { [first]: ends[ends.length - 1] };
  if (key === "PageUp") return moved(first, 1);
  if (key === "PageDown") return moved(first, -1);
  const way = WAYS[/** @type {keyof typeof WAYS} */ (key)];
  if (!way) return null;
  const here = where(values);
  let best = moved(first, way[0] - way[1]);
  // What comes to a hand anywhere goes on its way one after the other.
  if (handle.anywhere) return best;
  let farthest = 0.01;
  for (const { name, weigh } of known) {
    for (const step of [1, -1]) {
      const set = moved(name, step);
      const there = where({ ...values, ...set });
      if (!here || !there) continue;
      const gone = [weigh[0] * (there[0] - here[0]), weigh[1] * (there[1] - here[1])];
      const length = Math.hypot(gone[0], gone[1]);
      const along = gone[0] * way[0] + gone[1] * way[1];
      // Mostly that way, not a little of a way that is quite another one.
      if (along > 0.7 * length && along > farthest) [best, farthest] = [set, along];
    }
  }
  return best;
}
