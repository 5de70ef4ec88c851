import assert from "node:assert/strict";
import { test } from "node:test";

import { twoReadings, typedNumber } from "../../../widgets/live/typed.js";

const RIGHT = {
  "0,05": 0.05, "0.5": 0.5, " .5": 0.5, "5.": 5, "1e-3": 1e-3, "1E5": 1e5, "10^-3": 1e-3, "10**-3": 1e-3, "10⁻³": 1e-3,
  "1/8": 0.125, "3/4*2": 1.5, "1/2/2": 0.25, "2.2×10^-16": 2.2e-16, "2.2×10⁻¹⁶": 2.2e-16, "2,2*10^-16": 2.2e-16, "−3": -3,
  "-3": -3, "–3": -3, "pi/4": Math.PI / 4, "π": Math.PI, "-pi": -Math.PI, "2^3^2": 512, "-2^2": -4,
  "2^-1": 0.5, "(1 + 2) * 3": 9, "1 - 2 - 3": -4, "1e999": Infinity, "10^-16": 1e-16, "−10⁻⁸": -1e-8,
};
for (const [text, number] of Object.entries(RIGHT)) {
  test(`${text} is ${number}`, () => assert.equal(typedNumber(text), number));
}

for (const text of ["", " ", "x", "1,2,3", "1.5 m", "1/0", "0/0", "2 3", "2pi", "1e", "1..2", "(1", "1)", "0x10", "Infinity", "NaN", "+", "2**"]) {
  test(`"${text}" is no number`, () => assert.ok(Number.isNaN(typedNumber(text))));
}

test("what one reader takes for a thousand and another for one is asked about", () => {
  assert.deepEqual(twoReadings("1,000"), ["1000", "1.000"]);
  assert.deepEqual(twoReadings("−12,500"), ["−12500", "−12.500"]);
  for (const text of ["0,500", "1,5", "1,0000", "1.000", "1000"]) assert.equal(twoReadings(text), null);
});
