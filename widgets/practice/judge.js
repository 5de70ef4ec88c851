// The judge: what an answer is, and what is said to it. `judge.py` judges the same in Python.

import TEXTS from "./texts.json" with { type: "json" };
import { parse, shown } from "./formula_value.js";
import { FormulaError } from "./formula_words.js";
import { filled, say } from "./say.js";

/** @typedef {"open" | "right" | "almost" | "not yet" | "shown"} State */
/** @typedef {State | "carried"} BoxState "carried" is what follows from a reader's numbers that are not right */
/** @typedef {{ state: State, code: string, sentence: string, show: Record<string, number>, boxes: BoxState[] }} Verdict */
/** @typedef {{ node: string, truth: number, terms: [number, number][], help: string }} GraphBox */
/** @typedef {{ code: string, sentence: string, almost?: boolean, [more: string]: any }} Idea */
/** @typedef {{ kind: string, answer: string, because: string, wrong: Idea[], [more: string]: any }} Key */

const ROUGH = 3; // how much farther off than allowed a number may be and still count as nearly right
const SAME = 1e-6; // how far apart two values may be and still be one, as a part of 1 + their size
const { verdict: WORDS_SAID, complaint: COMPLAINTS, codes: CODES } = TEXTS;

/**
 * @param {State} state
 * @param {string} code
 * @param {string} sentence
 * @param {Record<string, number>} [show]
 * @returns {Verdict}
 */
const verdict = (state, code, sentence, show = {}) => ({ state, code, sentence, show, boxes: [] });

/**
 * What an answer is, and what is said to it; null is "no idea".
 * @param {Key} key
 * @param {any} given
 * @returns {Verdict}
 */
export function judge(key, given) {
  if (given === null) return verdict("shown", "", reasoned(filled(WORDS_SAID.shown, key), key));
  if (given === "" || (typeof given === "object" && !Object.keys(given).length)) return verdict("open", "", COMPLAINTS.nothing);
  return JUDGES[key.kind](key, given);
}

/**
 * @param {string} sentence
 * @param {Key} key
 */
const reasoned = (sentence, key) => `${sentence} ${key.because}`.trim();

/** @param {Key} key */
const right = (key) => verdict("right", "", reasoned(key.because ? "" : WORDS_SAID.right, key));

/**
 * @param {Idea} idea
 * @param {Record<string, number>} [show]
 */
function recognised(idea, show = {}) {
  const said = Object.fromEntries(Object.entries(show).map(([name, value]) => [name, say(value)]));
  return verdict(idea.almost ? "almost" : "not yet", idea.code, filled(idea.sentence, said), show);
}

/** What was typed is neither a number nor a formula. */
class Unreadable extends Error {}

/**
 * The formula that a text is.
 * @param {string} text
 */
function typedFormula(text) {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof FormulaError) throw new Unreadable(error.message);
    throw error;
  }
}

/**
 * The number that a text is: 0.5, 0,5, 1/8, 10^-3, 2×10⁻¹⁶, pi/4.
 * @param {string} text
 */
function numberIn(text) {
  const pointed = text.includes("(") ? text : text.replace(/(?<=[0-9]),(?=[0-9])/g, ".");
  const { formula, inputs, value } = typedFormula(pointed);
  if (inputs.join() !== "w" || /(?<![\p{L}\p{N}_])w(?![\p{L}\p{N}_])/u.test(formula)) {
    throw new Unreadable(filled(COMPLAINTS.number, { given: pointed.trim(), letter: inputs[0] }));
  }
  const found = value(NaN);
  if (!Number.isFinite(found)) throw new Unreadable(filled(COMPLAINTS.endless, { given: pointed.trim() }));
  return found;
}

/**
 * @param {number} value
 * @param {number} target
 * @param {number} within
 */
const near = (value, target, within) => Math.abs(value - target) <= within * (Math.abs(target) || 1) * (1 + 1e-9);

