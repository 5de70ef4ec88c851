import assert from "node:assert/strict";
import { test } from "node:test";

import { placesOf } from "../../../widgets/live/words.js";

/** @type {[name: string, text: string, places: number[]][]} */
const CASES = [
  ["secant", "The secant's slope, as secants have it.", [4]],
  ["f", "f′ · h and f, of f(w)", [11, 17]],
  ["f′", "f″ is f′′ or f′", [13]],
  ["w⁰", "w⁰, w⁰⁰ and w⁰ + ε", [0, 12]],
  ["w", "w₁ is no w", [9]],
  ["f(w) · h(w)", "of f(w) · h(w) is", [3]],
  ["order 1", "order 1 or order 10", [0]],
  ["", "nothing has no name", []],
  ["0", "0 is a number", []],
];

for (const [name, text, places] of CASES) {
  test(`“${name}” in “${text}”`, () => assert.deepEqual(placesOf(text, name), places));
}
