// What means the same, lit together: a row of numbers, what it is like in the picture, and its name
// wherever it stands. It is looked for when somebody points; a drag pays nothing for it.

import { wordsIn } from "./words.js";

/** @import { Beside, Line } from "./beside.js" */
/** @import { Picture } from "./picture.js" */

// How near to a thin line counts as on it, in pixels of the page, and where is looked for one.
const ON_LINE = 6;
const AROUND = [[0, 0], [0, -1], [0, 1], [-1, 0], [1, 0], [-0.7, -0.7], [0.7, 0.7], [-0.7, 0.7], [0.7, -0.7]];
// What is broader than any marker, in units of the picture.
const BROAD = 40;
const LOOK_AGAIN = 150; // ms without a movement after which words are looked for again
const HIGHLIGHT = "live-lit";

/** What is lit in one view; its style sheet knows it by `data-lit`. */
export class Lit {
  /**
   * @param {HTMLElement} figure
   * @param {Beside} beside
   * @param {Picture} picture
   * @param {Element} sentence
   */
  constructor(figure, beside, picture, sentence) {
    this.beside = beside;
    this.picture = picture;
    this.sentence = sentence;
    // What is pointed at: by a mouse, by the last tap, by the focus of the keys.
    /** @type {Record<"mouse" | "tap" | "focus", Element | null>} */
    this.at = { mouse: null, tap: null, focus: null };
    this.pressed = "";
    /** @type {Set<Element>} */
    this.members = new Set();
    /** @type {Range[]} */
    this.words = [];
    this.stamp = 0;
    this.moved = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined;

    figure.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "touch" && !event.buttons) this.point("mouse", this.#under(event));
    });
    figure.addEventListener("pointerleave", (event) => event.buttons || this.point("mouse", null));
    figure.addEventListener("pointerdown", ({ pointerType }) => (this.pressed = pointerType), true);
    figure.addEventListener("keydown", (event) => this.#focus(event), true);
    figure.addEventListener("focusin", (event) => this.pressed || this.#focus(event));
    figure.addEventListener("focusout", () => {
      this.pressed = "";
      this.point("focus", null);
    });
    figure.addEventListener("click", (event) => {
      const tapped = this.pressed === "touch" ? this.#under(event) : null;
      this.pressed = "";
      this.point("tap", tapped === this.at.tap ? null : tapped);
    });
  }

  /** @param {Event} event */
  #focus({ target }) {
    this.pressed = "";
    const handle = /** @type {Element} */ (target).closest(".live-handle");
    const place = handle && [...this.#meanings().keys()].find((group) => handle.contains(group));
    this.point("focus", place || null);
  }

  /**
   * @param {"mouse" | "tap" | "focus"} how
   * @param {Element | null} what
   */
  point(how, what) {
    if (this.at[how] === what) return;
    this.at[how] = what;
    this.#light();
  }

  /** Which rows mean each group of the picture. */
  #meanings() {
    /** @type {Map<Element, Line[]>} */
    const meanings = new Map();
    for (const line of this.#rows()) {
      for (const group of this.#groups(line)) meanings.set(group, [...(meanings.get(group) ?? []), line]);
    }
    return meanings;
  }

  #rows() {
    return this.beside.lines.filter(({ kind, node }) => kind === "row" && !node.hidden);
  }

  /** @param {Line} line */
  #groups({ shown }) {
    const ids = (shown.like ?? "").split(" ");
    return ids.flatMap((id) => this.picture.named.get(id) ?? []);
  }

  /**
   * The markers of a group, where they are defined: groups that look alike share them.
   * @param {Element} group
   * @returns {Element[]}
   */
  #markers(group) {
    const uses = [...group.querySelectorAll("use")].filter((use) => use.getBBox().width < BROAD);
    const ids = new Set(uses.map((use) => use.href.baseVal.slice(1)));
    return [...ids].flatMap((id) => this.picture.node.querySelector(`[id="${id}"]`) ?? []);
  }

  /**
   * The words of the picture that are a row's name.
   * @param {Line} line
   * @returns {Element[]}
   */
  #names(line) {
    const names = new Set([nameOf(line)]);
    return [...this.picture.node.querySelectorAll("text")].filter((text) => isName(text, names));
  }

  /**
   * The row, the group or the text that is meant at a place of the page; near to it, if none is there.
   * @param {MouseEvent} event
   * @returns {Element | null}
   */
  #under({ target, clientX, clientY }) {
    const node = /** @type {Element} */ (target);
    if (this.beside.node.contains(node)) return node.closest("tr");
    if (!this.picture.node.contains(node)) return null;
    const rows = this.#rows();
    if (!rows.length) return null;
    const [meanings, names] = [this.#meanings(), new Set(rows.map(nameOf))];
    for (const [dx, dy] of AROUND) {
      for (const hit of document.elementsFromPoint(clientX + dx * ON_LINE, clientY + dy * ON_LINE)) {
        /** @type {Element | null} */
        let at = this.picture.node.contains(hit) ? hit : null;
        while (at && !meanings.has(at) && !isName(at, names)) at = at.parentElement;
        if (at) return at;
      }
    }
    return null;
  }

  /**
   * The rows that something means.
   * @param {Element} node
   */
  #meantBy(node) {
    const rows = this.#rows();
    if (node.localName === "tr") return rows.filter((line) => line.node === node);
    if (node.localName === "text") return rows.filter((line) => this.#names(line).includes(node));
    return this.#meanings().get(node) ?? [];
  }

  /** Light what is pointed at, and nothing else. */
  #light() {
    this.stamp = this.beside.stamp;
    const source = this.at.mouse ?? this.at.tap ?? this.at.focus;
    /** @type {Set<Element>} */
    const members = new Set();
    /** @type {Range[]} */
    const words = [];
    for (const line of source ? this.#meantBy(source) : []) {
      const groups = this.#groups(line);
      const parts = [...groups, ...groups.flatMap((group) => this.#markers(group)), ...this.#names(line)];
      const said = wordsIn(this.sentence, nameOf(line));
      // A row that nothing else means is no more than a row.
      if (!parts.length && !said.length) continue;
      for (const part of [line.node, ...parts]) members.add(part);
      words.push(...said);
    }
    for (const node of this.members) if (!members.has(node)) node.removeAttribute("data-lit");
    for (const node of members) dress(node);
    this.members = members;
    this.#mark(words);
  }

  /** @param {Range[]} words */
  #mark(words) {
    if (!CSS.highlights || (!words.length && !this.words.length)) return;
    // All views of a page share the name.
    const shared = CSS.highlights.get(HIGHLIGHT) ?? new Highlight();
    CSS.highlights.set(HIGHLIGHT, shared);
    for (const range of this.words) shared.delete(range);
    for (const range of words) shared.add(range);
    this.words = words;
  }

  /** What is seen has changed; as long as something is lit, the same is to be lit in it. */
  follow() {
    if (!this.members.size) return;
    if (this.stamp !== this.beside.stamp) this.#light();
    this.moved = performance.now();
    this.resting ??= setTimeout(() => this.#rest(), LOOK_AGAIN);
  }

  /** Look again once nothing has moved for a while. */
  #rest() {
    this.resting = undefined;
    const left = this.moved + LOOK_AGAIN - performance.now();
    if (left > 1) this.resting = setTimeout(() => this.#rest(), left);
    else this.#light();
  }

  close() {
    this.at = { mouse: null, tap: null, focus: null };
    this.#light();
    clearTimeout(this.resting);
  }
}

