// The box above the controls in which a reader types a formula for the kernel to draw.

import { aloud } from "./aloud.js";
import { element } from "./element.js";
import { write } from "./mathify.js";

/** @import { Model } from "./model.js" */

const PATIENCE = 10_000; // ms after which a kernel that has not answered is asked about
const SILENCE = "The kernel has not answered yet: is it running?";
const NO_KERNEL = "To type another formula, open this in a running notebook.";
const ASLEEP = "To type another formula, run this cell.";

/**
 * The kernel's answer to a formula; `place` and `suggestion` are known for some mistakes.
 * @typedef {object} Answer
 * @property {string} formula what was typed
 * @property {string} problem
 * @property {boolean} failed
 * @property {number | null} place
 * @property {string | null} suggestion
 */

/**
 * The box's node, and what it has to hear: show() that the model has another formula, answer() to
 * what was typed, take() a text that was suggested, stop() waiting for the kernel.
 * @param {object} made
 * @param {string} made.label
 * @param {string} made.example what the empty box shows
 * @param {string} made.id
 * @param {Model} made.model
 * @param {(sentence: string, suggestion?: string | null) => void} made.complain
 */
export function makeFormula({ label, example, id, model, complain }) {
  const box = element("input", {
    type: "text", id, placeholder: `type a formula, e.g. ${example}`,
    "aria-label": aloud(label), "aria-describedby": `${id}-problem`,
    spellcheck: "false", autocomplete: "off", autocapitalize: "off", "data-lm-suppress-shortcuts": "true",
  });
  const shown = element("label", { for: id, "aria-hidden": "true" });
  write(shown, `${label} =`);
  const node = element("div", { class: "live-formula" }, shown, box);
  const missing = !model.send ? NO_KERNEL : model.get("asleep") ? ASLEEP : "";
  if (missing) {
    box.disabled = true;
    box.placeholder = node.title = missing;
    box.setAttribute("aria-description", missing);
  }
  let typing = false;
  let asked = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;

  function show() {
    if (typing) return;
    asked = box.value = model.get("formula") ?? "";
    box.removeAttribute("aria-invalid");
  }

  function ask() {
    typing = false;
    asked = box.value;
    clearTimeout(patience);
    patience = setTimeout(() => complain(SILENCE), PATIENCE);
    box.setAttribute("aria-busy", "true");
    try {
      model.send?.({ formula: asked });
    } catch {
      complain(SILENCE); // JupyterLab refuses to send to a kernel that is gone
    }
  }

  /** @param {Answer} content */
  function answer({ formula, problem, failed, place, suggestion }) {
    if (formula !== asked) return;
    stop();
    box.removeAttribute("aria-busy");
    complain(problem, suggestion);
    if (!failed) return show();
    box.setAttribute("aria-invalid", "true");
    // The caret goes to the mistake, unless the reader has gone on typing.
    if (place !== null && !typing && document.activeElement === box) box.setSelectionRange(place, place);
  }

  /** @param {string} text */
  function take(text) {
    box.value = text;
    box.focus();
    ask();
  }

  function leave() {
    typing = false;
    if (!box.value.trim()) return show();
    if (box.value !== asked) ask();
  }

  function stop() {
    clearTimeout(patience);
  }

  box.addEventListener("input", () => (typing = true));
  box.addEventListener("blur", leave);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && box.value.trim()) ask();
    if (event.key !== "Escape") return;
    typing = false;
    complain("");
    show();
  });
  show();
  return { node, show, answer, take, stop };
}
