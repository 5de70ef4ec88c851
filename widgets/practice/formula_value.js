// A typed formula as a function that gives values, and nothing else: what `adlite.parse` is in Python.

import LANGUAGE from "./language.json" with { type: "json" };
import TEXTS from "./texts.json" with { type: "json" };
import { FormulaError, asPython, refuse } from "./formula_words.js";
import { filled } from "./say.js";

/**
 * @typedef {{ kind: "number", text: string, value: number }
 *   | { kind: "name", name: string }
 *   | { kind: "call" | "sum" | "product" | "negative" | "power" | "comparison", word: string, parts: Node[] }} Node
 */

/** @typedef {{ formula: string, inputs: string[], value: (...at: number[]) => number }} Formula */

/** @type {(a: number) => number} */
const truth = (a) => (a ? 1 : 0);

/**
 * A power as IEEE 754 has it; JavaScript's of 1 is not always 1.
 * @param {number} a
 * @param {number} b
 */
const power = (a, b) => (a === 1 || b === 0 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b);

/**
 * @param {number} a
 * @param {number} b
 */
function logAddExp(a, b) {
  if (a === b) return a + Math.LN2;
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}

// NumPy's functions, by NumPy's names.
/** @type {Record<string, (...at: number[]) => number>} */
const NUMPY = {
  sin: Math.sin, cos: Math.cos, tan: Math.tan, sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh,
  arcsin: Math.asin, arccos: Math.acos, arctan: Math.atan, arctan2: Math.atan2, hypot: Math.hypot,
  arcsinh: Math.asinh, arccosh: Math.acosh, arctanh: Math.atanh, sign: Math.sign, floor: Math.floor, ceil: Math.ceil,
  exp: Math.exp, exp2: (a) => 2 ** a, expm1: Math.expm1, log: Math.log, log2: Math.log2, log10: Math.log10,
  log1p: Math.log1p, sqrt: Math.sqrt, cbrt: Math.cbrt, absolute: Math.abs, maximum: Math.max, minimum: Math.min,
  where: (a, b, c) => (a !== 0 ? b : c), logaddexp: logAddExp,
  "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b, "**": power,
  "<": (a, b) => truth(Number(a < b)), "<=": (a, b) => truth(Number(a <= b)),
  ">": (a, b) => truth(Number(a > b)), ">=": (a, b) => truth(Number(a >= b)),
};

/**
 * A formula of inputs that it names.
 * @param {string} text
 * @returns {Formula}
 */
export function parse(text) {
  try {
    return parsed(text);
  } catch (error) {
    if (error instanceof FormulaError) error.suggestion = mended(error.suggestion);
    throw error;
  }
}

/**
 * Mend one mistake after another; the text if it can be parsed in the end.
 * @param {string | null} text
 */
function mended(text) {
  for (let times = 0; times < 20 && text !== null; times += 1) {
    try {
      parsed(text);
      return text.trim();
    } catch (error) {
      text = /** @type {FormulaError} */ (error).suggestion ?? null;
    }
  }
  return null;
}

/**
 * @param {string} text
 * @returns {Formula}
 */
function parsed(text) {
  const { tree, names } = treeOf(asPython(text));
  refuseChains(tree);
  const formula = write(tree, 0);
  if ([...formula].length > LANGUAGE.longest) refuse(text, filled(TEXTS.formula.tidy_long, LANGUAGE), text.length, TEXTS.formula.shorten);
  const free = [...new Set(names)].filter((name) => !Object.hasOwn(LANGUAGE.constants, name));
  /** @param {string} name */
  const natural = (name) => (name[0] === "w" ? Number(name.slice(1) || -1) : Infinity);
  free.sort((a, b) => (natural(a) === natural(b) ? 0 : natural(a) - natural(b)));
  const inputs = free.length ? free : ["w"];
  const value = (/** @type {number[]} */ ...at) => {
    const given = Object.fromEntries(inputs.map((name, place) => [name, at[place]]));
    return evaluate(tree, { ...LANGUAGE.constants, ...given }, true);
  };
  return { formula, inputs, value };
}

/** @param {Node} node */
function refuseChains(node) {
  if (!("parts" in node)) return;
  if (node.kind === "comparison" && node.parts.length > 2) throw new FormulaError(TEXTS.formula.chain);
  node.parts.forEach(refuseChains);
}

const WORD = /\s*(?:(?<number>[\d.]+(?:e[-+]?\d+)?)|(?<name>[\p{L}_][\p{L}\w]*)|(?<sign>\*\*|<=|>=|[-+*/<>(),]))/uy;

