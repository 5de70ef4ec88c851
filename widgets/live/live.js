// The front end of a live figure: controls, the SVG picture, and its sentence.
//
// Python has worked out beforehand what each position of the controls shows. An input event looks
// its position up and sets attributes of a few SVG elements, there and then: no message is sent,
// and no frame is waited for. The kernel hears the value when the hand rests.

const REST = 150; // ms without a movement after which a hand counts as resting

let views = 0;

async function unpack(view) {
  if (!view || view.byteLength === 0) return null;
  const inflated = new Blob([view]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(inflated).json();
}

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

// The position of a table nearest to the values; null if it holds a control still elsewhere.
function find(table, controls, values) {
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

// One row of the controls: returns its node, and how to let it show a value.
function makeRow(name, control, id, move, rest, complain) {
  const label = element("label", { for: id }, control.label);
  if (control.kind === "switch") {
    const box = element("input", { type: "checkbox", id, name });
    box.addEventListener("change", () => (move(box.checked), rest()));
    return { node: element("div", { class: "live-switch" }, box, label), show: (v) => (box.checked = v) };
  }
  if (control.kind === "choice") {
    const options = control.positions.map((option) => element("option", {}, option));
    const list = element("select", { id, name }, ...options);
    list.addEventListener("change", () => (move(list.value), rest()));
    return { node: element("div", { class: "live-switch" }, label, list), show: (v) => (list.value = v) };
  }
  const { positions, texts } = control;
  const places = positions.map((value) => place(control, value));
  const range = element("input", { type: "range", id, name, min: 0, max: positions.length - 1, step: 1 });
  const box = element("input", {
    type: "number", step: "any", min: positions[0], max: positions.at(-1),
    "aria-label": `${control.label}, as a number`,
  });
  range.addEventListener("input", () => move(positions[range.valueAsNumber]));
  range.addEventListener("pointerup", rest);
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
  return { node: element("div", { class: "live-range" }, label, range, box), show };
}

function render({ model, el }) {
  const id = `live-view-${++views}`;
  const controlsNode = element("div", { class: "live-controls" });
  const picture = element("div", { class: "live-picture" });
  const caption = element("span", { id: `${id}-sentence` });
  const longest = element("span", { class: "live-longest", "aria-hidden": "true" });
  const spoken = element("div", { class: "live-spoken", "aria-live": "polite" });
  const problem = element("div", { class: "live-problem", role: "alert" });
  const figure = element("figure", { class: "live" }, controlsNode, picture,
    element("figcaption", {}, caption, longest), problem, spoken);
  el.append(figure);

  let controls = null;
  let rows = {};
  let tables = [];
  let parts = new Map();
  let last = new Map();
  let timer = 0;
  let unpackedCross = null;
  let unpackedScene = null;
  let drawn = null;

  const values = () => Object.fromEntries(Object.keys(controls).map((name) => [name, model.get(name)]));

  function draw() {
    // New tables are on their way with this value: drawing now would show it coarsely for a moment.
    if (!controls || model.get("cross") !== unpackedCross) return;
    const wanted = values();
    let found = null;
    for (const table of tables) if ((found = find(table, controls, wanted))) break;
    const { table, index, shown } = found;
    for (const track of table.tracks) {
      const [gid, inner, attribute, choices, at] = track;
      const value = choices[at.length ? at[index] : 0];
      const key = `${gid} ${inner} ${attribute}`;
      if (last.get(key) === value) continue;
      last.set(key, value);
      const node = parts.get(`${gid} ${inner}`) ?? part(gid, inner);
      if (attribute === "textContent") node.textContent = value;
      else node.setAttribute(attribute, value);
    }
    const sentence = table.sentences[table.said[index]];
    if (caption.textContent !== sentence) caption.textContent = sentence;
    for (const name in rows) rows[name].show(shown[name], wanted[name]);
    figure.dataset.shown = JSON.stringify(shown);
    clearTimeout(draw.timer);
    draw.timer = setTimeout(() => (spoken.textContent = sentence), 2 * REST);
  }

  function part(gid, inner) {
    const group = picture.querySelector(`[id="${gid}"]`);
    const node = inner ? group.querySelector(inner) : group;
    parts.set(`${gid} ${inner}`, node);
    return node;
  }

  function rest() {
    clearTimeout(timer);
    timer = 0;
    model.save_changes();
  }

  function move(name, value) {
    complain("");
    model.set(name, value); // its change event draws, at once
    clearTimeout(timer);
    timer = setTimeout(rest, REST);
  }

  function complain(sentence) {
    problem.textContent = sentence;
  }

  function makeRows() {
    rows = {};
    for (const name in controls) {
      const control = controls[name];
      control.smallest = Math.min(...control.positions.map(Math.abs));
      rows[name] = makeRow(name, control, `${id}-${name}`, (v) => move(name, v), rest, complain);
    }
    controlsNode.replaceChildren(...Object.values(rows).map((row) => row.node));
    for (const input of controlsNode.querySelectorAll("input, select")) {
      // Without this attribute JupyterLab takes arrow keys and Enter for itself.
      input.setAttribute("data-lm-suppress-shortcuts", "true");
    }
  }

  async function load() {
    const raw = model.get("scene");
    const rawCross = model.get("cross");
    const known = raw === unpackedScene ? drawn : unpack(raw);
    const [scene, cross] = await Promise.all([known, unpack(rawCross)]);
    // If either was replaced meanwhile, that change has called this function again.
    if (raw !== model.get("scene") || rawCross !== model.get("cross") || !scene) return;
    if (scene !== drawn) show(scene);
    [unpackedScene, drawn] = [raw, scene];
    adopt(scene.product, cross, rawCross);
  }

  function show(scene) {
    // The old picture stays until this line; everything below happens before the next frame.
    const svg = new DOMParser().parseFromString(scene.svg, "image/svg+xml").documentElement;
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", `${id}-sentence`);
    picture.replaceChildren(document.importNode(svg, true));
    parts = new Map();
    last = new Map();
    if (JSON.stringify(scene.controls) !== show.controls) {
      show.controls = JSON.stringify(scene.controls);
      controls = scene.controls;
      for (const name in controls) listen(`change:${name}`, draw);
      makeRows();
    }
  }

  function adopt(product, cross, rawCross) {
    tables = [...(cross ?? []), product];
    unpackedCross = rawCross;
    // Room for the longest sentence is kept, so that the page never jumps.
    const sentences = tables.flatMap((table) => table.sentences);
    longest.textContent = sentences.reduce((a, b) => (b.length > a.length ? b : a), "");
    draw();
  }

  const listening = new Map();
  function listen(event, handler) {
    if (listening.has(event)) return;
    listening.set(event, handler);
    model.on(event, handler);
  }
  listen("change:scene", load);
  listen("change:cross", load);
  let told = "";
  function relay() {
    // The kernel's good news may take back only what the kernel has said.
    const said = model.get("problem");
    if (said || problem.textContent === told) complain(said);
    told = said;
  }
  listen("change:problem", relay);
  relay();
  load();
  return () => {
    clearTimeout(timer);
    clearTimeout(draw.timer);
    for (const [event, handler] of listening) model.off(event, handler);
  };
}

export default { render };