/** @type {(key: Key, given: any) => Verdict} */
function judgeNumber(key, given) {
  const value = typeof given === "string" ? numberIn(given) : Number(given);
  if (near(value, key.truth, key.within)) return right(key);
  const idea = key.wrong.find((one) => near(value, one.value, one.within));
  if (idea) return recognised(idea);
  if (near(value, key.truth, ROUGH * key.within)) return verdict("almost", "ROUGH", WORDS_SAID.rough);
  return verdict("not yet", "", WORDS_SAID.number);
}

/**
 * What stands in a box, null if nothing does.
 * @param {any} given
 * @param {string} node
 */
function numberOrNull(given, node) {
  if (typeof given !== "string") return given == null ? null : Number(given);
  if (!given.trim()) return null;
  try {
    return numberIn(given);
  } catch (error) {
    if (error instanceof Unreadable) throw new Unreadable(filled(WORDS_SAID.box_unread, { node, complaint: error.message }));
    throw error;
  }
}

/**
 * @param {number} at which box
 * @param {GraphBox[]} boxes
 * @param {(number | null)[]} numbers
 * @param {number} within
 * @returns {BoxState}
 */
function boxState(at, boxes, numbers, within) {
  const { truth, terms } = boxes[at];
  const number = numbers[at];
  if (number === null) return "open";
  if (near(number, truth, within)) return "right";
  if (!terms.length || terms.some(([child]) => numbers[child] === null)) return "not yet";
  const total = (/** @type {number[]} */ of) => terms.reduce((sum, [child, slope]) => sum + slope * of[child], 0);
  const theirs = numbers.map(Number);
  // Who rounds what is right may have gone on with more digits, or with those that are seen.
  const exact = theirs.map((x, at) => (near(x, boxes[at].truth, within) ? boxes[at].truth : x));
  return near(number, total(theirs), within) || near(number, total(exact), within) ? "carried" : "not yet";
}

/** @type {(key: Key, given: any) => Verdict} */
function judgeFill(key, given) {
  /** @type {{ boxes: GraphBox[], within: number, backward: boolean }} */
  const { boxes, within, backward } = /** @type {any} */ (key);
  const numbers = boxes.map(({ node }, at) => numberOrNull(given[at], node));
  if (numbers.every((number) => number === null)) return verdict("open", "", COMPLAINTS.nothing);
  const states = boxes.map((_, at) => boxState(at, boxes, numbers, within));
  if (states.every((state) => state === "right")) return { ...right(key), boxes: states };
  const order = [...boxes.keys()];
  if (backward) order.reverse();
  // The first that is not right: there all that it is made of is right, or not there.
  const first = order.find((at) => ["not yet", "carried"].includes(states[at]));
  if (first === undefined) {
    const { node } = boxes[Number(order.find((at) => states[at] === "open"))];
    return { ...verdict("almost", "MISSING", filled(WORDS_SAID.box_missing, { node })), boxes: states };
  }
  const { node, truth, help } = boxes[first];
  const number = Number(numbers[first]);
  const idea = key.wrong.find((one) => one.box === first && near(number, one.value, one.within));
  const rough = states[first] === "carried" || near(number, truth, ROUGH * within);
  const found = idea ? recognised(idea)
    : rough ? verdict("almost", "ROUGH", filled(WORDS_SAID.box_rough, { node }))
    : verdict("not yet", "", help);
  states[first] = found.state;
  return { ...found, state: states.includes("not yet") ? "not yet" : found.state, boxes: states };
}

/** @type {(key: Key, given: any) => Verdict} */
function judgeChoice(key, given) {
  /** @type {string[]} */
  const chosen = typeof given === "string" ? [given] : given;
  const idea = key.wrong.find(({ option }) => chosen.includes(option));
  if (idea) return recognised(idea);
  const all = key.truth.every((/** @type {string} */ option) => chosen.includes(option));
  return all ? right(key) : verdict("almost", "MISSING", WORDS_SAID.missing);
}

/** @type {(key: Key, given: any) => Verdict} */
function judgeOrder(key, given) {
  for (const [at, label] of given.entries()) {
    const needed = (key.after[label] ?? []).find((/** @type {string} */ other) => !given.slice(0, at).includes(other));
    if (needed === undefined) continue;
    const idea = key.wrong.find((one) => one.label === label);
    return idea ? recognised(idea) : verdict("not yet", "EARLY", filled(WORDS_SAID.early, { label, needed }));
  }
  return right(key);
}

