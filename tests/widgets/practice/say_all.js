// Says the numbers that come by standard input as JSON: for the tests.

import { readFileSync } from "node:fs";

import { say } from "../../../widgets/practice/say.js";

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(say)));
