import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { makeModel } from "../../../widgets/live/model.js";
import { textsOf } from "../../../widgets/live/differences.js";
import { ownIds } from "../../../widgets/live/ids.js";
import { Picture } from "../../../widgets/live/picture.js";
import { find, findFirst, unpack, valueAt } from "../../../widgets/live/table.js";

const linear = (positions) => ({ kind: "linear", label: "", positions, texts: positions.map(String), smallest: 0 });
const CONTROLS = { mode: { ...linear(["f", "h"]), kind: "choice" }, w: linear([0, 1, 2]) };

function table(grids, fixed, tracks = []) {
  const places = { mode: [0, 1], w: grids.w };
  return { grids, places, fixed, tracks, sentences: [], said: [] };
}

test("the last control's positions follow one another most quickly", () => {
  const both = table({ mode: ["f", "h"], w: [0, 1, 2] }, {});
  const at = (mode, w) => find(both, CONTROLS, { mode, w }).index;
  assert.deepEqual([at("f", 0), at("f", 2), at("h", 0), at("h", 1)], [0, 2, 3, 4]);
});

test("what is shown is a position of the table, not what was asked for", () => {
  const { shown, index } = find(table({ w: [0, 2] }, { mode: "h" }), CONTROLS, { mode: "h", w: 1.3 });
  assert.deepEqual([shown, index], [{ mode: "h", w: 2 }, 1]);
});

test("a table that holds a control still elsewhere is passed over", () => {
  const fine = table({ w: [0, 1, 2] }, { mode: "f" });
  const all = table({ mode: ["f", "h"], w: [0, 2] }, {});
  assert.equal(find(fine, CONTROLS, { mode: "h", w: 1 }), null);
  assert.equal(findFirst([fine, all], CONTROLS, { mode: "f", w: 1 }).table, fine);
  assert.equal(findFirst([fine, all], CONTROLS, { mode: "h", w: 2 }).table, all);
  assert.equal(findFirst([fine], CONTROLS, { mode: "h", w: 1 }), null);
});

test("a track says its one value everywhere, or a value for each position", () => {
  assert.equal(valueAt({ values: ["M0 0"], at: [] }, 5), "M0 0");
  assert.equal(valueAt({ values: ["a", "b"], at: [1, 0, 1] }, 2), "b");
});

test("what was deflated is unpacked, and nothing is null", async () => {
  const deflated = deflateSync(JSON.stringify({ said: ["w⁰ = 1"] }));
  const view = new DataView(deflated.buffer, deflated.byteOffset, deflated.byteLength);
  assert.deepEqual(await unpack(view), { said: ["w⁰ = 1"] });
  assert.equal(await unpack(new DataView(new ArrayBuffer(0))), null);
  assert.equal(await unpack(undefined), null);
});

test("differences become texts: from look to look of a form, and from point to point", () => {
  const rows = [[0, 100, 200, 10, 20], [1, 5], [0, 0, 50, 0, 0], [1, -10], [0, -100, -250, 0, 1]];
  assert.deepEqual(textsOf(["M# # L# #", "x#z"], rows), [
    "M1 2 L1.1 2.2", "x0.05z", "M1 2.5 L1.1 2.7", "x-0.05z", "M0 0 L0.1 0.21",
  ]);
  assert.deepEqual(textsOf(["# # # # # #"], [[-1, 100, 0, 1, 2, 3, 4]]), ["1 0 2.01 0.02 3.05 0.08"]);
  const track = { forms: ["M# #"], values: [[0, 100, 200]] };
  const view = deflateSync(JSON.stringify({ product: { tracks: [track] } }));
  return unpack(new DataView(view.buffer, view.byteOffset, view.byteLength)).then(({ product }) => {
    assert.deepEqual(product.tracks, [{ forms: [], values: ["M1 2"] }]);
  });
});

/** A picture with one group and a path in it, both of which count how often they are set. */
function drawing() {
  const node = (id) => ({
    set: [], id, attributes: id ? [{ name: "id", localName: "id", value: id }] : [],
    setAttribute(name, value) { this.set.push([name, value]); },
    set textContent(value) { this.set.push(["textContent", value]); },
  });
  const path = node("");
  const group = { ...node("live-0"), querySelector: (tag) => (tag === "path" ? path : null) };
  const picture = new Picture({ replaceChildren() {} }, "view");
  picture.replace({ ...node(""), querySelectorAll: (tag) => (tag === "text" ? [] : [group, path]) });
  return { picture, path, group };
}

test("a view's name stands behind every id and behind what refers to one, and nowhere else", () => {
  const given = {
    id: "a", href: "#a", "xlink:href": "#b", "clip-path": "url(#a)", style: "fill: url('#b'); x: 1",
    "aria-labelledby": "a b", d: "M0 0", "aria-label": "a", target: "#a",
  };
  const attributes = Object.entries(given).map(([name, value]) => (
    { name, localName: name.replace("xlink:", ""), value }));
  const svg = { id: "a", attributes, querySelectorAll: () => [] };
  assert.equal(ownIds(svg, "v").get("a"), svg);
  assert.deepEqual(Object.fromEntries(attributes.map(({ name, value }) => [name, value])), {
    id: "a-v", href: "#a-v", "xlink:href": "#b-v", "clip-path": "url(#a-v)",
    style: "fill: url('#b-v'); x: 1", "aria-labelledby": "a-v b-v", d: "M0 0", "aria-label": "a",
    target: "#a",
  });
});

const track = (element, attribute, values, at) => ({ group: "live-0", element, attribute, values, at });

test("only what differs from the picture is set", () => {
  const { picture, path, group } = drawing();
  const tracks = [track("path", "d", ["M0", "M1"], [0, 0, 1]), track("", "display", ["inline"], [])];
  const product = table({ w: [0, 1, 2] }, {}, tracks);
  picture.adopt([product]);
  for (const index of [0, 1, 2, 2]) picture.draw(product, index);
  assert.deepEqual(path.set, [["d", "M0"], ["d", "M1"]]);
  assert.deepEqual(group.set, [["display", "inline"]]);
});

test("two tables know of each other what the picture shows", () => {
  const { picture, path } = drawing();
  const tables = [["M7"], ["M7"], ["M8"]].map((values) => table({ w: [0] }, {}, [track("path", "d", values, [])]));
  picture.adopt(tables);
  for (const one of tables) picture.draw(one, 0);
  assert.deepEqual(path.set, [["d", "M7"], ["d", "M8"]]);
  picture.adopt(tables.slice(2));
  picture.draw(tables[2], 0);
  assert.equal(path.set.length, 2);
});

test("a track of an element that is not there is an error, not a still picture", () => {
  const { picture } = drawing();
  const lost = table({ w: [0] }, {}, [track("use", "x", ["1"], [])]);
  assert.throws(() => picture.adopt([lost]), /the picture has no use in live-0/);
});

test("a model without a kernel tells a change once, and only while one listens", () => {
  const model = makeModel({ w0: 1 });
  const heard = [];
  const hear = () => heard.push(model.get("w0"));
  model.on("change:w0", hear);
  model.set("w0", 2);
  model.set("w0", 2);
  model.off("change:w0", hear);
  model.set("w0", 3);
  assert.deepEqual([heard, model.get("w0"), model.send], [[2], 3, undefined]);
});