/**
 * What a row is called, as it is read.
 * @param {Line} line
 */
function nameOf({ cells }) {
  return cells[0]?.textContent?.trim() ?? "";
}

/**
 * Whether an element of the picture is a text that says one of these names.
 * @param {Element} node
 * @param {Set<string>} names
 */
function isName(node, names) {
  const said = node.localName === "text" && node.textContent?.trim();
  return Boolean(said) && names.has(String(said)) && !node.closest(".live-ghost");
}

/**
 * Say of an element how it is lit: lines become thicker, areas get an edge, markers grow.
 * @param {Element} node
 */
function dress(node) {
  if (node.hasAttribute("data-lit")) return;
  const path = /** @type {SVGPathElement | null} */ (node.querySelector("path:not(defs *)"));
  let how = node.localName === "path" ? "mark" : "";
  if (node.localName === "g" && path) {
    const { stroke, strokeWidth } = path.style;
    how = stroke && stroke !== "none" ? "line" : "edge";
    /** @type {SVGElement} */ (node).style.setProperty("--live-width", `${parseFloat(strokeWidth) || 1}px`);
  } else if ([...node.querySelectorAll("use")].some((use) => use.getBBox().width >= BROAD)) {
    how = "edge";
  }
  node.setAttribute("data-lit", how);
}
