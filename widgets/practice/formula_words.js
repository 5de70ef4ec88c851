// The language of typed formulas, as `adlite.formulas.grammar` has it: what passes, and what is said
// about anything else. Its tables are Python's own; its sentences stand in texts.json.

import LANGUAGE from "./language.json" with { type: "json" };
import TEXTS from "./texts.json" with { type: "json" };
import { nearestWord } from "./nearest_word.js";
import { filled } from "./say.js";

const SAID = TEXTS.formula;
// What Python calls a border of a word; `\b` knows only the letters of English.
const BORDER = "(?:(?<=[\\p{L}\\p{N}_])(?![\\p{L}\\p{N}_])|(?<![\\p{L}\\p{N}_])(?=[\\p{L}\\p{N}_]))";

/**
 * One of Python's regular expressions.
 * @param {string} pattern
 * @param {string} [flags]
 */
function expression(pattern, flags = "") {
  const bare = pattern.replace("(?i)", "").replaceAll("(?P<", "(?<").replaceAll("\\b", BORDER)
    .replace(/\{(?!\d)/g, "\\{").replace(/(?<!\{[\d,]*)\}/g, "\\}");
  const classes = bare.replaceAll("\\p\\{", "\\p{").replace(/(\\p\{\w)\\\}/g, "$1}");
  return new RegExp(classes, `u${pattern.startsWith("(?i)") ? "i" : ""}${flags}`);
}

/** @param {string} template Python's groups, as in \1 */
const groups = (template) => template.replace(/\\(\d)/g, "$$$1");

const TOKEN = expression(LANGUAGE.token, "g");
const INPUT = expression(`^${LANGUAGE.input}$`);
const WORDS = [...Object.keys(LANGUAGE.tidy), ...Object.keys(LANGUAGE.constants)];
const PIECES = expression([...WORDS].sort((a, b) => b.length - a.length).concat(LANGUAGE.input).join("|"), "g");
const HABITS = /** @type {[string, string, string, string | null][]} */ (LANGUAGE.habits)
  .map(([pattern, what, instead, better]) => ({ pattern, what, instead, better }));
const LETTERS = expression(`\\\\?\\b(${Object.keys(LANGUAGE.greek).join("|")})(?![A-Za-z])`);
const ORDER = LANGUAGE.order.map(([pattern, what, instead, start, better]) => ({ pattern: new RegExp(pattern), what, instead, start, better }));

/** @typedef {{ kind: string, raw: string, place: number }} Token */

/**
 * A property that an object itself has.
 * @param {Record<string, any>} table
 * @param {string} name
 */
const own = (table, name) => (Object.hasOwn(table, name) ? table[name] : undefined);

/** A typed formula is wrong: what, where, and what to write instead. */
export class FormulaError extends Error {
  /**
   * @param {string} message
   * @param {number | null} [place] index of the letter at which the mistake shows
   * @param {string | null} [suggestion] a corrected text
   */
  constructor(message, place = null, suggestion = null) {
    super(message);
    this.place = place;
    this.suggestion = suggestion;
  }
}

/**
 * Raise the error for a mistake.
 * @param {string} text
 * @param {string} what
 * @param {number} place
 * @param {string} instead
 * @param {string | null} [mended]
 * @returns {never}
 */
export function refuse(text, what, place, instead, mended = null) {
  const character = [...text.slice(0, place)].length + 1;
  throw new FormulaError(filled(SAID.refused, { what, character, instead }), place, mended);
}

/**
 * @param {string} text
 * @param {Record<string, string>} table
 */
const translated = (text, table) => [...text].map((letter) => own(table, letter) ?? letter).join("");

/** @param {string} word */
const short = (word) => ([...word].length <= 20 ? word : `${[...word].slice(0, 17).join("")}...`);

/**
 * A number as Python writes it.
 * @param {number} value
 */
export function pythonNumber(value) {
  if (Number.isInteger(value) && value < 1e15) return String(value);
  const [mantissa, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 16) return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  if (power >= 0) return Number.isInteger(value) ? `${value}.0` : String(value);
  return `0.${"0".repeat(-power - 1)}${mantissa.replace(".", "")}`;
}

/**
 * A formula as Python writes it, or the sentence that refuses it.
 * @param {string} typed
 * @returns {string}
 */
export function asPython(typed) {
  if (!typed.trim()) throw new FormulaError(SAID.empty, 0);
  if ([...typed].length > LANGUAGE.longest) {
    const end = [...typed].slice(0, LANGUAGE.longest).join("").length;
    refuse(typed, filled(SAID.long, LANGUAGE), end, SAID.shorten);
  }
  const text = translated(typed, LANGUAGE.letters);
  checkHabits(text);
  /** @type {Token[]} */
  const tokens = [...text.matchAll(TOKEN)].map((found) => {
    const [kind] = Object.entries(found.groups ?? {}).find(([, raw]) => raw !== undefined) ?? ["x"];
    return { kind, raw: found[0], place: found.index };
  });
  tokens.push({ kind: "$", raw: SAID.end, place: text.length });
  const words = [];
  let kinds = "";
  for (const [at, { kind, raw, place }] of tokens.slice(0, -1).entries()) {
    let [word, sort] = [own(LANGUAGE.spelled, raw) ?? raw, kind === "b" ? raw : kind];
    if (kind === "x") refuseCharacter(text, raw, place);
    else if (kind === "n") word = number(text, raw, place);
    else if (kind === "v") {
      word = knownName(text, raw, place, tokens[at + 1].raw === "(");
      sort = own(LANGUAGE.meaning, word) ? "f" : "v";
    } else if (kind === "p") word = `**${number(text, translated(raw, LANGUAGE.raised), place)}`;
    // A plus in front of a value changes nothing.
    else if (raw === "+" && !/[nvp)]$/.test(kinds)) word = "";
    kinds += sort;
    words.push(word);
  }
  if (Math.max(kinds.match(/[sopf]/g)?.length ?? 0, kinds.split("(").length - 1) > LANGUAGE.most) {
    refuse(text, filled(SAID.many, LANGUAGE), text.length, SAID.shorten);
  }
  checkOrder(text, tokens, `${kinds}$`);
  checkBrackets(text, tokens, kinds, words);
  return words.filter(Boolean).join(" ");
}

