import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { makePlayer } from "../../../widgets/live/play.js";

/** A player of steps 0 to 3, all that it asks for, and a clock. */
function started(pace, reading = 0) {
  const seen = [];
  let step = 0;
  const player = makePlayer(3, {
    at: () => step,
    move: (next) => seen.push((step = next)),
    hush: (quiet) => seen.push(quiet ? "quiet" : "aloud"),
    reading: () => reading,
    show: () => {},
  });
  player.setPace(pace);
  mock.timers.enable({ apis: ["setTimeout"] });
  player.toggle();
  return { player, seen, wait: (ms) => mock.timers.tick(ms) };
}

test("at the usual pace it is silent on the way and speaks at the end", () => {
  const { seen, wait } = started(1);
  for (let i = 0; i < 5; i += 1) wait(900);
  mock.timers.reset();
  assert.deepEqual(seen, ["quiet", 1, "quiet", 2, "quiet", 3, "aloud"]);
});

test("twice as fast takes half as long", () => {
  const { seen, wait } = started(2);
  wait(450);
  mock.timers.reset();
  assert.deepEqual(seen, ["quiet", 1, "quiet", 2]);
});

test("slowed, it speaks at every step and waits until that is said", () => {
  const { seen, wait } = started(0.5, 5000);
  wait(4900);
  assert.deepEqual(seen, ["aloud", 1]);
  wait(200);
  mock.timers.reset();
  assert.deepEqual(seen, ["aloud", 1, "aloud", 2]);
});

test("stopped on the way it speaks, once, and goes no further", () => {
  const { player, seen, wait } = started(1);
  wait(900);
  player.pause();
  player.pause();
  wait(5000);
  mock.timers.reset();
  assert.deepEqual(seen, ["quiet", 1, "quiet", 2, "aloud"]);
});
