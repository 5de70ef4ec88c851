// Where an explorer stands: the way back, the start, and what can be copied or opened again.

import { aloud } from "./aloud.js";
import { svgFile } from "./copying.js";
import { History } from "./history.js";
import { keywords, readState, stateText } from "./state.js";
import { makeTools } from "./tools.js";

/** @import { Values } from "./aim.js" */
/** @import { Caption } from "./caption.js" */
/** @import { Ghost } from "./ghost.js" */
/** @import { Model } from "./model.js" */
/** @import { Picture } from "./picture.js" */
/** @import { Speech } from "./speech.js" */
/** @import { Control, Scene } from "./table.js" */

/**
 * The view whose controls stand somewhere.
 * @typedef {object} Stood
 * @property {Model} model
 * @property {Picture} picture
 * @property {Ghost} ghost
 * @property {Caption} caption
 * @property {Speech} speech
 * @property {Scene | null} scene
 * @property {Record<string, Control> | null} controls
 * @property {Values} values
 * @property {(values: Values, resting: boolean) => void} moveAll
 * @property {(sentence: string) => void} complain
 */

export class Standing {
  /** @param {Stood} view */
  constructor(view) {
    this.view = view;
    this.history = new History({});
    this.tools = makeTools({
      undo: () => this.go(this.history.back()),
      reset: () => this.reset(),
      ghost: (on) => view.ghost.keep(on),
      copies: this.copies(),
      say: (sentence) => view.speech.say(aloud(sentence)),
    });
    this.read = () => this.readAddress();
  }

  /** @param {Values} start where the controls stood when the explorer was made */
  begin(start) {
    this.history = new History(start);
    this.rest();
  }

  /** Note where the controls rest. */
  rest() {
    this.history.rest(this.view.values);
    this.tools.show(this.history.at > 0, !this.history.atStart);
  }

  /** @param {Values | null} values where the controls shall stand, as they did before */
  go(values) {
    if (!values) return;
    this.view.moveAll(values, false);
    this.tools.show(this.history.at > 0, !this.history.atStart);
    this.view.model.save_changes();
  }

  reset() {
    this.history.rest(this.history.start);
    this.go(this.history.start);
  }

  /**
   * Ctrl+Z takes a move back, except in a box in which something is being typed.
   * @param {KeyboardEvent} event
   */
  press(event) {
    const { shiftKey, ctrlKey, metaKey, target } = event;
    const key = event.key.toLowerCase();
    if (!(ctrlKey || metaKey) || (key !== "z" && key !== "y")) return;
    if (/** @type {Element} */ (target).matches("input:not([type=range])")) return;
    event.preventDefault();
    event.stopPropagation();
    this.go(key === "y" || shiftKey ? this.history.on() : this.history.back());
  }

  /** What can be copied: the state as an address, as a line of Python, in words, as a picture. */
  copies() {
    const { view } = this;
    const number = view.model.get("number");
    const sentence = () => view.caption.text;
    const state = () => stateText(view.values, view.model.get("formula") ?? "");
    const code = () => {
      const start = view.scene?.code;
      return start ? `${start}${keywords(view.values)})` : `explorer.state = ${JSON.stringify(state())}`;
    };
    const svg = () => svgFile(/** @type {Element} */ (view.picture.node.firstElementChild), sentence());
    const link = () => `${location.href.split("#")[0]}#live=${number}&${state()}`;
    return [
      // Only a page of its own has an address that another reader can open.
      ...(number === undefined ? [] : [{ name: "link", text: link }]),
      { name: "line of code", text: code },
      { name: "sentence", text: sentence },
      { name: "picture as SVG", text: svg },
    ];
  }

  /** In a page of its own, go where its address says, now and when it changes. */
  followAddress() {
    if (this.view.model.get("number") === undefined) return;
    addEventListener("hashchange", this.read);
    this.readAddress();
  }

  readAddress() {
    const text = location.hash.slice(1);
    if (new URLSearchParams(text).get("live") !== String(this.view.model.get("number"))) return;
    const { values, formula, problem } = readState(text, this.view.controls ?? {});
    this.view.moveAll(values, false);
    this.rest();
    const other = formula && formula !== this.view.model.get("formula");
    this.view.complain(other ? `To see ${formula}, type it in a running notebook: this page has no Python.` : problem);
  }

  close() {
    removeEventListener("hashchange", this.read);
  }
}
