// The numbers beside the picture, as a table: each row with the look of what it is about.

import { element, SVG } from "./element.js";
import { write } from "./mathify.js";
import { valueAt } from "./table.js";

/** @import { Table } from "./table.js" */

/**
 * A row of the table, and what its parts show now, by their elements.
 * @typedef {{ node: HTMLTableRowElement, kind: string, cells: Element[], shown: Record<string, string> }} Line
 */

/** The table of one view. */
export class Beside {
  constructor() {
    this.caption = element("caption", { class: "live-unseen" });
    this.body = element("tbody");
    this.node = element("table", { class: "live-numbers", hidden: "" }, this.caption, this.body);
    /** @type {Line[]} */
    this.lines = [];
    this.columns = 0;
    // It grows whenever a row may mean something else.
    this.stamp = 0;
  }

  /**
   * Make room for all rows of these tables.
   * @param {Table[]} tables
   * @param {string} heading the name of what they are about
   */
  adopt(tables, heading) {
    const tracks = tables.flatMap(({ numbers }) => numbers);
    const count = Math.max(0, ...tracks.map(({ group }) => Number(group) + 1));
    const columns = Math.max(1, ...tracks.map(({ element: part }) => Number(part || 0) + 1 || 1));
    this.node.hidden = count === 0;
    this.caption.textContent = `${heading}: numbers`;
    if (count <= this.lines.length && columns <= this.columns) return;
    this.columns = columns;
    this.lines = Array.from({ length: count }, () => ({
      node: element("tr", { hidden: "" }), kind: "", cells: [], shown: {},
    }));
    this.body.replaceChildren(...this.lines.map(({ node }) => node));
  }

  /**
   * Show the rows of a position.
   * @param {Table} table
   * @param {number} index
   */
  draw({ numbers }, index) {
    const given = new Set();
    for (const track of numbers) {
      const { group, element: part } = track;
      if (part === "") given.add(group);
      this.#show(this.lines[Number(group)], part, valueAt(track, index));
    }
    this.lines.forEach((line, row) => given.has(String(row)) || this.#show(line, "", ""));
  }

  /**
   * @param {Line} line
   * @param {string} part
   * @param {string} value
   */
  #show(line, part, value) {
    if (line.shown[part] === value) return;
    line.shown[part] = value;
    if (part === "" || part === "0" || part === "like") this.stamp += 1;
    if (part === "") this.#dress(line, value);
    else if (part === "look") this.#look(line, value);
    else if (part !== "like" && line.kind) this.#say(line, Number(part));
  }

  /**
   * Let a row be of a kind: "head", "row" or, with further words, a row that stands out.
   * @param {Line} line
   * @param {string} kind
   */
  #dress(line, kind) {
    const [base] = kind.split(" ");
    line.node.hidden = !base;
    line.node.className = kind.replace(/\S+/g, "live-$&");
    // A row that a voice shall find as the present one.
    if (kind.includes("now")) line.node.setAttribute("aria-current", "true");
    else line.node.removeAttribute("aria-current");
    if (!base || base === line.kind) return;
    line.kind = base;
    line.cells = Array.from({ length: this.columns }, () => element("td"));
    line.node.replaceChildren(...line.cells);
    for (let column = 0; column < this.columns; column += 1) this.#say(line, column);
  }

  /**
   * @param {Line} line
   * @param {number} column
   */
  #say(line, column) {
    const text = line.shown[column] ?? "";
    const [old] = [line.cells[column]];
    if (!old) return;
    const heads = text !== "" && (line.kind === "head" || column === 0);
    const tag = heads ? "TH" : "TD";
    let cell = old;
    if (old.tagName !== tag) {
      cell = line.cells[column] = element(heads ? "th" : "td");
      if (heads) cell.setAttribute("scope", line.kind === "head" && column ? "col" : "row");
      old.replaceWith(cell);
    }
    write(cell, text);
    this.#spread(line);
    if (column === 0) this.#look(line, line.shown.look ?? "");
  }

  /**
   * Let a heading that names no columns take the whole width.
   * @param {Line} line
   */
  #spread({ kind, cells, shown }) {
    const alone = kind === "head" && cells.length > 1 && !cells.some((_, column) => column > 0 && shown[column]);
    /** @type {HTMLTableCellElement} */ (cells[0]).colSpan = alone ? cells.length : 1;
    for (const cell of cells.slice(1)) /** @type {HTMLElement} */ (cell).hidden = alone;
  }

  /**
   * @param {Line} line
   * @param {string} markup
   */
  #look(line, markup) {
    const cell = line.cells[0];
    if (!cell) return;
    cell.querySelector("svg")?.remove();
    if (!markup) return;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 26 12");
    svg.setAttribute("aria-hidden", "true");
    svg.innerHTML = markup;
    cell.prepend(svg);
  }
}
