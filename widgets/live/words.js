// Where a name stands in a text, as a whole word.

/**
 * The places of a name in an element's text, if there is exactly one: more could be other things.
 * A single letter counts only in italics, as mathematics has it.
 * @param {Element} element
 * @param {string} name
 * @returns {Range[]} none or one
 */
export function wordsIn(element, name) {
  const places = placesOf(element.textContent ?? "", name);
  if (places.length !== 1) return [];
  const [start] = places;
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let begins = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const ends = begins + (node.textContent ?? "").length;
    if (!begun && start < ends) {
      if (name.length === 1 && !node.parentElement?.matches(".live-letter")) return [];
      range.setStart(node, start - begins);
      begun = true;
    }
    if (begun && start + name.length <= ends) {
      range.setEnd(node, start + name.length - begins);
      return [range];
    }
    begins = ends;
  }
  return [];
}

/**
 * At which letters of a text a name begins that is no part of a longer word: f is not in f′.
 * @param {string} text
 * @param {string} name
 */
export function placesOf(text, name) {
  if (!/^[\p{L}]/u.test(name)) return [];
  const plain = name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  const rule = new RegExp(`(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}′″‴⁻])`, "gu");
  return [...text.matchAll(rule)].map(({ index }) => index);
}
