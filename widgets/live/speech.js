// What a live figure says: its name and description, and what changes under the reader's hand.

import { aloud } from "./aloud.js";
import { element } from "./element.js";

const PAUSE = 300; // ms without a change after which it is said
const STAY = 5000; // ms after which what was said is taken away, so that nobody finds it again
const LETTER = 65; // ms that a voice takes for a letter
const BREATH = 600; // ms between two things that a voice says

/** @param {string} words */
const clauses = (words) => words.replace(/[.;] *$/, "").split(/[.;] +/);

/**
 * The clauses of what is said now that were not said before; all of it where there is none.
 * @param {string} before
 * @param {string} now
 */
export function news(before, now) {
  const told = new Set(clauses(before));
  const fresh = clauses(now).filter((clause) => !told.has(clause));
  return now === before ? "" : fresh.length ? `${fresh.join(". ")}.` : now;
}

/**
 * About how long a voice takes, in ms.
 * @param {string} words
 */
export function duration(words) {
  return words ? words.length * LETTER + BREATH : 0;
}

/** The voice of one view. */
export class Speech {
  /** @param {string} id the view's */
  constructor(id) {
    this.words = element("span", { id: `${id}-words`, class: "live-unseen" });
    this.shape = element("span", { id: `${id}-shape`, hidden: "" });
    this.region = element("div", { class: "live-unseen live-spoken", "aria-live": "polite" });
    /** @type {string | null} */
    this.told = null;
    this.sentence = "";
    this.quiet = false;
    /** @type {Record<"pause" | "put" | "stay", ReturnType<typeof setTimeout> | undefined>} */
    this.timers = { pause: undefined, put: undefined, stay: undefined };
  }

  /**
   * Give a figure and its picture their name, and the picture its description: the sentence, and
   * the shape of what is drawn.
   *
   * Nothing in an image can be reached, so a picture with handles is a group, whose labels are not
   * read out one by one.
   * @param {HTMLElement} figure
   * @param {Element} picture
   * @param {{ heading?: string, shape?: string, handles: number }} known
   */
  name(figure, picture, { heading = "", shape = "", handles }) {
    const named = aloud(heading || "live figure");
    figure.setAttribute("aria-label", named);
    picture.setAttribute("role", handles ? "group" : "img");
    for (const text of picture.querySelectorAll("text")) text.setAttribute("aria-hidden", "true");
    picture.setAttribute("aria-label", named);
    picture.setAttribute("aria-describedby", `${this.words.id} ${this.shape.id}`);
    this.shape.textContent = aloud(shape);
  }

  /**
   * Note what the caption says; what is new in it is said when it has stood for a moment. What
   * stands there at first is for the reader to find.
   * @param {string} sentence
   */
  hear(sentence) {
    this.sentence = sentence;
    if (this.told === null) this.words.textContent = this.told = aloud(sentence);
    clearTimeout(this.timers.pause);
    this.timers.pause = setTimeout(() => this.catchUp(), PAUSE);
  }

  catchUp() {
    this.words.textContent = aloud(this.sentence);
    if (!this.quiet) this.tell();
  }

  tell() {
    const now = aloud(this.sentence);
    this.say(news(this.told ?? "", now));
    this.told = now;
  }

  /**
   * Let changes pass in silence, or say what has changed since.
   * @param {boolean} quiet
   */
  hush(quiet) {
    this.quiet = quiet;
    if (!quiet) this.hear(this.sentence);
  }

  /** How long a voice takes for what has changed since it spoke last, in ms. */
  get reading() {
    return duration(news(this.told ?? "", aloud(this.sentence)));
  }

  /**
   * Answer a key: T tells the whole sentence, D describes the shape of what is drawn.
   * @param {KeyboardEvent} event
   */
  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || takesLetters(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "t") this.say(aloud(this.sentence));
    if (key === "d") this.say(this.shape.textContent || aloud(this.sentence));
  }

  /** @param {string} words */
  say(words) {
    if (!words) return;
    clearTimeout(this.timers.put);
    clearTimeout(this.timers.stay);
    // A voice says what has changed: to be said again, it must have gone.
    const again = this.region.textContent === words;
    if (again) this.region.textContent = "";
    this.timers.put = setTimeout(() => (this.region.textContent = words), again ? 50 : 0);
    this.timers.stay = setTimeout(() => (this.region.textContent = ""), STAY);
  }

  stop() {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
  }
}

/**
 * Whether letters typed there mean something already.
 * @param {EventTarget | null} target
 */
function takesLetters(target) {
  return target instanceof Element && target.matches("input[type=text], select, textarea");
}
