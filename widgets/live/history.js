// Where the controls have come to rest, one after the other: the way back, and the way on again.

/** @typedef {Record<string, any>} Values */

/** @param {Values} a @param {Values} b */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export class History {
  /** @param {Values} start where the controls stand at first */
  constructor(start) {
    this.start = start;
    this.rests = [start];
    this.at = 0;
  }

  get now() {
    return this.rests[this.at];
  }

  /**
   * Note where the controls rest; what was undone before is forgotten.
   * @param {Values} values
   */
  rest(values) {
    if (same(values, this.now)) return;
    this.rests.splice(++this.at, Infinity, values);
  }

  /** @returns {Values | null} where the controls rested before, null if nowhere */
  back() {
    return this.at > 0 ? this.rests[--this.at] : null;
  }

  /** @returns {Values | null} what `back` has taken back, null if nothing */
  on() {
    return this.at + 1 < this.rests.length ? this.rests[++this.at] : null;
  }

  /** Whether the controls rest where they stood at first. */
  get atStart() {
    return same(this.start, this.now);
  }
}
