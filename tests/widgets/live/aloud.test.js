import assert from "node:assert/strict";
import { test } from "node:test";

import { aloud } from "../../../widgets/live/aloud.js";
import CASES from "./aloud.cases.json" with { type: "json" };

test("mathematics is heard as words", () => {
  for (const [written, spoken] of CASES) assert.equal(aloud(written), spoken);
});

test("what has been said once is said the same way again, however much came between", () => {
  const first = aloud("w²");
  for (let i = 0; i < 5000; i += 1) aloud(`w = ${i}`);
  assert.equal(aloud("w²"), first);
});
