import assert from "node:assert/strict";
import { test } from "node:test";

import { duration, news } from "../../../widgets/live/speech.js";

const BEFORE = "At w zero equals 1 the derivative is 2. With epsilon equals 0.1 the slope is 2.1, 0.1 too high. It rises.";
const AFTER = "At w zero equals 1 the derivative is 2. With epsilon equals 0.01 the slope is 2.01, 0.01 too high. It rises.";

test("what has changed is said, and nothing that was said before", () => {
  assert.equal(news(BEFORE, AFTER), "With epsilon equals 0.01 the slope is 2.01, 0.01 too high.");
});

test("what is the same is not said again, and what shares nothing is said whole", () => {
  assert.equal(news(BEFORE, BEFORE), "");
  assert.equal(news("A is 1.", "B is 2; C is 3."), "B is 2. C is 3.");
  assert.equal(news("", AFTER), AFTER);
});

test("a sentence that has only lost a part is said as it is", () => {
  assert.equal(news("A is 1. B is 2.", "A is 1."), "A is 1.");
});

test("a longer text takes longer, at a pace between 120 and 220 words a minute", () => {
  const words = AFTER.split(" ").length;
  const minutes = duration(AFTER) / 60_000;
  assert.ok(words / minutes > 120 && words / minutes < 220, `${words / minutes}`);
  assert.equal(duration(""), 0);
});
