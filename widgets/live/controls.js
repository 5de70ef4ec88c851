// The controls of a live figure, each a row of native inputs.

import { aloud } from "./aloud.js";
import { element } from "./element.js";
import { write } from "./mathify.js";
import { makePlayer, PACES } from "./play.js";
import { answer, beside, nearest, place } from "./scale.js";
import { twoReadings, typedNumber } from "./typed.js";

/** @import { Control } from "./table.js" */

/**
 * What a row asks for: to move to a value (and whether the hand may rest then), to count as resting
 * now, and to say what is wrong, in the element whose id is `problem`. While it plays it asks to
 * pass over in silence what is seen, or how long that takes to say.
 * @typedef {object} Hand
 * @property {(value: any, resting?: boolean) => void} move
 * @property {() => void} rest
 * @property {(sentence: string) => void} complain
 * @property {string} problem
 * @property {(quiet: boolean) => void} hush
 * @property {() => number} reading
 */

/**
 * A row's node, and how to let it show a value for the one that was wanted; a row that plays can
 * be paused, and whoever touches one of `play` wants it to go on.
 * @typedef {object} Row
 * @property {HTMLElement} node
 * @property {(shown: any, wanted: any) => void} show
 * @property {() => void} [pause]
 * @property {HTMLElement[]} [play]
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
 * @param {string} id what it is the label of
 * @param {string} text
 */
function makeLabel(id, text) {
  const label = element("label", { for: id, "aria-hidden": "true" });
  write(label, text);
  return label;
}

/**
 * @param {Made} made
 * @returns {Row}
 */
function makeSwitch({ name, control, id, hand }) {
  const box = element("input", { type: "checkbox", id, name, "aria-label": aloud(control.label) });
  box.addEventListener("change", () => (hand.move(box.checked), hand.rest()));
  const label = makeLabel(id, control.label);
  const node = element("div", { class: "live-switch" }, box, label);
  return { node, show: (value) => (box.checked = value) };
}

/**
 * @param {Made} made
 * @returns {Row}
 */
function makeChoice({ name, control, id, hand }) {
  const { positions, texts } = control;
  const options = texts.map((text) => element("option", {}, text));
  const list = element("select", { id, name, "aria-label": aloud(control.label) }, ...options);
  list.addEventListener("change", () => (hand.move(positions[list.selectedIndex]), hand.rest()));
  const label = makeLabel(id, control.label);
  const node = element("div", { class: "live-switch" }, label, list);
  /** @type {Row["show"]} */
  const show = (value) => {
    const at = (list.selectedIndex = positions.indexOf(value));
    // An option's name has to be what is seen; its words are said after it.
    const words = aloud(texts[at]);
    if (words === texts[at]) list.removeAttribute("aria-description");
    else list.setAttribute("aria-description", words);
  };
  return { node, show };
}

/**
 * Let a range stand somewhere, its track filled up to there.
 * @param {HTMLInputElement} range
 * @param {number} at
 */
function stand(range, at) {
  if (range.valueAsNumber !== at) range.valueAsNumber = at;
  range.style.setProperty("--live-part", String(at / (Number(range.max) || 1)));
}

/** @param {Made} made */
function makeRange({ name, control: { label, positions, thumb }, id, hand }) {
  const last = positions.length - 1;
  const range = element("input", {
    type: "range", id, name, min: 0, max: last, step: 1, "aria-label": aloud(label),
  });
  if (thumb.color) range.style.setProperty("--live-own", thumb.color);
  range.dataset.shape = thumb.shape;
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
  const box = makeNumberBox(control, hand);
  /** @type {Row["show"]} */
  const show = (value, wanted) => {
    const at = nearest(places, place(control, wanted));
    stand(range, at);
    const words = aloud(positions[at] === value ? texts[at] : String(value));
    range.setAttribute("aria-valuetext", words);
    box.show(value, words);
  };
  const label = makeLabel(id, control.label);
  return { node: element("div", { class: "live-range" }, label, range, box.node), show };
}

/**
 * A box for any number of a scale, and how to let it show one.
 * @param {Control} control
 * @param {Hand} hand
 */
