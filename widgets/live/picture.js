// The SVG picture. Here a position of the controls becomes attributes of SVG elements.

import { SVG } from "./element.js";
import { ownIds } from "./ids.js";
import { mathifyAll, write } from "./mathify.js";
import { valueAt } from "./table.js";

/** @import { Scene, Table, Track } from "./table.js" */

/**
 * One attribute of one element, and what it is now.
 * @typedef {{ node: Element, attribute: string, value: string | null }} Slot
 */

/** @type {WeakMap<Scene, Element>} */
const drawings = new WeakMap();

/**
 * A scene's picture, parsed once for all views of its model.
 * @param {Scene} scene
 */
export function parsed(scene) {
  const known = drawings.get(scene);
  if (known) return known;
  const svg = new DOMParser().parseFromString(scene.svg, "image/svg+xml").documentElement;
  drawings.set(scene, svg);
  return svg;
}

export class Picture {
  /**
   * @param {Element} node the box that holds the SVG
   * @param {string} view the name that makes its ids unique in the document
   */
  constructor(node, view) {
    this.node = node;
    this.view = view;
    /** @type {Map<string, Element>} the elements by the ids that Python gave them */
    this.named = new Map();
    /** @type {Map<string, Slot>} */
    this.slots = new Map();
    /** @type {Map<Track, Slot>} */
    this.slotOf = new Map();
    /** @type {Map<string, Element[]>} what Matplotlib has drawn, by its text */
    this.parsed = new Map();
  }

  /**
   * Replace the whole picture; the old one stays until this is called.
   * @param {Element} svg
   */
  replace(svg) {
    this.named = ownIds(svg, this.view);
    mathifyAll(svg);
    this.node.replaceChildren(svg);
    this.slots.clear();
    this.slotOf.clear();
    this.parsed.clear();
  }

  /**
   * Find the elements of these tables' tracks, and forget those of the tables before.
   * @param {Table[]} tables
   */
  adopt(tables) {
    this.slotOf.clear();
    for (const { tracks } of tables) {
      for (const track of tracks) this.slotOf.set(track, this.#slot(track));
    }
  }

  /** The groups that the tables move. */
  get moving() {
    return new Set([...this.slotOf.keys()].map(({ group }) => /** @type {Element} */ (this.named.get(group))));
  }

  /** @param {Track} track */
  #slot({ group, element, attribute }) {
    const key = `${group} ${element} ${attribute}`;
    const known = this.slots.get(key);
    if (known) return known;
    const outer = this.named.get(group);
    const node = element ? outer?.querySelector(element) : outer;
    if (!node) throw new Error(`the picture has no ${element || "group"} in ${group}`);
    const slot = { node, attribute, value: null };
    this.slots.set(key, slot);
    return slot;
  }

  /**
   * Show a position of a table: set the attributes that differ from what is seen.
   * @param {Table} table
   * @param {number} index
   */
  draw({ tracks }, index) {
    for (const track of tracks) {
      const slot = /** @type {Slot} */ (this.slotOf.get(track));
      const value = valueAt(track, index);
      if (slot.value === value) continue;
      slot.value = value;
      if (slot.attribute === "textContent") write(slot.node, value);
      else if (slot.attribute === "markup") slot.node.replaceChildren(...this.#nodes(value));
      else slot.node.setAttribute(slot.attribute, value);
    }
  }

  /** @param {string} markup */
  #nodes(markup) {
    const known = this.parsed.get(markup);
    if (known) return known;
    const svg = `<svg xmlns="${SVG}" xmlns:xlink="http://www.w3.org/1999/xlink">${markup}</svg>`;
    const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    ownIds(root, this.view);
    mathifyAll(root);
    const nodes = [...document.importNode(root, true).children];
    this.parsed.set(markup, nodes);
    return nodes;
  }
}