/** @type {(key: Key, given: any) => Verdict} */
function judgeMatch(key, given) {
  const missed = Object.keys(key.truth).filter((left) => given[left] !== key.truth[left]);
  if (!missed.length) return right(key);
  for (const left of missed) {
    const idea = key.wrong.find((one) => one.left === left && one.right === given[left]);
    if (idea) return recognised(idea);
  }
  const all = Object.keys(key.truth).length;
  const said = filled(WORDS_SAID.mismatch, { count: all - missed.length, all, left: missed[0] });
  // Two pairs that have changed places are the least that can be amiss.
  return verdict(missed.length === 2 && all > 2 ? "almost" : "not yet", "MISMATCH", said);
}

/**
 * @param {number[]} a
 * @param {number[]} b
 */
const same = (a, b) => a.every((x, at) => Math.abs(x - b[at]) <= SAME * (1 + Math.abs(x)));

/**
 * @param {number} yours
 * @param {number} truth
 */
const apart = (yours, truth) => (Number.isFinite(yours) ? Math.abs(yours - truth) / (1 + Math.abs(truth)) : Infinity);

/** @type {(key: Key, given: any) => Verdict} */
function judgeFormula(key, given) {
  const { inputs, value } = typedFormula(given);
  const foreign = inputs.find((name) => !key.inputs.includes(name));
  if (foreign) throw new Unreadable(filled(COMPLAINTS.input, { letter: foreign, inputs: key.inputs.join(", ") }));
  /** @type {number[]} */
  const yours = key.at.map((/** @type {number} */ w) => value(w));
  /** @type {number[]} */
  const truth = key.truth;
  if (same(truth, yours)) return right(key);
  const distances = truth.map((t, at) => apart(yours[at], t));
  const farthest = distances.indexOf(Math.max(...distances));
  const show = { w: key.at[farthest], yours: yours[farthest], truth: truth[farthest] };
  const idea = key.wrong.find(({ values }) => same(values, yours));
  if (idea) return recognised(idea, show);
  const factors = truth.map((t, at) => (Math.abs(t) > 1e-9 ? yours[at] / t : null)).filter((one) => one !== null);
  if (factors.length && factors[0] && same(factors.map(() => factors[0]), factors)) {
    return recognised({ ...CODES.FACTOR, code: "FACTOR" }, { ...show, factor: factors[0] });
  }
  const offsets = truth.map((t, at) => yours[at] - t);
  if (key.slope && same(offsets.map(() => offsets[0]), offsets)) {
    return recognised({ ...CODES.OFFSET, code: "OFFSET" }, { ...show, offset: offsets[0] });
  }
  if (!Number.isFinite(show.yours)) return recognised({ code: "", sentence: WORDS_SAID.undefined }, { w: show.w, truth: show.truth });
  return recognised({ code: "", sentence: key.slope ? WORDS_SAID.counter : WORDS_SAID.counter_value }, show);
}

/**
 * A judge that says why what was typed cannot be read.
 * @param {(key: Key, given: any) => Verdict} judgeKind
 * @returns {(key: Key, given: any) => Verdict}
 */
const reading = (judgeKind) => (key, given) => {
  try {
    return judgeKind(key, given);
  } catch (error) {
    if (error instanceof Unreadable) return verdict("open", "", error.message);
    throw error;
  }
};

/** @type {Record<string, (key: Key, given: any) => Verdict>} */
const JUDGES = {
  number: reading(judgeNumber), choice: judgeChoice, order: judgeOrder, match: judgeMatch, formula: reading(judgeFormula),
  fill: reading(judgeFill),
};

/**
 * How a typed answer is read, or why it cannot be: before anything is judged.
 * @param {string} kind
 * @param {string} text
 * @returns {{ read: string, complaint: string }}
 */
export function readTyped(kind, text) {
  try {
    return { read: kind === "formula" ? shown(typedFormula(text).formula) : say(numberIn(text)), complaint: "" };
  } catch (error) {
    if (error instanceof Unreadable) return { read: "", complaint: error.message };
    throw error;
  }
}
