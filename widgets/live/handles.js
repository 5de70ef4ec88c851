// The hand on the picture: what can be taken in it, by mouse, pen, finger or keys.

import { aloud } from "./aloud.js";
import { Drag, keyed, terms } from "./aim.js";
import { shape } from "./element.js";
import { onResize } from "./sizes.js";

/** @import { Control, Handle } from "./table.js" */
/** @import { Point, Values } from "./aim.js" */

// How near a hand has to come, in pixels of the page; a finger is broader than a mouse.
const NEAR = { fine: 13, coarse: 22 };
const HALO = 15;

/**
 * What a hand asks for: to move controls to values (and whether it may rest then), to count as
 * resting now, what the values are, and where a handle is for some values.
 * @typedef {object} Holder
 * @property {(values: Values, resting: boolean) => void} move
 * @property {() => void} rest
 * @property {() => Values} values
 * @property {(handle: Handle, values: Values) => Point | null} where
 */

/** One thing that can be taken: a place with a halo, or a whole area. */
class Grip {
  /**
   * @param {Handle} handle
   * @param {Record<string, Control>} controls
   * @param {Holder} holder
   * @param {Element} place the group that the table moves
   */
  constructor(handle, controls, holder, place) {
    this.handle = handle;
    this.controls = controls;
    this.holder = holder;
    this.names = terms(handle).flatMap((term) => term.names).filter((name) => name in controls);
    const label = (this.label = handle.label || this.names.map((name) => controls[name].label).join(" and "));
    this.node = shape("g", { class: "live-handle", tabindex: 0, role: "slider", "aria-label": aloud(label) });
    this.node.setAttribute("data-lm-suppress-shortcuts", "true");
    if (handle.color) this.node.style.setProperty("--live-own", handle.color);
    // What a finger does across the way of the handle, the page may do: scroll.
    const { x, y, along, anywhere } = handle;
    const both = along.length > 0 || (x.length > 0 && y.length > 0);
    const free = anywhere ? "manipulation" : both ? "none" : x.length ? "pan-y" : "pan-x";
    this.node.style.touchAction = free;
    const title = shape("title");
    title.textContent = `drag: ${label}`;
    const [left, top, width, height] = handle.area;
    this.area = width
      ? shape("rect", { class: "live-area", x: left, y: top, width, height })
      : shape("circle", { class: "live-target" });
    this.halo = shape("circle", { class: "live-halo" });
    this.node.append(title, ...(width ? [this.area] : []), place);
    place.append(...(width ? [] : [this.halo, this.area]));
    /** @type {{ drag: Drag, grabbed: Point } | null} */
    this.held = null;
    this.node.addEventListener("pointerdown", (event) => this.take(event));
    this.node.addEventListener("pointermove", (event) => this.pull(event));
    for (const end of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"])) {
      this.node.addEventListener(end, () => this.let());
    }
    this.node.addEventListener("blur", () => this.node.classList.remove("live-by-hand"));
    this.node.addEventListener("keydown", (event) => this.press(event));
  }

  /**
   * Let the parts have the same size on the page, however large the picture is.
   * @param {number} unit how many of the picture's units a pixel of the page is
   * @param {boolean} coarse
   */
  resize(unit, coarse) {
    this.halo.setAttribute("r", String(HALO * unit));
    this.area.setAttribute("r", String((coarse ? NEAR.coarse : NEAR.fine) * unit));
  }

  /** @param {Values} values */
  where = (values) => this.holder.where(this.handle, values);

