// Parses the texts that come by standard input as JSON, and prints what each is: for the tests.

import { readFileSync } from "node:fs";

import { parse } from "../../../widgets/practice/formula_value.js";
import { FormulaError } from "../../../widgets/practice/formula_words.js";

/** A number that JSON can hold. */
const kept = (value) => (Number.isFinite(value) ? value : String(value));

const { texts, at } = JSON.parse(readFileSync(0, "utf8"));
const answers = texts.map((text) => {
  try {
    const { formula, inputs, value } = parse(text);
    return { formula, inputs, values: at.map((row) => kept(value(...inputs.map((_, place) => row[place % row.length])))) };
  } catch (error) {
    if (!(error instanceof FormulaError)) throw new Error(`${JSON.stringify(text)}: ${error.stack}`);
    const place = error.place === null ? null : [...text.slice(0, error.place)].length;
    return { said: error.message, place, suggestion: error.suggestion };
  }
});
console.log(JSON.stringify(answers));
