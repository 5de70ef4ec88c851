// What Python has worked out beforehand, and how a position is looked up in it.
//
// The types have the names and fields of the classes in message.py, which says what they mean.

import { textsOf } from "./differences.js";
import { nearest, place } from "./scale.js";

/**
 * @typedef {"linear" | "integers" | "log" | "signed log" | "switch" | "choice" | "steps"} Kind
 */

/**
 * @typedef {object} Thumb
 * @property {string} color
 * @property {string} shape
 */

/**
 * @typedef {object} Control
 * @property {Kind} kind
 * @property {string} label
 * @property {any[]} positions
 * @property {string[]} texts
 * @property {number} smallest
 * @property {Thumb} thumb
 */

/**
 * @typedef {object} Track
 * @property {string} group
 * @property {string} element
 * @property {string} attribute
 * @property {string[]} forms
 * @property {string[]} values
 * @property {number[]} at
 */

/**
 * @typedef {object} Table
 * @property {Record<string, any[]>} grids
 * @property {Record<string, number[]>} places
 * @property {Record<string, any>} fixed
 * @property {Track[]} tracks
 * @property {string[]} sentences
 * @property {number[]} said
 * @property {Track[]} numbers
 */

/**
 * @typedef {object} Handle
 * @property {string} group
 * @property {string} label
 * @property {string[]} x
 * @property {string[]} y
 * @property {string[]} along
 * @property {boolean} anywhere
 * @property {number[]} area
 * @property {string} color
 */

/**
 * @typedef {object} Scene
 * @property {string} svg
 * @property {string} title
 * @property {string} formula
 * @property {string} example
 * @property {string} code
 * @property {Record<string, any>} start
 * @property {Handle[]} handles
 * @property {Record<string, Control>} controls
 * @property {Table} product
 */

/**
 * Where a table was found to have the values: its position, and the values that it has there.
 * @typedef {{ table: Table, index: number, shown: Record<string, any> }} Found
 */

/**
 * The position of a table nearest to the values; null if it holds a control still elsewhere.
 * @param {Table} table
 * @param {Record<string, Control>} controls
 * @param {Record<string, any>} values
 * @returns {Found | null}
 */
export function find(table, controls, values) {
  for (const name in table.fixed) if (table.fixed[name] !== values[name]) return null;
  const shown = { ...table.fixed };
  let index = 0;
  for (const name in table.grids) {
    const step = nearest(table.places[name], place(controls[name], values[name]));
    index = index * table.grids[name].length + step;
    shown[name] = table.grids[name][step];
  }
  return { table, index, shown };
}

/**
 * The same in the first of several tables that has it.
 * @param {Table[]} tables
 * @param {Record<string, Control>} controls
 * @param {Record<string, any>} values
 * @returns {Found | null}
 */
export function findFirst(tables, controls, values) {
  for (const table of tables) {
    const found = find(table, controls, values);
    if (found) return found;
  }
  return null;
}

/**
 * What a track's attribute is at a position of its table.
 * @param {Track} track
 * @param {number} index
 */
export function valueAt({ values, at }, index) {
  return values[at.length ? at[index] : 0];
}

/** @type {WeakMap<Table, Map<string, Track>>} */
const places = new WeakMap();

/**
 * Where the group of a handle is at a position of a table; null where it is not seen.
 * @param {Table} table
 * @param {number} index
 * @param {string} group
 * @returns {[x: number, y: number] | null}
 */
export function placeAt(table, index, group) {
  let known = places.get(table);
  if (!known) {
    const shifts = table.tracks.filter(({ attribute }) => attribute === "transform");
    places.set(table, (known = new Map(shifts.map((track) => [track.group, track]))));
  }
  const track = known.get(group);
  const numbers = track ? (valueAt(track, index).match(/-?[\d.]+/g) ?? []).map(Number) : [];
  return numbers.length === 2 ? [numbers[0], numbers[1]] : null;
}

/**
 * A scene or tables with texts where Python has written differences.
 * @param {any} content
 */
function inTexts(content) {
  for (const { tracks } of Array.isArray(content) ? content : [content.product ?? { tracks: [] }]) {
    for (const track of tracks) {
      if (!track.forms.length) continue;
      track.values = textsOf(track.forms, track.values);
      track.forms = [];
    }
  }
  return content;
}

/** @type {WeakMap<DataView, Promise<any>>} */
const unpacked = new WeakMap();

/**
 * What `packed` in message.py has packed, null for nothing; all views of a model share it.
 * @param {DataView<ArrayBuffer> | undefined} view
 * @returns {Promise<any>}
 */
export async function unpack(view) {
  if (!view || view.byteLength === 0) return null;
  const known = unpacked.get(view);
  if (known) return known;
  const inflated = new Blob([view]).stream().pipeThrough(new DecompressionStream("deflate"));
  const content = new Response(inflated).json().then(inTexts);
  unpacked.set(view, content);
  return content;
}

/**
 * Keep what was unpacked no longer; whoever asks for it again has it unpacked again.
 * @param {DataView | null} view
 */
export function forget(view) {
  if (view) unpacked.delete(view);
}