/**
 * Refuse what is right in another language, in words of this one.
 * @param {string} text
 */
function checkHabits(text) {
  for (const { pattern, what, instead, better } of HABITS) {
    const found = expression(pattern).exec(text);
    if (!found) continue;
    const mended = better === null ? null : text.replace(expression(pattern, "g"), groups(better));
    const raw = short(found[0].trim());
    const advice = instead.replace(/\\(\d)/g, (_, digit) => found[Number(digit)]).replaceAll("{0}", raw);
    refuse(text, what.replaceAll("{0}", raw), found.index, advice, mended);
  }
  const found = LETTERS.exec(text);
  if (found) {
    const letter = own(LANGUAGE.greek, found[1]);
    const mended = text.slice(0, found.index) + letter + text.slice(found.index + found[0].length);
    refuse(text, filled(SAID.letter, { name: found[1] }), found.index, filled(SAID.write_letter, { letter }), mended);
  }
}

/**
 * A character in quotation marks, as Python writes it.
 * @param {string} raw
 */
function quoted(raw) {
  if (raw === "'") return '"\'"';
  if (raw === "\\") return "'\\\\'";
  if (!/[\p{C}\p{Z}]/u.test(raw)) return `'${raw}'`;
  const code = /** @type {number} */ (raw.codePointAt(0)).toString(16);
  const [mark, length] = code.length <= 2 ? ["x", 2] : code.length <= 4 ? ["u", 4] : ["U", 8];
  return `'\\${mark}${code.padStart(Number(length), "0")}'`;
}

/**
 * @param {string} text
 * @param {string} raw
 * @param {number} place
 */
function refuseCharacter(text, raw, place) {
  const what = filled(SAID.no_place, { raw: quoted(raw) });
  for (const [characters, instead, pattern, better] of LANGUAGE.instead) {
    const mended = text.replace(expression(pattern, "g"), groups(better));
    if (characters.includes(raw) && mended !== text) refuse(text, what, place, instead, mended);
  }
  refuse(text, what, place, SAID.use);
}

/**
 * @param {string} text
 * @param {string} raw
 * @param {number} place
 */
