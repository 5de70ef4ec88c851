// Numbers that Python has written as differences, made texts again: `differences.py` says how.

/**
 * The texts that these forms and rows stand for.
 * @param {string[]} forms
 * @param {number[][]} rows
 * @returns {string[]}
 */
export function textsOf(forms, rows) {
  const pieces = forms.map((form) => form.split("#"));
  /** @type {number[][]} the numbers of each form's last text */
  const last = forms.map(() => []);
  return rows.map(([first, ...growth]) => {
    const form = first < 0 ? ~first : first;
    const numbers = last[form];
    if (first < 0) for (let i = 2; i < growth.length; i++) growth[i] += growth[i - 2];
    let text = pieces[form][0];
    growth.forEach((_, i) => {
      if (i > 1) growth[i] += growth[i - 2];
      numbers[i] = (numbers[i] ?? 0) + growth[i];
      text += numbers[i] / 100 + pieces[form][i + 1];
    });
    return text;
  });
}
