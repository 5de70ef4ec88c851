// Brings live figures to life in a page without a kernel: a model that is only a table of values.

function makeModel(state) {
  const values = { ...state };
  const handlers = {};
  return {
    get: (name) => values[name],
    set(name, value) {
      if (values[name] === value) return;
      values[name] = value;
      for (const handler of [...(handlers[`change:${name}`] ?? [])]) handler();
    },
    on: (event, handler) => (handlers[event] ??= new Set()).add(handler),
    off: (event, handler) => handlers[event]?.delete(handler),
    save_changes() {},
  };
}

function bytes(base64) {
  return new DataView(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer);
}

const code = document.getElementById("live-code").textContent;
const module = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
for (const script of document.querySelectorAll("script.live-state")) {
  const state = JSON.parse(script.textContent);
  for (const name of ["scene", "cross"]) state[name] = bytes(state[name]);
  const el = document.createElement("div");
  script.after(el);
  module.default.render({ model: makeModel(state), el });
}
