// The front end of a live figure: controls, the SVG picture, and its sentence.
//
// Python has worked out beforehand what each position of the controls shows. An input event looks
// its position up and sets attributes of a few SVG elements, there and then: no message is sent,
// and no frame is waited for. The kernel hears the value when the hand rests.
//
// page.py makes one module of this file and those that it imports.

import { aloud } from "./aloud.js";
import { Beside } from "./beside.js";
import { Caption } from "./caption.js";
import { makeRow } from "./controls.js";
import { element } from "./element.js";
import { makeFormula } from "./formula.js";
import { Ghost } from "./ghost.js";
import { Handles } from "./handles.js";
import { makeViewId } from "./ids.js";
import { Lit } from "./lit.js";
import { Picture, parsed } from "./picture.js";
import { Speech } from "./speech.js";
import { hiding, Stage } from "./stage.js";
import { Standing } from "./standing.js";
import { findFirst, forget, placeAt, unpack } from "./table.js";
import { unveiled } from "./veil.js";

/** @import { Row } from "./controls.js" */
/** @import { Model } from "./model.js" */
/** @import { Point, Values } from "./aim.js" */
/** @import { Control, Found, Scene, Table } from "./table.js" */

const REST = 150; // ms without a movement after which a hand counts as resting
// Without this attribute JupyterLab takes arrow keys and Enter for itself.
const OWN_KEYS = "data-lm-suppress-shortcuts";

/** One view of a model: what a cell shows. */
class View {
  /**
   * @param {Model} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.id = makeViewId();
    const box = element("div", { class: "live-picture" });
    this.picture = new Picture(box, this.id);
    this.handles = new Handles({
      move: (values, resting) => this.moveAll(values, resting),
      rest: () => this.rest(),
      values: () => this.values,
      where: ({ group }, values) => this.whereIs(group, values),
    });
    this.ghost = new Ghost(this.picture);
    this.standing = new Standing(this);
    this.caption = new Caption();
    this.speech = new Speech(this.id);
    this.problem = element("span", { class: "live-complaint", "aria-hidden": "true" });
    this.alert = element("span", { id: `${this.id}-formula-problem`, role: "alert", class: "live-unseen" });
    this.mend = element("button", { type: "button", class: "live-button", hidden: "", [OWN_KEYS]: "true" });
    this.beside = new Beside();
    this.stage = new Stage(box, this.beside.node);
    this.title = element("div", { class: "live-title", "aria-hidden": "true" });
    this.figure = element("figure", { class: "live" }, this.title, this.stage.node,
      element("figcaption", {}, this.caption.node, this.caption.longest, this.speech.words), this.speech.shape,
      element("div", { class: "live-foot" },
        element("div", { class: "live-problem" }, this.problem, this.alert, this.mend), this.standing.tools.node),
      this.speech.region);
    if (model.get("still")) this.figure.append(hiding(model.get("still")));
    el.append(this.figure);
    this.lit = new Lit(this.figure, this.beside, this.picture, this.caption.node);

    /** @type {Record<string, Control> | null} */
    this.controls = null;
    this.controlsText = "";
    /** @type {Record<string, Row>} */
    this.rows = {};
    /** @type {ReturnType<typeof makeFormula> | null} */
    this.formula = null;
    /** @type {Table[]} */
    this.tables = [];
    // What was unpacked, and what it was unpacked from.
    /** @type {Scene | null} */
    this.scene = null;
    this.raw = { scene: null, cross: null };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined;
    this.told = "";
    this.together = false;
    /** @type {Map<string, (content?: any) => void>} */
    this.listening = new Map();

