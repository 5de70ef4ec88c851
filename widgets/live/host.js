// Brings live figures to life in a page without a kernel.

import { makeModel } from "./model.js";

/** @param {string} base64 */
function bytes(base64) {
  return new DataView(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer);
}

const code = document.getElementById("live-code")?.textContent ?? "";
const module = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
for (const [number, script] of document.querySelectorAll("script.live-state").entries()) {
  const state = { ...JSON.parse(script.textContent ?? ""), number: number + 1 };
  for (const name of ["scene", "cross"]) state[name] = bytes(state[name]);
  const el = document.createElement("div");
  script.after(el);
  module.default.render({ model: makeModel(state), el });
}