  /** @param {{ clientX: number, clientY: number }} event @returns {Point | null} */
  #point({ clientX, clientY }) {
    const matrix = this.node.ownerSVGElement?.getScreenCTM();
    if (!matrix) return null;
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
    return [x, y];
  }

  /** @param {PointerEvent} event */
  take(event) {
    const point = this.#point(event);
    const at = this.handle.anywhere ? point : this.where(this.holder.values());
    if (event.button !== 0 || !point || !at) return;
    event.preventDefault();
    this.node.focus({ preventScroll: true });
    this.node.classList.add("live-by-hand");
    this.node.setPointerCapture(event.pointerId);
    this.node.classList.add("live-held");
    // The handle does not jump to the finger: what lies between them stays between them.
    const grabbed = /** @type {Point} */ ([point[0] - at[0], point[1] - at[1]]);
    this.held = { drag: new Drag(this.handle, this.controls, this.where), grabbed };
    if (this.handle.anywhere) this.pull(event);
  }

  /** @param {PointerEvent} event */
  pull(event) {
    const point = this.held && this.#point(event);
    if (!this.held || !point) return;
    const { drag, grabbed } = this.held;
    const values = drag.to([point[0] - grabbed[0], point[1] - grabbed[1]], this.holder.values());
    if (Object.keys(values).length) this.holder.move(values, false);
  }

  let() {
    if (!this.held) return;
    this.held = null;
    this.node.classList.remove("live-held");
    this.holder.rest();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.ctrlKey || event.metaKey) return;
    const values = keyed(this.handle, this.controls, this.where, this.holder.values(), event);
    if (!values) return;
    this.node.classList.remove("live-by-hand");
    event.preventDefault();
    this.holder.move(values, true);
  }

  /**
   * Say where the handle is.
   * @param {Values} values
   */
  show(values) {
    this.node.style.display = this.handle.area.length || this.where(values) ? "" : "none";
    const said = this.names.map((name) => {
      const { label, positions, texts } = this.controls[name];
      const at = positions.indexOf(values[name]);
      return `${label} ${at < 0 ? values[name] : texts[at]}`;
    });
    const [name] = this.names;
    const { positions } = this.controls[name];
    this.node.setAttribute("aria-valuetext", aloud(said.join(", ")));
    this.node.setAttribute("aria-valuemin", "0");
    this.node.setAttribute("aria-valuemax", String(positions.length - 1));
    this.node.setAttribute("aria-valuenow", String(Math.max(0, positions.indexOf(values[name]))));
  }
}

/** All handles of a picture. */
export class Handles {
  /** @param {Holder} holder */
  constructor(holder) {
    this.holder = holder;
    /** @type {Grip[]} */
    this.grips = [];
    /** @type {SVGSVGElement | null} */
    this.svg = null;
    this.coarse = matchMedia("(pointer: coarse)");
    this.forget = () => {};
  }

  /**
   * Put the handles of a new picture into it.
   * @param {SVGSVGElement} svg
   * @param {(id: string) => Element | undefined} named the picture's elements by their ids
   * @param {Handle[]} handles
   * @param {Record<string, Control>} controls
   */
  dress(svg, named, handles, controls) {
    const focused = this.grips.find(({ node }) => node === document.activeElement)?.label;
    this.grips = [];
    // What can be taken anywhere lies below what can be taken at a place.
    for (const handle of [...handles].sort((a, b) => b.area.length - a.area.length)) {
      const place = named(handle.group);
      const all = terms(handle).flatMap(({ names }) => names);
      if (!place || !all.some((name) => name in controls)) continue;
      const grip = new Grip(handle, controls, this.holder, place);
      this.grips.push(grip);
      svg.append(grip.node);
    }
    this.svg = svg;
    this.forget();
    this.forget = onResize(svg, () => this.resize());
    this.resize();
    this.grips.find(({ label }) => label === focused)?.node.focus({ preventScroll: true });
  }

  resize() {
    const box = this.svg?.getBoundingClientRect();
    const width = this.svg?.viewBox.baseVal.width;
    if (!box?.width || !width) return;
    for (const grip of this.grips) grip.resize(width / box.width, this.coarse.matches);
  }

  /** @param {Values} values */
  show(values) {
    for (const grip of this.grips) grip.show(values);
  }

  close() {
    this.forget();
  }
}
