import assert from "node:assert/strict";
import { test } from "node:test";

import { judge, readTyped } from "../../../widgets/practice/judge.js";
import CASES from "./cases.json" with { type: "json" };

for (const { item: [, { ask }], key, answers } of CASES) {
  test(ask, () => {
    for (const { given, state, code, sentence, show, boxes = [] } of answers) {
      const verdict = judge(key, given);
      assert.deepEqual([verdict.state, verdict.code, verdict.sentence], [state, code, sentence], JSON.stringify(given));
      assert.deepEqual(Object.keys(verdict.show), Object.keys(show));
      assert.deepEqual(verdict.boxes, boxes);
    }
  });
}

test("what is typed is read before it is judged", () => {
  assert.deepEqual(readTyped("formula", "2·w·cos(w²)"), { read: "2*w*cos(w^2)", complaint: "" });
  assert.deepEqual(readTyped("number", "1/8"), { read: "0.125", complaint: "" });
  assert.match(readTyped("formula", "2w").complaint, /write 2\*w\.$/);
  assert.match(readTyped("number", "w").complaint, /letter w/);
});
