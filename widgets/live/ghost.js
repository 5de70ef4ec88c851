// The picture from before a move, as a shadow behind the one that moves.

/** @import { Picture } from "./picture.js" */

export class Ghost {
  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    this.on = false;
    /** @type {Element[]} */
    this.shadows = [];
  }

  /** @param {boolean} on */
  keep(on) {
    this.on = on;
    this.mark();
  }

  /** Let the shadow be what is seen now; a copy lies right below each group that can move. */
  mark() {
    for (const shadow of this.shadows) shadow.remove();
    this.shadows = [];
    if (!this.on) return;
    for (const group of this.picture.moving) {
      if (group.closest(".live-handle")) continue;
      const shadow = /** @type {Element} */ (group.cloneNode(true));
      for (const node of [shadow, ...shadow.querySelectorAll("[id], [data-lit]")]) {
        node.removeAttribute("id");
        node.removeAttribute("data-lit");
      }
      shadow.setAttribute("class", "live-ghost");
      shadow.setAttribute("aria-hidden", "true");
      group.before(shadow);
      this.shadows.push(shadow);
    }
  }
}