    for (const event of ["pointerdown", "input", "click"]) {
      this.figure.addEventListener(event, (touched) => this.touch(touched), true);
    }
    this.figure.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.pause();
      this.standing.press(event);
      this.speech.key(event);
    });
    this.listen("change:scene", () => this.load());
    this.listen("change:cross", () => this.load());
    this.listen("change:problem", () => this.relay());
    this.relay();
    this.load();
  }

  /**
   * @param {string} event
   * @param {(content?: any) => void} handler
   */
  listen(event, handler) {
    if (this.listening.has(event)) return;
    this.listening.set(event, handler);
    this.model.on(event, handler);
  }

  /** Unpack what the model holds, and show it at once. */
  async load() {
    const scene = this.model.get("scene");
    const cross = this.model.get("cross");
    const known = scene === this.raw.scene ? this.scene : unpack(scene);
    const [newScene, crosses] = await Promise.all([known, unpack(cross)]);
    // If either was replaced meanwhile, that change has called this function again.
    if (scene !== this.model.get("scene") || cross !== this.model.get("cross") || !newScene) return;
    // The old picture stays until this line; everything below happens before the next frame.
    if (newScene !== this.scene) this.show(newScene);
    this.scene = newScene;
    this.raw = { scene, cross };
    const first = !this.tables.length;
    this.adopt([...(crosses ?? []), newScene.product]);
    if (first) this.standing.followAddress();
  }

  /** @param {Scene} scene */
  show(scene) {
    const picture = /** @type {Element} */ (document.importNode(parsed(scene), true));
    this.picture.replace(picture);
    this.title.textContent = scene.title;
    this.title.hidden = !scene.title;
    this.stage.size(/** @type {SVGSVGElement} */ (/** @type {unknown} */ (picture)));
    const [heading, shape] = [this.model.get("heading"), this.model.get("shape")];
    this.speech.name(this.figure, picture, { heading, shape, handles: scene.handles.length });
    const controlsText = JSON.stringify(scene.controls);
    if (controlsText !== this.controlsText) {
      this.controlsText = controlsText;
      this.controls = scene.controls;
      for (const name in scene.controls) this.listen(`change:${name}`, () => this.draw());
      this.makeRows(scene.controls);
      this.standing.begin(scene.start);
    }
    this.handles.dress(/** @type {any} */ (picture), (id) => this.picture.named.get(id), scene.handles, scene.controls);
    if (scene.formula && !this.formula) {
      const formula = makeFormula({
        label: scene.formula, example: scene.example, id: `${this.id}-formula`, model: this.model,
        complain: (sentence, suggestion) => this.complain(sentence, suggestion),
      });
      this.formula = formula;
      this.listen("change:formula", formula.show);
      this.listen("msg:custom", formula.answer);
      this.title.after(formula.node);
    }
  }

  /** @param {Record<string, Control>} controls */
  makeRows(controls) {
    this.pause();
    this.rows = {};
    for (const name in controls) {
      this.rows[name] = makeRow({
        name, control: controls[name], id: `${this.id}-${name}`,
        hand: {
          move: (value, resting) => this.move(name, value, resting),
          rest: () => this.rest(),
          complain: (sentence) => this.complain(sentence),
          problem: this.alert.id,
          hush: (quiet) => this.speech.hush(quiet),
          reading: () => this.speech.reading,
        },
      });
    }
    this.stage.furnish(controls, Object.values(this.rows).map((row) => row.node));
    for (const input of this.stage.controls.querySelectorAll("input, select, button")) {
      input.setAttribute(OWN_KEYS, "true");
    }
  }

  /** @param {Table[]} tables in the order in which a position is looked up */
  adopt(tables) {
    this.tables = tables;
    this.picture.adopt(tables);
    this.beside.adopt(tables, this.model.get("heading") || "live figure");
    this.draw();
  }

  /** Show the position at which the controls stand. */
  draw() {
    if (this.together) return;
    // New tables are on their way with this value: drawing now would show it coarsely for a moment.
    if (!this.controls || this.model.get("cross") !== this.raw.cross) return;
    const wanted = this.values;
    // The last table holds still only what no hand can move, so one is always found.
    const found = /** @type {Found} */ (findFirst(this.tables, this.controls, wanted));
    this.picture.draw(found.table, found.index);
    this.beside.draw(found.table, found.index);
    const sentence = found.table.sentences[found.table.said[found.index]];
    this.caption.say(sentence);
    for (const name in this.rows) this.rows[name].show(found.shown[name], wanted[name]);
    this.handles.show(found.shown);
    this.figure.dataset.shown = JSON.stringify(found.shown);
    this.speech.hear(sentence);
    this.lit.follow();
  }

  /**
   * @param {string} name
   * @param {any} value
   * @param {boolean} [resting]
   */
  move(name, value, resting = true) {
    this.complain("");
    this.model.set(name, value); // its change event draws, at once
    clearTimeout(this.resting);
    if (resting) this.resting = setTimeout(() => this.rest(), REST);
  }

  /**
   * Move several controls as one.
   * @param {Values} values
   * @param {boolean} resting
   */
  moveAll(values, resting) {
    this.together = true;
    for (const name in values) this.move(name, values[name], resting);
    this.together = false;
    this.draw();
  }

  /** Let the kernel hear where the hand came to rest. */
  rest() {
    clearTimeout(this.resting);
    this.standing.rest();
    this.model.save_changes();
  }

  /** @returns {Values} where the controls stand that a reader can move */
  get values() {
    return Object.fromEntries(Object.keys(this.controls ?? {}).map((name) => [name, this.model.get(name)]));
  }

  /**
   * Where the table moves a handle to; null where it is not seen.
   * @param {string} group
   * @param {Values} values
   * @returns {Point | null}
   */
  whereIs(group, values) {
    const found = this.controls && findFirst(this.tables, this.controls, values);
    return found && placeAt(found.table, found.index, group);
  }

  /**
   * Say what is wrong, and offer a text that can be taken instead.
   * @param {string} sentence
   * @param {string | null} [suggestion]
   */
  complain(sentence, suggestion) {
    if (this.problem.textContent !== sentence) {
      this.problem.textContent = sentence;
      this.alert.textContent = aloud(sentence);
    }
    this.mend.hidden = !suggestion;
    this.mend.textContent = suggestion ? `write ${suggestion} instead` : "";
    this.mend.onclick = () => this.formula?.take(suggestion ?? "");
  }

  /** The kernel's good news may take back only what the kernel has said. */
  relay() {
    const said = this.model.get("problem");
    if (said || this.problem.textContent === this.told) this.complain(said);
    this.told = said;
  }

  /**
   * Whatever the reader touches, a control that plays stops, except at what plays it, and what is
   * seen now is what the ghost shows.
   * @param {Event} event
   */
  touch({ target, type }) {
    if (type === "pointerdown") this.ghost.mark();
    for (const row of Object.values(this.rows)) {
      if (!row.play?.some((own) => own.contains(/** @type {Node} */ (target)))) row.pause?.();
    }
  }

  pause() {
    for (const row of Object.values(this.rows)) row.pause?.();
  }

  close() {
    this.pause();
    this.formula?.stop();
    for (const part of [this.handles, this.standing, this.lit]) part.close();
    clearTimeout(this.resting);
    this.speech.stop();
    for (const [event, handler] of this.listening) this.model.off(event, handler);
    // Hosts may keep a model and its node for as long as they live; what is heavy goes.
    for (const raw of [this.raw.scene, this.raw.cross]) forget(raw);
    this.figure.remove();
  }
}

/**
 * What anywidget calls for each view of a model; it calls what is returned when the view goes.
 * @param {{ model: Model, el: HTMLElement }} context
 */
function render({ model, el }) {
  return unveiled(model, el, () => new View(model, el));
}

export default { render };
