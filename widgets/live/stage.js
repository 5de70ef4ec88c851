// Where picture, numbers and controls stand: beside each other where there is room.

import { element } from "./element.js";
import STAGE from "./stage.json" with { type: "json" };

/** @import { Control } from "./table.js" */

// Up to how many units a picture leaves room for what stands beside it, and up to how many letters a
// choice or step fits in there.
const { narrow: NARROW, wordy: WORDY } = STAGE;

/** The part of a view that holds these three. */
export class Stage {
  /**
   * @param {Element} picture
   * @param {Element} numbers
   */
  constructor(picture, numbers) {
    this.controls = element("div", { class: "live-controls" });
    this.node = element("div", { class: "live-stage" }, picture, numbers, this.controls);
  }

  /**
   * A unit of the picture is a pixel of the page.
   * @param {SVGSVGElement} picture
   */
  size(picture) {
    const { width } = picture.viewBox.baseVal;
    picture.style.width = `${width}px`;
    this.node.classList.toggle("live-wide", width > NARROW);
  }

  /**
   * Put the rows of controls in place; long words of them take the whole width.
   * @param {Record<string, Control>} controls
   * @param {Element[]} rows
   */
  furnish(controls, rows) {
    const listed = Object.values(controls).filter(({ kind }) => kind === "choice" || kind === "steps");
    const wordy = listed.some(({ texts }) => texts.some(({ length }) => length > WORDY));
    this.node.classList.toggle("live-wordy", wordy);
    this.controls.replaceChildren(...rows);
  }
}

/**
 * A style that hides the notebook's own picture, which is for the time after a view, and another
 * reader's page.
 * @param {string} still its class
 */
export function hiding(still) {
  const rules = [`.${still}`, `.jp-OutputArea-child:has(.${still})`];
  return element("style", {}, ...rules.map((rule) => `${rule} { display: none !important; }`));
}