/**
 * The tree of an expression that Python could read, and the names in it.
 * @param {string} text
 */
function treeOf(text) {
  /** @type {Record<string, string>[]} */
  const words = [];
  for (WORD.lastIndex = 0; WORD.lastIndex < text.length; ) {
    const found = /** @type {RegExpExecArray} */ (WORD.exec(text));
    words.push({ ...found.groups, all: found[0].trim() });
  }
  /** @type {string[]} */
  const names = [];
  let at = 0;
  /** @param {string[]} wanted */
  const takes = (...wanted) => (wanted.includes(words[at]?.all) ? words[at++].all : "");

  /**
   * @param {"comparison" | "sum" | "product"} kind
   * @param {() => Node} part
   * @param {string[]} signs
   * @returns {Node}
   */
  function row(kind, part, ...signs) {
    let node = part();
    for (let sign; (sign = takes(...signs)); ) {
      const more = part();
      if (kind === "comparison" && node.kind === kind && chains.has(node)) {
        node.parts.push(more);
      } else {
        node = { kind, word: sign, parts: [node, more] };
        chains.add(node);
      }
    }
    chains.delete(node);
    return node;
  }
  /** @type {Set<Node>} */
  const chains = new Set();
  const comparison = () => row("comparison", sum, "<", "<=", ">", ">=");
  const sum = () => row("sum", product, "+", "-");
  const product = () => row("product", factor, "*", "/");

  /** @returns {Node} */
  function factor() {
    if (takes("-")) return { kind: "negative", word: "-", parts: [factor()] };
    const base = single();
    return takes("**") ? { kind: "power", word: "**", parts: [base, factor()] } : base;
  }

  /** @returns {Node} */
  function single() {
    if (takes("(")) {
      const node = comparison();
      takes(")");
      return node;
    }
    const { number, name } = words[at++];
    if (number) return { kind: "number", text: number, value: Number(number) };
    if (!takes("(")) {
      names.push(name);
      return { kind: "name", name };
    }
    const parts = [comparison()];
    while (takes(",")) parts.push(comparison());
    takes(")");
    return { kind: "call", word: name, parts };
  }

  return { tree: comparison(), names };
}

const TIGHTNESS = { comparison: 1, sum: 2, product: 3, negative: 4, power: 5 };

/**
 * A tree as Python would print it; a part that binds less tightly than asked stands in brackets.
 * @param {Node} node
 * @param {number} least
 * @returns {string}
 */
function write(node, least) {
  if (node.kind === "number") return node.text;
  if (node.kind === "name") return node.name;
  const { kind, word, parts } = node;
  if (kind === "call") return `${word}(${parts.map((part) => write(part, 0)).join(", ")})`;
  const own = TIGHTNESS[kind];
  const [left, right] = kind === "power" ? [own + 1, own] : kind === "comparison" ? [own + 1, own + 1] : [own, own + 1];
  const text = kind === "negative" ? `-${write(parts[0], own)}`
    : [write(parts[0], left), write(parts[1], right)].join(kind === "power" ? "**" : ` ${word} `);
  return own < least ? `(${text})` : text;
}

/** @type {Map<string, Node>} */
const meanings = new Map();

/**
 * @param {Node} node
 * @param {Record<string, number>} at
 * @param {boolean} typed whether functions go by their typed names, and not by NumPy's
 * @returns {number}
 */
function evaluate(node, at, typed) {
  if (node.kind === "number") return node.value;
  if (node.kind === "name") return at[node.name];
  const values = node.parts.map((part) => evaluate(part, at, typed));
  const { word } = node;
  if (node.kind === "negative") return -values[0];
  if (node.kind !== "call" || !typed) return NUMPY[word](...values);
  if (LANGUAGE.many.includes(word)) return values.reduce((a, b) => NUMPY[`${word}imum`](a, b));
  let meaning = meanings.get(word);
  if (!meaning) meanings.set(word, (meaning = treeOf(LANGUAGE.meaning[/** @type {keyof typeof LANGUAGE.meaning} */ (word)]).tree));
  return evaluate(meaning, { a: values[0], b: values[1], c: values[2] }, false);
}

/**
 * A formula as a reader would write it.
 * @param {string} formula
 */
export const shown = (formula) => formula.replaceAll("**", "^").replaceAll(" * ", "*").replaceAll(" / ", "/");
