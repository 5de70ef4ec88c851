// A control's steps, played one after the other at a pace that eyes or ears can follow.

const STEP = 900; // ms from one step to the next at the usual pace

/** How fast, in words and as a factor. The slow one says each step, and waits until it is said. */
/** @type {[string, number][]} */
export const PACES = [["0.5×", 0.5], ["1×", 1], ["2×", 2]];

/**
 * What a player asks for: where its control stands, to move it, to pass over in silence what is
 * seen on the way or to say it, how long that takes to say, and to hear whether it plays.
 * @typedef {object} Played
 * @property {() => number} at
 * @property {(step: number) => void} move
 * @property {(quiet: boolean) => void} hush
 * @property {() => number} reading
 * @property {(plays: boolean) => void} show
 */

/**
 * @param {number} last the number of the last step, after which it stops
 * @param {Played} played
 */
export function makePlayer(last, played) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let pace = 1;

  function go() {
    const next = played.at() < last ? played.at() + 1 : 0;
    played.hush(pace >= 1);
    played.show(true);
    played.move(next);
    const wait = STEP / pace;
    timer = setTimeout(go, pace < 1 ? Math.max(wait, played.reading()) : wait);
    if (next === last) pause();
  }

  function pause() {
    if (!timer) return;
    clearTimeout(timer);
    timer = undefined;
    played.show(false);
    played.hush(false);
  }

  return {
    pause,
    toggle: () => (timer ? pause() : go()),
    /** @param {number} factor from the next step on */
    setPace: (factor) => (pace = factor),
  };
}
