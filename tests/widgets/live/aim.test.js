import assert from "node:assert/strict";
import { test } from "node:test";

import { Drag, keyed } from "../../../widgets/live/aim.js";

const range = (from, to, step) => Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
const linear = (positions) => ({ kind: "linear", label: "", positions, texts: [], smallest: 0 });
const handle = (ways) => ({ group: "", label: "", x: [], y: [], along: [], anywhere: false, area: [], ...ways });
const plain = { key: "", shiftKey: false, altKey: false };

test("a point on a curve follows the hand sideways", () => {
  const controls = { w0: linear(range(-3, 3, 0.5)) };
  const where = ({ w0 }) => [100 * w0, 50 * w0 ** 2];
  const drag = new Drag(handle({ x: ["w0"] }), controls, where);
  assert.deepEqual(drag.to([149, -999], { w0: 0 }), { w0: 1.5 });
  assert.deepEqual(drag.to([9000, 0], { w0: 0 }), { w0: 3 });
  assert.deepEqual(drag.to([2, 0], { w0: 0 }), {}, "where it is, nothing moves");
});

test("along a circle both ways count", () => {
  const controls = { turn: linear(range(0, 350, 10)) };
  const where = ({ turn }) => [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const drag = new Drag(handle({ along: ["turn"] }), controls, where);
  assert.deepEqual(drag.to([-5, 0.1], { turn: 0 }), { turn: 180 });
  assert.deepEqual(drag.to([0, -5], { turn: 0 }), { turn: 270 });
});

test("a point in a plane moves both its controls, and only those that change", () => {
  const controls = { w1: linear(range(-2, 2, 1)), w2: linear(range(-2, 2, 1)) };
  const where = ({ w1, w2 }) => [w1, -w2];
  const drag = new Drag(handle({ x: ["w1"], y: ["w2"] }), controls, where);
  assert.deepEqual(drag.to([1.2, 0.1], { w1: 0, w2: 0 }), { w1: 1 });
  assert.deepEqual(drag.to([1.2, -1.9], { w1: 0, w2: 0 }), { w1: 1, w2: 2 });
});

test("two controls that both move a place in both directions are found together", () => {
  const controls = { a: linear(range(-2, 2, 1)), b: linear(range(-2, 2, 1)) };
  const where = ({ a, b }) => [a + b, a - b];
  const drag = new Drag(handle({ along: ["a", "b"] }), controls, where);
  assert.deepEqual(drag.to([1, 3], { a: 0, b: 0 }), { a: 2, b: -1 });
});

test("of places that are as near, the one with the fewest steps is taken", () => {
  const controls = { epsilon: linear(range(-3, 3, 1)) };
  const where = ({ epsilon }) => [0, Math.abs(epsilon)];
  const drag = new Drag(handle({ y: ["epsilon"] }), controls, where);
  assert.deepEqual(drag.to([0, 2], { epsilon: -3 }), { epsilon: -2 });
  assert.deepEqual(drag.to([0, 2], { epsilon: 1 }), { epsilon: 2 });
});

test("where a handle is not seen it cannot go", () => {
  const controls = { w0: linear(range(-1, 1, 0.5)) };
  const where = ({ w0 }) => (w0 < 0 ? null : [w0, 0]);
  const drag = new Drag(handle({ x: ["w0"] }), controls, where);
  assert.deepEqual(drag.to([-1, 0], { w0: 1 }), { w0: 0 });
  const nowhere = new Drag(handle({ x: ["w0"] }), controls, () => null);
  assert.deepEqual(nowhere.to([-1, 0], { w0: 1 }), {});
});

test("places are looked up once while all else stands still", () => {
  const controls = { w0: linear(range(0, 1, 0.01)) };
  let asked = 0;
  const where = ({ w0, c }) => ((asked += 1), [w0 + c, 0]);
  const drag = new Drag(handle({ x: ["w0"] }), controls, where);
  for (let i = 0; i < 50; i++) drag.to([i / 50, 0], { w0: 0.5, c: 0 });
  assert.ok(asked < 101 + 60, `${asked} times`);
  assert.deepEqual(drag.to([1.5, 0], { w0: 0.5, c: 1 }), {}, "another table once another control moved");
});

test("arrows go where they point, whichever way the control grows", () => {
  const controls = { w: linear(range(0, 10, 1)) };
  const values = { w: 5 };
  const mirrored = ({ w }) => [-w, 0];
  const press = (key, more = {}) => keyed(handle({ x: ["w"] }), controls, mirrored, values, { ...plain, key, ...more });
  assert.deepEqual(press("ArrowRight"), { w: 4 });
  assert.deepEqual(press("ArrowLeft"), { w: 6 });
  assert.deepEqual(press("ArrowUp"), { w: 6 }, "upwards means more where up means nothing");
  assert.deepEqual(press("Home"), { w: 0 });
  assert.deepEqual(press("End"), { w: 10 });
  assert.equal(press("a"), null);
});

test("in a plane each arrow moves its own control, upwards is up", () => {
  const controls = { w1: linear(range(-2, 2, 1)), w2: linear(range(-2, 2, 1)) };
  const where = ({ w1, w2 }) => [w1, -w2];
  const press = (key) => keyed(handle({ x: ["w1"], y: ["w2"] }), controls, where, { w1: 0, w2: 0 }, { ...plain, key });
  assert.deepEqual(press("ArrowRight"), { w1: 1 });
  assert.deepEqual(press("ArrowUp"), { w2: 1 });
  assert.deepEqual(press("ArrowDown"), { w2: -1 });
});

test("Shift and page keys go far, Alt goes one position", () => {
  const controls = { w: linear(range(0, 240, 1)) };
  const where = ({ w }) => [w, 0];
  const press = (more) => keyed(handle({ x: ["w"] }), controls, where, { w: 100 }, { ...plain, key: "ArrowRight", ...more });
  assert.deepEqual(press({}), { w: 104 });
  assert.deepEqual(press({ shiftKey: true }), { w: 124 });
  assert.deepEqual(press({ key: "PageDown" }), { w: 76 });
  assert.deepEqual(press({ altKey: true }), { w: 101 });
});

test("nothing goes beyond its ends", () => {
  const controls = { w: linear([0, 1]) };
  const at = (w, key) => keyed(handle({ x: ["w"] }), controls, (v) => [v.w, 0], { w }, { ...plain, key });
  assert.deepEqual(at(1, "ArrowRight"), { w: 1 });
  assert.deepEqual(at(0, "PageDown"), { w: 0 });
});
