import assert from "node:assert/strict";
import { test } from "node:test";

import { keywords, readState, stateText } from "../../../widgets/live/state.js";

const controls = {
  w0: { kind: "linear", label: "w⁰", positions: [-1, 0, 0.5, 1], texts: ["−1", "0", "0.5", "1"], smallest: 0 },
  mode: { kind: "choice", label: "mode", positions: ["a & b", 2, null], texts: [], smallest: 0 },
  grid: { kind: "switch", label: "grid", positions: [false, true], texts: [], smallest: 0 },
};

test("what is written is read again", () => {
  for (const values of [
    { w0: 0.5, mode: "a & b", grid: true },
    { w0: 0.123, mode: 2, grid: false },
    { w0: 1e-8, mode: null, grid: true },
  ]) {
    const read = readState(stateText(values, "w^2 + 1"), controls);
    assert.deepEqual(read, { values, formula: "w^2 + 1", problem: "" });
  }
});

test("only what is named is set, and what cannot be is said", () => {
  assert.deepEqual(readState("w0=1&other=3", controls), { values: { w0: 1 }, formula: "", problem: "" });
  assert.deepEqual(readState("w0=7", controls).values, { w0: 1 });
  assert.match(readState("w0=7", controls).problem, /from −1 to 1/);
  assert.match(readState("w0=up", controls).problem, /must be a number/);
  assert.match(readState("mode=c", controls).problem, /mode cannot be c/);
  assert.deepEqual(readState("mode=c", controls).values, {});
});

test("values are Python's", () => {
  assert.equal(keywords({ w0: 1, mode: 'a"b', grid: true, none: null }), 'w0=1, mode="a\\"b", grid=True, none=None');
});