function makeNumberBox(control, hand) {
  const { label, positions } = control;
  // A number box of the browser's own drops a comma, and a wheel over it changes the value.
  const node = element("input", {
    type: "text", inputmode: "decimal", role: "spinbutton", autocomplete: "off",
    "aria-valuemin": decimal(positions[0]), "aria-valuemax": decimal(positions[positions.length - 1]),
    "aria-label": `${aloud(label)}, as a number`,
  });
  // What is being typed must not be replaced by an answer from the kernel to something earlier.
  let typing = false;
  let current = positions[0];

  function restore() {
    typing = false;
    node.value = String(current);
    node.removeAttribute("aria-invalid");
    node.removeAttribute("aria-describedby");
  }

  /** @param {string} sentence */
  function refuse(sentence) {
    hand.complain(sentence);
    node.setAttribute("aria-invalid", "true");
    node.setAttribute("aria-describedby", hand.problem);
  }

  /** Take what was typed, or the position so many steps beside it, and say what is wrong with it. */
  function commit(step = 0) {
    const readings = twoReadings(node.value);
    if (readings) return refuse(`${node.value} can be read in two ways: write ${readings.join(" or ")}.`);
    const { value, problem } = answer(control, typedNumber(node.value));
    if (value === null) return refuse(problem);
    typing = false;
    hand.move(step && !problem ? beside(control, value, step) : value);
    // Where the value was shown before, nothing has told the box to show it again.
    restore();
    if (problem) hand.complain(problem);
  }

  node.addEventListener("input", () => (typing = true));
  node.addEventListener("blur", restore);
  // Enter commits, and then the browser says that the box has changed: the complaint must stay.
  node.addEventListener("change", () => typing && (commit(), hand.rest()));
  node.addEventListener("keydown", (event) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step) {
      event.preventDefault();
      commit(step);
    } else if (event.key === "Enter" && typing) {
      commit();
      hand.rest();
    } else if (event.key === "Escape" && typing) {
      hand.complain("");
      restore();
    }
  });
  /**
   * @param {number} value
   * @param {string} words
   */
  const show = (value, words) => {
    current = value;
    node.setAttribute("aria-valuenow", decimal(value));
    node.setAttribute("aria-valuetext", words);
    if (!typing && node.value !== String(value)) restore();
  };
  return { node, show };
}

/**
 * A number without an exponent, of which ARIA knows nothing.
 * @param {number} value
 */
function decimal(value) {
  return value.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 20 });
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
  /** @param {number} step */
  const to = (step) => () => {
    const wanted = current + step;
    if (wanted >= 0 && wanted <= last) hand.move(wanted);
  };
  const back = makeButton("one step back", to(-1));
  const on = makeButton("one step on", to(1));
  const player = makePlayer(last, {
    at: () => current,
    move: (step) => hand.move(step, false),
    hush: hand.hush,
    reading: hand.reading,
    show: (plays) => {
      describe(play, plays ? "pause" : "play");
      if (!plays) hand.rest();
    },
  });
  const play = makeButton("play", player.toggle);
  play.disabled = last === 0;
  const pace = element("select", { class: "live-button", "aria-label": "pace of play", title: "pace of play" });
  for (const [text, factor] of PACES) {
    pace.append(element("option", { value: factor }, text));
  }
  pace.value = "1";
  pace.addEventListener("change", () => player.setPace(Number(pace.value)));

  const range = makeRange(made);
  const text = element("span", { class: "live-step" });
  const room = element("span", { class: "live-longest" }, texts.join("\n"));
  const words = element("span", { class: "live-steps-text", "aria-hidden": "true" }, text, room);
  const buttons = element("span", { class: "live-buttons" }, back, play, on, pace);
  const label = makeLabel(id, name);
  /** @type {Row["show"]} */
  const show = (value) => {
    current = value;
    stand(range, value);
    const bare = /^\d+$/.test(texts[value]);
    range.setAttribute("aria-valuetext", aloud(bare ? `${texts[value]} of ${last}` : texts[value]));
    text.textContent = text.title = texts[value];
    // A button that is disabled loses the focus, so these two only say that they do nothing now.
    back.setAttribute("aria-disabled", String(value === 0));
    on.setAttribute("aria-disabled", String(value === last));
  };
  const node = element("div", { class: "live-range live-steps" }, label, range, buttons, words);
  return { node, show, pause: player.pause, play: [play, pace] };
}
