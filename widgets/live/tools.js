// What stands under a picture: back, to the start, the state before as a shadow, and copies.

import { element } from "./element.js";

/**
 * What the tools ask for. Each copy is a text; null where there is none to be had.
 * @typedef {object} Asked
 * @property {() => void} undo
 * @property {() => void} reset
 * @property {(on: boolean) => void} ghost
 * @property {{ name: string, text: () => string }[]} copies
 * @property {(sentence: string) => void} say
 */

/** @param {string} words @param {() => void} act */
function button(words, act) {
  const node = element("button", { type: "button", class: "live-button" }, words);
  node.addEventListener("click", act);
  return node;
}

/** @param {Asked} asked */
export function makeTools({ undo, reset, ghost, copies, say }) {
  const back = button("undo", undo);
  back.title = "back to where the controls were (Ctrl+Z)";
  const start = button("reset", reset);
  start.title = "back to the start";
  const shadow = button("ghost", () => {
    const on = shadow.getAttribute("aria-pressed") !== "true";
    shadow.setAttribute("aria-pressed", String(on));
    ghost(on);
  });
  shadow.title = "keep the picture from before a move as a shadow";
  shadow.setAttribute("aria-pressed", "false");

  const list = element("div", { class: "live-copies" }, ...copies.map(({ name, text }) =>
    button(name, async () => {
      menu.open = false;
      try {
        await navigator.clipboard.writeText(text());
        say(`The ${name} is copied.`);
      } catch {
        say(`The browser does not let this page copy the ${name}.`);
      }
    })));
  const summary = element("summary", { class: "live-button" }, "copy");
  const menu = element("details", { class: "live-copy" }, summary, list);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    summary.focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (!menu.contains(/** @type {Node | null} */ (relatedTarget))) menu.open = false;
  });
  const node = element("div", { class: "live-tools" }, back, start, shadow, menu);
  // Without this attribute JupyterLab takes arrow keys and Enter for itself.
  for (const own of node.querySelectorAll("button, summary")) own.setAttribute("data-lm-suppress-shortcuts", "true");
  return {
    node,
    /** @param {boolean} canUndo @param {boolean} canReset */
    show(canUndo, canReset) {
      // A button that is disabled loses the focus, so these two only say that they do nothing now.
      back.setAttribute("aria-disabled", String(!canUndo));
      start.setAttribute("aria-disabled", String(!canReset));
    },
  };
}
