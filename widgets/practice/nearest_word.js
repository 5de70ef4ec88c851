// The word that was probably meant, by the rule of Python's difflib: twice the letters in common
// blocks, over all letters, and at least 0.6.

/**
 * How many letters two words have in common, in blocks that stand in the same order.
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
function common(a, b) {
  let [start, other, size] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    for (let j = 0; j < b.length; j += 1) {
      let k = 0;
      while (i + k < a.length && j + k < b.length && a[i + k] === b[j + k]) k += 1;
      if (k > size) [start, other, size] = [i, j, k];
    }
  }
  if (!size) return 0;
  return size + common(a.slice(0, start), b.slice(0, other)) + common(a.slice(start + size), b.slice(other + size));
}

/**
 * The nearest of some words, "" if none is near; of two equally near the later in the alphabet.
 * @param {string} word
 * @param {string[]} words
 */
export function nearestWord(word, words) {
  let [best, nearest] = [0.6, ""];
  for (const candidate of words) {
    const ratio = (2 * common(candidate, word)) / (candidate.length + word.length);
    if (ratio > best || (ratio === best && candidate > nearest)) [best, nearest] = [ratio, candidate];
  }
  return nearest;
}
