// The controls of a live figure, each a row of native inputs.

import { element } from "./element.js";
import { answer, beside, nearest, place, typedNumber } from "./scale.js";

/** @import { Control } from "./table.js" */

const PLAY = 900; // ms from one step to the next while a control plays

/**
 * What a row asks for: to move to a value (and whether the hand may rest then), to count as resting
 * now, and to say what is wrong.
 * @typedef {object} Hand
 * @property {(value: any, resting?: boolean) => void} move
 * @property {() => void} rest
 * @property {(sentence: string) => void} complain
 */

/**
 * A row's node, and how to let it show a value for the one that was wanted; a row that plays can
 * be paused, and `play` is its own button.
 * @typedef {object} Row
 * @property {HTMLElement} node
 * @property {(shown: any, wanted: any) => void} show
 * @property {() => void} [pause]
 * @property {HTMLElement} [play]
 */

/**
 * All that a row is made of.
 * @typedef {{ name: string, control: Control, id: string, hand: Hand }} Made
 */

/**
 * @param {Made} made
 * @returns {Row}
 */
export function makeRow(made) {
  const { kind } = made.control;
  if (kind === "switch") return makeSwitch(made);
  if (kind === "choice") return makeChoice(made);
  return kind === "steps" ? makeSteps(made) : makeScale(made);
}

/**
 * @param {Made} made
 * @returns {Row}
 */
function makeSwitch({ name, control, id, hand }) {
  const box = element("input", { type: "checkbox", id, name });
  box.addEventListener("change", () => (hand.move(box.checked), hand.rest()));
  const label = element("label", { for: id }, control.label);
  const node = element("div", { class: "live-switch" }, box, label);
  return { node, show: (value) => (box.checked = value) };
}

/**
 * @param {Made} made
 * @returns {Row}
 */
function makeChoice({ name, control, id, hand }) {
  const { positions, texts } = control;
  const list = element("select", { id, name }, ...texts.map((text) => element("option", {}, text)));
  list.addEventListener("change", () => (hand.move(positions[list.selectedIndex]), hand.rest()));
  const label = element("label", { for: id }, control.label);
  const node = element("div", { class: "live-switch" }, label, list);
  return { node, show: (value) => (list.selectedIndex = positions.indexOf(value)) };
}

/** @param {Made} made */
function makeRange({ name, control: { positions }, id, hand }) {
  const last = positions.length - 1;
  const range = element("input", { type: "range", id, name, min: 0, max: last, step: 1 });
  range.addEventListener("input", () => hand.move(positions[range.valueAsNumber]));
  range.addEventListener("pointerup", hand.rest);
  return range;
}

/**
 * @param {Made} made
 * @returns {Row}
 */
function makeScale(made) {
  const { control, id, hand } = made;
  const { positions, texts } = control;
  const places = positions.map((value) => place(control, value));
  const range = makeRange(made);
  // A number box of the browser's own drops a comma, and a wheel over it changes the value.
  const box = element("input", {
    type: "text", inputmode: "decimal", role: "spinbutton", autocomplete: "off",
    "aria-valuemin": positions[0], "aria-valuemax": positions[positions.length - 1],
    "aria-label": `${control.label}, as a number`,
  });
  // What is being typed must not be replaced by an answer from the kernel to something earlier.
  let typing = false;
  let current = positions[0];
  box.addEventListener("input", () => (typing = true));
  box.addEventListener("blur", () => {
    typing = false;
    box.value = String(current);
  });
  const commit = () => {
    // Enter commits, and then the browser says that the box has changed: the complaint must stay.
    if (!typing) return;
    const { value, problem } = answer(control, typedNumber(box.value));
    if (value === null) return hand.complain(problem);
    typing = false;
    hand.move(value);
    // Where the value was shown before, nothing has told the box to show it again.
    box.value = String(value);
    if (problem) hand.complain(problem);
    hand.rest();
  };
  box.addEventListener("change", commit);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit();
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const typed = typedNumber(box.value);
    if (!step || Number.isNaN(typed)) return;
    event.preventDefault();
    typing = false;
    hand.move(beside(control, typed, step));
  });
  /** @type {Row["show"]} */
  const show = (value, wanted) => {
    const at = nearest(places, place(control, wanted));
    if (range.valueAsNumber !== at) range.valueAsNumber = at;
    range.setAttribute("aria-valuetext", positions[at] === value ? texts[at] : String(value));
    current = value;
    box.setAttribute("aria-valuenow", String(value));
    if (!typing && box.value !== String(value)) box.value = String(value);
  };
  const label = element("label", { for: id }, control.label);
  return { node: element("div", { class: "live-range" }, label, range, box), show };
}

/** The outlines of buttons, by what they do. */
const SHAPES = {
  "one step back": "M13 2v12L5 8zM3 2h2v12H3z",
  play: "M4 2v12l10-6z",
  pause: "M4 2h3v12H4zM9 2h3v12H9z",
  "one step on": "M3 2v12l8-6zM11 2h2v12h-2z",
};

/**
 * @param {keyof typeof SHAPES} does
 * @param {() => void} act
 */
function makeButton(does, act) {
  const button = element("button", { type: "button", class: "live-button" });
  button.innerHTML = '<svg viewBox="0 0 16 16" aria-hidden="true"><path fill="currentColor"/></svg>';
  button.addEventListener("click", act);
  describe(button, does);
  return button;
}

/**
 * @param {HTMLElement} button
 * @param {keyof typeof SHAPES} does
 */
function describe(button, does) {
  button.setAttribute("aria-label", does);
  button.title = does;
  button.querySelector("path")?.setAttribute("d", SHAPES[does]);
}

/**
 * @param {Made} made
 * @returns {Row}
 */
function makeSteps(made) {
  const { id, hand } = made;
  const { label: name, texts } = made.control;
  const last = texts.length - 1;
  let current = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @param {number} step */
  const to = (step) => () => {
    const wanted = current + step;
    if (wanted >= 0 && wanted <= last) hand.move(wanted);
  };
  const back = makeButton("one step back", to(-1));
  const on = makeButton("one step on", to(1));
  const play = makeButton("play", () => (timer ? pause() : go()));
  play.disabled = last === 0;

  function go() {
    const next = current < last ? current + 1 : 0;
    timer = setTimeout(go, PLAY);
    describe(play, "pause");
    hand.move(next, false);
    if (next === last) pause();
  }

  function pause() {
    if (!timer) return;
    clearTimeout(timer);
    timer = undefined;
    describe(play, "play");
    hand.rest();
  }

  const range = makeRange(made);
  const text = element("span", { class: "live-step" });
  const room = element("span", { class: "live-longest" }, texts.join("\n"));
  const words = element("span", { class: "live-steps-text", "aria-hidden": "true" }, text, room);
  const buttons = element("span", { class: "live-buttons" }, back, play, on);
  const label = element("label", { for: id }, name);
  /** @type {Row["show"]} */
  const show = (value) => {
    current = value;
    if (range.valueAsNumber !== value) range.valueAsNumber = value;
    range.setAttribute("aria-valuetext", texts[value]);
    text.textContent = text.title = texts[value];
    // A button that is disabled loses the focus, so these two only say that they do nothing now.
    back.setAttribute("aria-disabled", String(value === 0));
    on.setAttribute("aria-disabled", String(value === last));
  };
  const node = element("div", { class: "live-range live-steps" }, label, range, buttons, words);
  return { node, show, pause, play };
}
