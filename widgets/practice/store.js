// What a reader has answered: kept in this browser, or, where that cannot be, in this page.

/**
 * @typedef {object} Answered
 * @property {any} given
 * @property {string} kind
 * @property {string} sure
 * @property {string} code
 * @property {string[]} codes of all answers so far, in their order
 * @property {string} state
 * @property {number} hints
 * @property {number} tries
 * @property {string} when
 */

/** @typedef {{ v: 1, items: Record<string, Answered> }} Kept */

const KEY = "derivatives-companion";
const MEMORY = Symbol.for(KEY);
/** What is sent to the document when all answers are forgotten. */
export const FORGOTTEN = "derivatives-companion-forgotten";

/** @returns {Kept} */
const nothing = () => ({ v: 1, items: {} });

/** @returns {any} what all modules of a page share where nothing can be kept */
const page = () => globalThis;

/** All answers. @returns {Kept} */
export function allAnswers() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return kept?.v === 1 && kept.items ? kept : (page()[MEMORY] ?? nothing());
  } catch {
    return page()[MEMORY] ?? nothing();
  }
}

/** Whether answers outlive the page. */
export function isKept() {
  try {
    localStorage.setItem(`${KEY}-try`, "");
    localStorage.removeItem(`${KEY}-try`);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} id
 * @param {Answered} answered
 */
export function keepAnswer(id, answered) {
  const all = allAnswers();
  all.items[id] = answered;
  page()[MEMORY] = all;
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // It stays in the page.
  }
}

export function forgetAnswers() {
  delete page()[MEMORY];
  try {
    localStorage.removeItem(KEY);
  } catch {
    // There was nothing.
  }
  document.dispatchEvent(new Event(FORGOTTEN));
}

/** Give the reader a file with all answers. */
export function saveAnswers() {
  const text = JSON.stringify(allAnswers(), null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `${KEY}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
