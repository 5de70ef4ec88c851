// Brings live figures to life in a page without a kernel, and what else stands there beside them.

import { makeModel } from "./model.js";

/** @param {string} base64 */
function bytes(base64) {
  return new DataView(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer);
}

/** @type {Map<string, import("./model.js").Model>} */
const models = new Map();
const widget_manager = { get_model: async (/** @type {string} */ id) => models.get(id) };
// Explorers first: others look for them.
for (const [kind, source] of [["live-state", "live-code"], ["live-question", "live-question-code"]]) {
  const scripts = document.querySelectorAll(`script.${kind}`);
  if (!scripts.length) continue;
  const code = document.getElementById(source)?.textContent ?? "";
  const module = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  for (const [number, script] of scripts.entries()) {
    const state = { ...JSON.parse(script.textContent ?? ""), number: number + 1 };
    for (const name of ["scene", "cross", "sealed"]) if (name in state) state[name] = bytes(state[name]);
    const model = { ...makeModel(state), widget_manager };
    if (state.model) models.set(state.model, model);
    const el = document.createElement("div");
    script.after(el);
    module.default.render({ model, el });
  }
}
