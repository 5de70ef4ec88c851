// Numbers as readers type them: 0,05 and 1e-3, 10^-3 and 1/8, 2.2×10⁻¹⁶ and pi/4.

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const TOKEN = /^(?:(\d+(?:\.\d*)?(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)|(pi|π)|(\*\*|[-+*/^()]))/;

/**
 * The number that a text is; NaN if none. A comma is a point, as on half of the world's keyboards.
 * @param {string} text
 */
export function typedNumber(text) {
  const tokens = tokenized(text.trim().toLowerCase()
    .replace(/⁻?[⁰¹²³⁴-⁹]+/g, (power) => `^${lowered(power)}`)
    .replace(/[−–]/g, "-").replace(/[×·]/g, "*").replace(",", ".")
    // Multiplied out, 2.2×10^-16 would be the neighbour of 2.2e-16.
    .replace(/^([-+]?[\d.]+) *\* *10 *(?:\^|\*\*) *([-+]?\d+)$/, "$1e$2"));
  let at = 0;
  /** @param {string[]} wanted */
  const next = (...wanted) => (wanted.includes(/** @type {string} */ (tokens[at])) ? tokens[at++] : null);

  /** @returns {number} */
  function sum() {
    let value = product();
    for (let sign; (sign = next("+", "-")); ) value += sign === "+" ? product() : -product();
    return value;
  }

  function product() {
    let value = signed();
    for (let sign; (sign = next("*", "/")); ) {
      const other = signed();
      // One divided by nothing is no number that a control could stand at.
      value = sign === "*" ? value * other : other ? value / other : NaN;
    }
    return value;
  }

  /** @returns {number} */
  function signed() {
    const sign = next("-", "+");
    if (sign) return sign === "-" ? -signed() : signed();
    const base = single();
    return next("^", "**") ? power(base, signed()) : base;
  }

  function single() {
    if (next("(")) {
      const value = sum();
      return next(")") ? value : NaN;
    }
    const token = tokens[at++];
    return typeof token === "number" ? token : NaN;
  }

  const value = sum();
  return at === tokens.length ? value : NaN;
}

/**
 * A power; those of ten are as near as can be, which `**` does not promise.
 * @param {number} base
 * @param {number} exponent
 */
function power(base, exponent) {
  return base === 10 && Number.isInteger(exponent) ? Number(`1e${exponent}`) : base ** exponent;
}

/** @param {string} power */
function lowered(power) {
  return [...power].map((sign) => (sign === "⁻" ? "-" : RAISED.indexOf(sign))).join("");
}

/**
 * Numbers, and signs between them; a lone NaN where something is neither.
 * @param {string} text
 * @returns {(number | string)[]}
 */
function tokenized(text) {
  const tokens = [];
  for (let rest = text.trimStart(); rest; ) {
    const found = TOKEN.exec(rest);
    if (!found) return [NaN];
    const [token, digits, name] = found;
    tokens.push(digits ? Number(digits) : name ? Math.PI : token);
    rest = rest.slice(token.length).trimStart();
  }
  return tokens;
}

/**
 * What the text may mean where it can be read in two ways, such as 1,000; null where it cannot.
 * @param {string} text
 * @returns {[string, string] | null}
 */
export function twoReadings(text) {
  const found = /^([-−+]?[1-9]\d{0,2}),(\d{3})$/.exec(text.trim());
  return found && [`${found[1]}${found[2]}`, `${found[1]}.${found[2]}`];
}
