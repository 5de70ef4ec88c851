// The front end of a question: commit, say how sure you are, then see.
//
// What is right travels packed, as `sealed`. It is unpacked when an answer is committed, and nothing
// of it is in the document before.

import TEXTS from "./texts.json" with { type: "json" };
import { element } from "../live/element.js";
import { makeViewId } from "../live/ids.js";
import { unpack } from "../live/table.js";
import { BOXES } from "./answers.js";
import { judge, readTyped } from "./judge.js";
import { mark } from "./marks.js";
import { filled } from "./say.js";
import { spoken } from "./spoken.js";
import { FORGOTTEN, allAnswers, forgetAnswers, isKept, keepAnswer, saveAnswers } from "./store.js";

/** @import { Model } from "../live/model.js" */
/** @import { Key, Verdict } from "./judge.js" */
/** @import { Answered } from "./store.js" */

/** @typedef {{ explorer: number, values: Record<string, any> }} Position */
/** @typedef {{ key: Key, hints: { text: string, at: Position | null }[], reveal: Position | null }} Sealed */

const WORDING = TEXTS.page;
const OWN = { "data-lm-suppress-shortcuts": "true" };
/** What is sent to the document when an answer is committed; its detail is the question's id. */
const COMMITTED = "derivatives-companion-committed";

/**
 * A button.
 * @param {string} text
 * @param {() => void} press
 */
function button(text, press) {
  const made = element("button", { type: "button", class: "live-button", ...OWN }, text);
  made.addEventListener("click", press);
  return made;
}

