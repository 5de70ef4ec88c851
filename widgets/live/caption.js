// The sentence under a picture.

import { element } from "./element.js";
import { write } from "./mathify.js";

/** The sentence of one view, to be seen; what is seen in signs is heard in words elsewhere. */
export class Caption {
  constructor() {
    this.node = element("span", { "aria-hidden": "true" });
    this.longest = element("span", { class: "live-longest", "aria-hidden": "true" });
  }

  get text() {
    return this.node.textContent ?? "";
  }

  /**
   * Room for the longest sentence so far is kept: what stands below moves down at most, and never
   * to and fro.
   * @param {string} sentence
   */
  say(sentence) {
    if (this.text !== sentence) write(this.node, sentence);
    if ((this.longest.textContent ?? "").length < sentence.length) this.longest.textContent = sentence;
  }
}
