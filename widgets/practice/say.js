// Numbers and sentences as `say` and `str.format` make them in Python.

const RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {string} digits with trailing zeros, perhaps */
const bare = (digits) => (digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits);

/**
 * A number that rounds to four digits as in Python: half way, to the even one.
 * @param {number} x
 */
function toEven(x) {
  const [, last, rest] = /^-?\d\.\d\d(\d)(\d*)e/.exec(x.toExponential(60)) ?? [];
  return /^50*$/.test(rest) && Number(last) % 2 === 0 ? x * (1 - 1e-9) : x;
}

/**
 * A number as text with four significant digits, a true minus sign and powers of ten.
 * @param {number} x
 */
export function say(x) {
  if (Number.isNaN(x)) return "undefined";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  if (x === 0) return "0";
  x = toEven(x);
  const [mantissa, exponent] = x.toExponential(3).split("e");
  const power = Number(exponent);
  let text;
  if (power >= -4 && power < 6) text = bare(x.toFixed(Math.max(3 - power, 0)));
  else {
    const ten = `10${String(power).replace("-", "⁻").replace(/\d/g, (digit) => RAISED_DIGITS[Number(digit)])}`;
    const short = bare(mantissa);
    text = short === "1" ? ten : short === "-1" ? `-${ten}` : `${short}×${ten}`;
  }
  return text.replaceAll("-", "−");
}

/**
 * A sentence with values in the places that its braces name.
 * @param {string} sentence
 * @param {Record<string, any>} values
 */
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => (Object.hasOwn(values, name) ? String(values[name]) : place));
}
