import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, beside, nearest, place } from "../../../widgets/live/scale.js";

const control = (kind, positions, smallest = 0) => ({
  kind, label: "w", positions, texts: positions.map(String), smallest,
});
const SIGNED = control("signed log", [-1, -0.1, -0.01, 0.01, 0.1, 1], 0.01);

test("on a logarithmic scale equal ratios are equal distances", () => {
  const scale = control("log", [0.001, 1000]);
  assert.deepEqual([0.001, 0.1, 1, 1000].map((x) => Math.round(place(scale, x))), [-3, -1, 0, 3]);
  assert.equal(place(scale, 20) - place(scale, 2), place(scale, 10));
});

test("a signed logarithmic scale goes through zero without reaching it", () => {
  assert.deepEqual(SIGNED.positions.map((x) => place(SIGNED, x)), [-3, -2, -1, 1, 2, 3]);
});

test("what is no number lies where it stands in the list", () => {
  assert.equal(place(control("choice", ["sin", "cos"]), "cos"), 1);
  assert.equal(place(control("switch", [false, true]), true), 1);
  assert.equal(place(control("steps", [0, 1, 2]), 2), 2);
});

test("the nearest place is the one that a search through all of them finds", () => {
  const places = Array.from({ length: 57 }, (_, i) => i ** 1.5);
  for (let wanted = -3; wanted < places[56] + 3; wanted += 0.37) {
    const gaps = places.map((x) => Math.abs(x - wanted));
    assert.equal(nearest(places, wanted), gaps.indexOf(Math.min(...gaps)), `${wanted}`);
  }
});

test("of two places that are as near the lower is taken, and one place is always nearest", () => {
  assert.equal(nearest([0, 1, 2], 0.5), 0);
  assert.equal(nearest([0, 1, 2], 1.5), 1);
  assert.equal(nearest([4], -100), 0);
});

test("an arrow key goes to the next position, and at the ends nowhere", () => {
  const scale = control("linear", [0, 0.25, 0.5]);
  assert.equal(beside(scale, 0.2, 1), 0.5);
  assert.equal(beside(scale, 0.5, 1), 0.5);
  assert.equal(beside(scale, 0.25, -1), 0);
  assert.equal(beside(SIGNED, 0.01, -1), -0.01);
});

test("a number between two positions is shown as it was typed", () => {
  assert.deepEqual(answer(control("linear", [0, 1, 2]), 1.234), { value: 1.234, problem: "" });
});

test("a number outside is the nearest one inside, and that is said", () => {
  const scale = control("linear", [-3, 0, 3]);
  assert.deepEqual(answer(scale, 99), { value: 3, problem: "w goes from -3 to 3: the nearest value is shown." });
  assert.equal(answer(scale, -Infinity).value, -3);
});

test("what is no number moves nothing, and is refused in one sentence", () => {
  const { value, problem } = answer(control("log", [0.1, 1]), NaN);
  assert.equal(value, null);
  assert.equal(problem, "w must be a number from 0.1 to 1.");
});

test("nothing comes nearer to zero than a signed logarithmic scale does", () => {
  assert.equal(answer(SIGNED, 0).value, 0.01);
  assert.equal(answer(SIGNED, -1e-9).value, -0.01);
  assert.match(answer(SIGNED, 0).problem, /nearest value is shown/);
  assert.deepEqual(answer(SIGNED, 0.05), { value: 0.05, problem: "" });
});

test("a slider over whole numbers shows no other", () => {
  const scale = control("integers", [1, 2, 3]);
  assert.deepEqual(answer(scale, 2), { value: 2, problem: "" });
  assert.deepEqual(answer(scale, 2.4), { value: 2, problem: "w must be a whole number: the nearest one is shown." });
  assert.deepEqual(answer(scale, 9.5), { value: 3, problem: "w goes from 1 to 3: the nearest value is shown." });
});
