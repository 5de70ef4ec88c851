// The front end of a live figure: controls, the SVG picture, and its sentence.
//
// Python has worked out beforehand what each position of the controls shows. An input event looks
// its position up and sets attributes of a few SVG elements, there and then: no message is sent,
// and no frame is waited for. The kernel hears the value when the hand rests.
//
// controls.js and formula.js stand before this file in one module: page.py joins them.

const REST = 150; // ms without a movement after which a hand counts as resting

let views = 0;

async function unpack(view) {
  if (!view || view.byteLength === 0) return null;
  const inflated = new Blob([view]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(inflated).json();
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

function render({ model, el }) {
  const id = `live-view-${++views}`;
  const controlsNode = element("div", { class: "live-controls" });
  const picture = element("div", { class: "live-picture" });
  const caption = element("span", { id: `${id}-sentence` });
  const longest = element("span", { class: "live-longest", "aria-hidden": "true" });
  const spoken = element("div", { class: "live-spoken", "aria-live": "polite" });
  const problem = element("span", { id: `${id}-formula-problem`, role: "alert" });
  const mend = element("button", {
    type: "button", class: "live-button", hidden: "", "data-lm-suppress-shortcuts": "true",
  });
  const figure = element("figure", { class: "live" }, controlsNode, picture,
    element("figcaption", {}, caption, longest),
    element("div", { class: "live-problem" }, problem, mend), spoken);
  el.append(figure);

  let controls = null;
  let rows = {};
  let formula = null;
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

  function move(name, value, resting = true) {
    complain("");
    model.set(name, value); // its change event draws, at once
    clearTimeout(timer);
    if (resting) timer = setTimeout(rest, REST);
  }

  function complain(sentence, suggestion) {
    if (problem.textContent !== sentence) problem.textContent = sentence;
    mend.hidden = !suggestion;
    mend.textContent = suggestion ? `write ${suggestion} instead` : "";
    mend.onclick = () => formula.take(suggestion);
  }

  // Whatever the reader touches, a control that plays stops, except at its own button.
  function touch({ target }) {
    for (const row of Object.values(rows)) if (!row.play?.contains(target)) row.pause?.();
  }
  for (const event of ["pointerdown", "input", "click"]) figure.addEventListener(event, touch, true);

  function makeRows() {
    for (const row of Object.values(rows)) row.pause?.();
    rows = {};
    for (const name in controls) {
      const hand = { move: (...value) => move(name, ...value), rest, complain };
      rows[name] = makeRow(name, controls[name], `${id}-${name}`, hand);
    }
    controlsNode.replaceChildren(...Object.values(rows).map((row) => row.node));
    for (const input of controlsNode.querySelectorAll("input, select, button")) {
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
    if (scene.formula && !formula) {
      formula = makeFormula(scene.formula, scene.example, `${id}-formula`, model, complain);
      listen("change:formula", formula.show);
      listen("msg:custom", formula.answer);
      figure.prepend(formula.node);
    }
  }

  function adopt(product, cross, rawCross) {
    tables = [...(cross ?? []), product];
    unpackedCross = rawCross;
    // Room for the longest sentence so far is kept, so that the page does not jump.
    const sentences = [longest.textContent, ...tables.flatMap((table) => table.sentences)];
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
    for (const row of Object.values(rows)) row.pause?.();
    formula?.stop();
    clearTimeout(timer);
    clearTimeout(draw.timer);
    for (const [event, handler] of listening) model.off(event, handler);
  };
}

export default { render };