/** One view of a question. */
class QuestionView {
  /**
   * @param {Model} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.asked = model.get("asked");
    this.view = makeViewId();
    this.hints = 0;
    this.tries = 0;
    this.sure = "";
    const label = `${this.view}-ask`;
    this.region = element("p", { class: "live-unseen", "aria-live": "polite" });
    this.box = BOXES[this.asked.kind]({
      ...this.asked, view: this.view, label,
      say: (sentence) => { this.region.textContent = sentence; },
      changed: () => this.ask(),
    });
    this.state = element("span", { class: "practice-state" });
    this.verdict = element("div", { class: "practice-verdict", role: "status" });
    this.hinted = element("div", { class: "practice-hints", "aria-live": "polite" });
    // Enter gives the answer, as it sends any form.
    this.commit = element("button", { type: "submit", class: "live-button practice-commit", ...OWN }, WORDING.commit);
    this.idea = button(WORDING.no_idea, () => this.give(null));
    this.hint = button(WORDING.hint, () => this.help());
    this.show = button(WORDING.show, () => this.answer(null, this.sure));
    this.buttons = element("div", { class: "practice-buttons" }, this.commit, this.idea, this.hint, this.show);
    const sureness = WORDING.sureness.map((words) => button(words, () => this.answer(this.pending, words)));
    this.sureness = element("fieldset", { class: "practice-sure" }, element("legend", {}, WORDING.sure), ...sureness);
    this.sureness.hidden = true;
    const legend = element("legend", { id: label, class: "practice-ask" }, ...spoken(this.asked.ask));
    this.form = element("form", { novalidate: "" }, element("fieldset", { class: "practice-answer" }, legend, this.box.node), this.buttons);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.give(this.box.given());
    });
    this.form.addEventListener("keydown", (event) => event.stopPropagation());
    const title = WORDING.titles[/** @type {"Predict" | "Exercise" | "FillGraph"} */ (this.asked.title)];
    const head = element("p", { class: "practice-head", id: `${this.view}-head` }, element("b", {}, title), element("span", { class: "practice-id" }, this.asked.id), this.state);
    const still = model.get("still");
    this.node = element("section", { class: "practice live-guest", "aria-labelledby": `${this.view}-head`, "data-id": this.asked.id },
      head, this.form, this.sureness, this.hinted, this.verdict, this.foot(), this.region,
      ...(still ? [element("style", {}, `.${still}, .jp-OutputArea-child:has(.${still}) { display: none !important; }`)] : []));
    /** @type {any} */
    this.pending = null;
    this.forgotten = () => this.begin();
    document.addEventListener(FORGOTTEN, this.forgotten);
    el.append(this.node);
    this.begin();
  }

  /** What a reader may do with all answers. */
  foot() {
    const said = element("span", { role: "status" }, isKept() ? WORDING.yours_kept : WORDING.memory_only);
    const really = button(WORDING.really, () => forgetAnswers());
    really.hidden = true;
    const forget = button(WORDING.forget, () => {
      really.hidden = !really.hidden;
    });
    const body = element("div", { class: "practice-buttons" }, button(WORDING.save, saveAnswers), forget, really, said);
    return element("details", { class: "practice-foot" }, element("summary", { ...OWN, "aria-label": WORDING.more }, "⋯"), body);
  }

  /** As it is before an answer, or as this reader left it. */
  begin() {
    const answered = allAnswers().items[this.asked.id];
    this.verdict.replaceChildren();
    this.hinted.replaceChildren();
    this.hints = this.tries = 0;
    this.sure = "";
    this.ask();
    this.mark("open");
    this.box.tell?.([]);
    this.show.hidden = true;
    this.hint.hidden = !this.asked.hints;
    if (!answered || answered.kind !== this.asked.kind) return;
    ({ hints: this.hints, tries: this.tries, sure: this.sure } = answered);
    if (answered.given !== null) this.box.set(answered.given);
    this.see(answered.given, false);
  }

  ask() {
    this.sureness.hidden = true;
    this.buttons.hidden = false;
  }

  /**
   * Commit an answer: the first time, how sure it is comes before what is said to it.
   * @param {any} given null is "no idea"
   */
  give(given) {
    const complaint = this.complaint(given);
    if (complaint) return this.complain(complaint);
    if (given === null || this.tries) {
      this.answer(given, this.sure);
      return;
    }
    this.verdict.replaceChildren();
    this.pending = given;
    this.buttons.hidden = true;
    this.sureness.hidden = false;
    this.sureness.querySelector("button")?.focus();
  }

  /**
   * Why an answer cannot be committed, "" if it can: that is known without knowing what is right.
   * @param {any} given
   */
  complaint(given) {
    if (given === null) return "";
    if (!Object.keys(given).length) return TEXTS.complaint.nothing;
    if (this.box.complaint) return this.box.complaint();
    return typeof given === "string" && this.asked.kind !== "choice" ? readTyped(this.asked.kind, given).complaint : "";
  }

  /** @param {string} sentence */
  complain(sentence) {
    this.verdict.replaceChildren(element("p", {}, ...spoken(sentence)));
    this.mark("open");
  }

  /**
   * @param {any} given
   * @param {string} sure
   */
  async answer(given, sure) {
    this.sure = sure;
    const verdict = await this.see(given, true);
    if (verdict.state === "open") return;
    const when = new Date().toISOString();
    const { code, state } = verdict;
    const before = allAnswers().items[this.asked.id]?.codes ?? [];
    /** @type {Answered} */
    const answered = { given, kind: this.asked.kind, sure, code, codes: [...before, code], state, hints: this.hints, tries: this.tries, when };
    keepAnswer(this.asked.id, answered);
    for (const [name, value] of Object.entries({ given, state, code, sure })) this.model.set(name, value);
    this.model.save_changes();
  }

  /**
   * Judge an answer, say what there is to say, and open what waits for it.
   * @param {any} given
   * @param {boolean} moving whether pictures move
   * @returns {Promise<Verdict>}
   */
  async see(given, moving) {
    const sealed = await this.sealed();
    const verdict = judge(sealed.key, given);
    this.ask();
    if (verdict.state === "open") {
      this.complain(verdict.sentence);
      return verdict;
    }
    if (moving) this.tries += 1;
    this.mark(verdict.state);
    this.box.tell?.(verdict.boxes);
    this.verdict.replaceChildren(element("p", {}, mark(verdict.state), element("b", {}, WORDING.states[verdict.state]), " ", ...spoken(verdict.sentence)));
    this.show.hidden = verdict.state === "right" || verdict.state === "shown";
    this.hint.hidden = !this.asked.hints || this.hints >= this.asked.hints || this.show.hidden;
    this.idea.hidden = true;
    await this.unveil();
    if (moving) await this.move(sealed.reveal);
    for (const details of document.querySelectorAll("details.reveal")) {
      if (details.classList.contains(this.asked.id) && allHeard(details, this.asked.id)) details.setAttribute("open", "");
    }
    document.dispatchEvent(new CustomEvent(COMMITTED, { detail: this.asked.id }));
    return verdict;
  }

  /** @returns {Promise<Sealed>} */
  sealed() {
    return unpack(this.model.get("sealed"));
  }

  /** @param {"open" | "right" | "almost" | "not yet" | "shown"} state */
  mark(state) {
    this.node.dataset.state = state;
    this.idea.hidden = state !== "open";
    this.state.replaceChildren(mark(state), WORDING.states[state]);
  }

  /** One hint more. */
  async help() {
    const { hints } = await this.sealed();
    const { text, at } = hints[this.hints];
    this.hints += 1;
    const number = filled(WORDING.hint_number, { number: this.hints, all: hints.length });
    this.hinted.append(element("p", {}, element("b", {}, number), " ", ...spoken(text)));
    this.hint.hidden = this.hints >= hints.length;
    await this.move(at);
  }

  /** @param {number} number */
  async explorer(number) {
    const id = this.model.get("explorers")[number];
    return id && this.model.widget_manager?.get_model(id);
  }

  /**
   * Move an explorer's controls.
   * @param {Position | null} position
   */
  async move(position) {
    const explorer = position && (await this.explorer(position.explorer));
    if (!position || !explorer) return;
    for (const [name, value] of Object.entries(position.values)) explorer.set(name, value);
    explorer.save_changes();
    this.region.textContent = WORDING.picture;
  }

  /** Let the explorers that wait for this answer be seen. */
  async unveil() {
    for (const number of this.model.get("veils")) {
      const explorer = await this.explorer(number);
      if (!explorer) continue;
      const { [this.asked.id]: _, ...waiting } = explorer.get("veiled") ?? {};
      explorer.set("veiled", waiting);
      explorer.save_changes();
    }
  }

  close() {
    document.removeEventListener(FORGOTTEN, this.forgotten);
    this.node.remove();
  }
}

/**
 * Whether all questions are answered whose answers stand in a folded part: its classes name them.
 * @param {Element} details
 * @param {string} now what is being answered, and not yet kept
 */
function allHeard(details, now) {
  const { items } = allAnswers();
  return [...details.classList].every((name) => !name.includes(".") || name === now || items[name]);
}

/**
 * What anywidget calls for each view of a model; it calls what is returned when the view goes.
 * @param {{ model: Model, el: HTMLElement }} context
 */
function render({ model, el }) {
  const view = new QuestionView(model, el);
  return () => view.close();
}

export default { render };
