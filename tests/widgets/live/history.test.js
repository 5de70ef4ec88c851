import assert from "node:assert/strict";
import { test } from "node:test";

import { History } from "../../../widgets/live/history.js";

test("every rest can be taken back, and done again", () => {
  const history = new History({ w: 0 });
  for (const w of [1, 1, 2]) history.rest({ w });
  assert.deepEqual(history.back(), { w: 1 });
  assert.deepEqual(history.back(), { w: 0 });
  assert.equal(history.back(), null);
  assert.deepEqual(history.on(), { w: 1 });
  assert.deepEqual(history.on(), { w: 2 });
  assert.equal(history.on(), null);
});

test("a new move forgets what was undone", () => {
  const history = new History({ w: 0 });
  history.rest({ w: 1 });
  history.back();
  history.rest({ w: 5 });
  assert.equal(history.on(), null);
  assert.deepEqual(history.back(), { w: 0 });
});

test("it knows whether it stands at the start", () => {
  const history = new History({ w: 0 });
  assert.ok(history.atStart);
  history.rest({ w: 1 });
  assert.ok(!history.atStart);
  history.rest({ w: 0 });
  assert.ok(history.atStart);
});
