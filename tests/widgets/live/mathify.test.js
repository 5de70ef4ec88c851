import assert from "node:assert/strict";
import { test } from "node:test";

import { mathify } from "../../../widgets/live/mathify.js";
import CASES from "./mathify.cases.json" with { type: "json" };

test("lone letters are mathematics, and nothing gets lost", () => {
  for (const [text, letters] of CASES) {
    const pieces = mathify(text);
    assert.deepEqual(pieces.filter(([, italic]) => italic).map(([piece]) => piece), letters);
    assert.equal(pieces.map(([piece]) => piece).join(""), text.replace(/\*(\S)\*/g, "$1"));
  }
});