function number(text, raw, place) {
  const value = Number(raw);
  if (Math.abs(value) === Infinity) refuse(text, filled(SAID.large, { raw: short(raw) }), place, SAID.write_smaller);
  return value < 0 ? `-${pythonNumber(-value)}` : pythonNumber(value);
}

/**
 * The tidy name of a function, a constant or an input.
 * @param {string} text
 * @param {string} raw
 * @param {number} place
 * @param {boolean} called
 * @returns {string}
 */
function knownName(text, raw, place, called) {
  const name = (own(LANGUAGE.spelled, raw) ?? raw).replace(/_(?=[0-9])/g, "");
  if (WORDS.includes(name) || INPUT.test(name)) return own(LANGUAGE.tidy, name) ?? name;
  /** @type {string[]} */
  const pieces = name.match(PIECES) ?? [];
  const splits = pieces.join("") === name && pieces.length <= 3
    && (own(LANGUAGE.tidy, /** @type {string} */ (pieces.at(-1))) !== undefined) === called;
  const close = nearestWord(name.toLowerCase(), WORDS);
  const what = filled(SAID.unknown, { raw: short(raw) });
  let [better, instead] = ["", ""];
  if (splits && pieces.some((piece) => piece.length > 1 && WORDS.includes(piece))) {
    [better, instead] = [pieces.join(" "), filled(SAID.separate, { pieces: pieces.join(SAID.and) })];
  } else if (close) {
    [better, instead] = [close, filled(SAID.write, { better: close })];
  } else if (splits && name !== "if" && name !== "or") {
    better = pieces.join("*");
    instead = filled(SAID.write, { better });
  } else refuse(text, what, place, SAID.write_known);
  return refuse(text, what, place, instead, text.slice(0, place) + better + text.slice(place + raw.length));
}

/**
 * @param {string} text
 * @param {Token[]} tokens
 * @param {string} kinds
 */
function checkOrder(text, tokens, kinds) {
  let first = null;
  for (const mistake of ORDER) {
    const at = kinds.search(mistake.pattern);
    if (at >= 0 && (!first || at < first.at)) first = { at, ...mistake };
  }
  if (!first) return;
  const { at, what, instead, start, better } = first;
  const a = at ? short(tokens[at - 1].raw) : SAID.start;
  const b = short(tokens[at].raw);
  const advice = instead.replaceAll("{a}", a.replaceAll(")", "(...)")).replaceAll("{b}", b.replaceAll("(", "(...)"));
  const { place } = tokens[at];
  const mended = text.slice(0, place).trimEnd() + text.slice(place).replace(new RegExp(start), groups(better));
  refuse(text, filled(SAID.between, { what, a, b }), place, advice, better ? mended : null);
}

/**
 * @param {string} text
 * @param {Token[]} tokens
 * @param {string} kinds
 * @param {string[]} words
 */
function checkBrackets(text, tokens, kinds, words) {
  /** @type {{ place: number, name: string, count: number }[]} */
  const opened = [];
  const point = text.replace(/(?<=[0-9]),(?=[0-9])/g, ".");
  for (const [at, { raw, place }] of tokens.entries()) {
    const last = opened.at(-1);
    if (raw === "(") opened.push({ place, name: kinds[at - 1] === "f" ? words[at - 1] : "", count: 1 });
    else if (raw === "," && last?.name) last.count += 1;
    else if (raw === ",") refuse(text, SAID.comma, place, SAID.write_comma, point);
    else if (raw === ")" && !last) {
      refuse(text, SAID.closes, place, SAID.leave_closing, text.slice(0, place) + text.slice(place + 1));
    } else if (raw === ")") {
      const { name, count } = /** @type {{ name: string, count: number }} */ (opened.pop());
      const arity = own(LANGUAGE.arity, name) ?? 1;
      if (count < arity || (count > arity && !LANGUAGE.many.includes(name))) {
        const what = filled(arity > 1 ? SAID.takes_many : SAID.takes_one, { name, arity, count });
        const call = `${name}(${[..."wab"].slice(0, arity).join(", ")})`;
        refuse(text, what, place, filled(SAID.write, { better: call }), point);
      }
    }
  }
  const last = opened.at(-1);
  if (last) refuse(text, SAID.never_closed, last.place, SAID.write_closing, text.trimEnd() + ")".repeat(opened.length));
}
