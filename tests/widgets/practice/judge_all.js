// Judges the pairs of a key and an answer that come by standard input as JSON: for the tests.

import { readFileSync } from "node:fs";

import { judge } from "../../../widgets/practice/judge.js";

const asked = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map(([key, given]) => judge(key, given))));
