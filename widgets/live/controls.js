// The controls of a live figure, each a row of native inputs.
//
// This file, formula.js and live.js become one module: page.py joins them.

const PLAY = 900; // ms from one step to the next while a control plays

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Where a value lies on a control's own scale; the same rule as Control.places in Python.
function place(control, value) {
  if (control.kind === "switch" || control.kind === "choice") {
    return control.positions.indexOf(value);
  }
  if (control.kind === "log") return Math.log10(value);
  if (control.kind === "signed log") {
    return Math.sign(value) * (Math.log10(Math.abs(value) / control.smallest) + 1);
  }
  return value;
}

function nearest(places, wanted) {
  let low = 0;
  let high = places.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (places[middle] <= wanted) low = middle;
    else high = middle;
  }
  return wanted - places[low] <= places[high] - wanted ? low : high;
}

// One row: its node, and how to let it show a value; a row that plays can be paused, too.
// The hand says what a row asks for: move(value), rest() and complain(sentence).
function makeRow(name, control, id, hand) {
  control.smallest = Math.min(...control.positions.map(Math.abs));
  const make = { switch: makeSwitch, choice: makeChoice, steps: makeSteps }[control.kind];
  return (make ?? makeScale)(name, control, id, hand);
}

function makeSwitch(name, control, id, { move, rest }) {
  const box = element("input", { type: "checkbox", id, name });
  box.addEventListener("change", () => (move(box.checked), rest()));
  const label = element("label", { for: id }, control.label);
  return { node: element("div", { class: "live-switch" }, box, label), show: (v) => (box.checked = v) };
}

function makeChoice(name, control, id, { move, rest }) {
  const { positions, texts } = control;
  const options = positions.map((value, i) => element("option", { value }, texts[i]));
  const list = element("select", { id, name }, ...options);
  list.addEventListener("change", () => (move(list.value), rest()));
  const label = element("label", { for: id }, control.label);
  return { node: element("div", { class: "live-switch" }, label, list), show: (v) => (list.value = v) };
}

function makeRange(name, { positions }, id, { move, rest }) {
  const last = positions.length - 1;
  const range = element("input", { type: "range", id, name, min: 0, max: last, step: 1 });
  range.addEventListener("input", () => move(positions[range.valueAsNumber]));
  range.addEventListener("pointerup", rest);
  return range;
}

function makeScale(name, control, id, hand) {
  const { positions, texts } = control;
  const { move, rest, complain } = hand;
  const places = positions.map((value) => place(control, value));
  const range = makeRange(name, control, id, hand);
  const box = element("input", {
    type: "number", step: "any", min: positions[0], max: positions.at(-1),
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
    const [low, high] = [texts[0], texts.at(-1)];
    const typed = box.valueAsNumber;
    if (Number.isNaN(typed)) return complain(`${control.label} must be a number from ${low} to ${high}.`);
    let value = Math.min(Math.max(typed, positions[0]), positions.at(-1));
    if (control.kind === "signed log" && Math.abs(value) < control.smallest) {
      value = value < 0 ? -control.smallest : control.smallest;
    }
    typing = false;
    move(value);
    if (value !== typed) complain(`${control.label} goes from ${low} to ${high}: the nearest value is shown.`);
    rest();
  };
  box.addEventListener("change", commit);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit();
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!step || Number.isNaN(box.valueAsNumber)) return;
    event.preventDefault();
    typing = false;
    const at = nearest(places, place(control, box.valueAsNumber)) + step;
    move(positions[Math.min(Math.max(at, 0), positions.length - 1)]);
  });
  const show = (value, wanted) => {
    const at = nearest(places, place(control, wanted));
    if (range.valueAsNumber !== at) range.valueAsNumber = at;
    range.setAttribute("aria-valuetext", positions[at] === value ? texts[at] : String(value));
    current = value;
    if (!typing && box.value !== String(value)) box.value = String(value);
  };
  const label = element("label", { for: id }, control.label);
  return { node: element("div", { class: "live-range" }, label, range, box), show };
}

const SHAPES = {
  "one step back": "M13 2v12L5 8zM3 2h2v12H3z",
  play: "M4 2v12l10-6z",
  pause: "M4 2h3v12H4zM9 2h3v12H9z",
  "one step on": "M3 2v12l8-6zM11 2h2v12h-2z",
};

function makeButton(does, act) {
  const button = element("button", { type: "button", class: "live-button" });
  button.innerHTML = '<svg viewBox="0 0 16 16" aria-hidden="true"><path fill="currentColor"/></svg>';
  button.addEventListener("click", act);
  describe(button, does);
  return button;
}

function describe(button, does) {
  button.setAttribute("aria-label", does);
  button.title = does;
  button.querySelector("path").setAttribute("d", SHAPES[does]);
}

function makeSteps(name, control, id, hand) {
  const { texts } = control;
  const last = texts.length - 1;
  let current = 0;
  let timer = 0;
  const to = (step) => () => current + step >= 0 && current + step <= last && hand.move(current + step);
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
    timer = 0;
    describe(play, "play");
    hand.rest();
  }

  const range = makeRange(name, control, id, hand);
  const text = element("span", { class: "live-step" });
  const room = element("span", { class: "live-longest" }, texts.join("\n"));
  const words = element("span", { class: "live-steps-text", "aria-hidden": "true" }, text, room);
  const buttons = element("span", { class: "live-buttons" }, back, play, on);
  const label = element("label", { for: id }, control.label);
  const show = (value) => {
    current = value;
    if (range.valueAsNumber !== value) range.valueAsNumber = value;
    range.setAttribute("aria-valuetext", texts[value]);
    text.textContent = text.title = texts[value];
    // A button that is disabled loses the focus, so these two only say that they do nothing now.
    back.setAttribute("aria-disabled", value === 0);
    on.setAttribute("aria-disabled", value === last);
  };
  const node = element("div", { class: "live-range live-steps" }, label, range, buttons, words);
  return { node, show, pause, play };
}
