// A veil over an explorer: nothing of it is on the page until what it waits for has happened.

import { element } from "./element.js";

/** @import { Model } from "./model.js" */

/**
 * Show a view, or, as long as the model waits for something, what it waits for.
 * @param {Model} model its `veiled` has a sentence for each thing that it waits for
 * @param {HTMLElement} el
 * @param {() => { close: () => void }} show
 * @returns {() => void} what takes away what is shown
 */
export function unveiled(model, el, show) {
  const cover = element("p", { class: "live-veil" });
  /** @type {{ close: () => void } | null} */
  let view = null;
  const look = () => {
    const [waiting] = Object.values(model.get("veiled") ?? {});
    if (view) return;
    cover.textContent = String(waiting ?? "");
    if (waiting) el.append(cover);
    else {
      cover.remove();
      view = show();
    }
  };
  model.on("change:veiled", look);
  look();
  return () => {
    model.off("change:veiled", look);
    cover.remove();
    view?.close();
  };
}
