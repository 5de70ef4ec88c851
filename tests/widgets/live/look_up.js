// Reads packed tables and values from standard input, as JSON, and prints where the front end finds
// each: the number of the table, the position in it, the sentence, and what is drawn.

import { pathToFileURL } from "node:url";

const { scene, cross, asked, folder } = JSON.parse(await new Response(process.stdin).text());
const { findFirst, unpack, valueAt } = await import(pathToFileURL(`${folder}/table.js`).href);

const view = (text) => {
  const bytes = Buffer.from(text, "base64");
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};
const { controls, product } = await unpack(view(scene));
const tables = [...((await unpack(view(cross))) ?? []), product];
const answers = asked.map((values) => {
  const { table, index } = findFirst(tables, controls, values);
  const drawn = table.tracks.map((track) => [
    track.group, track.element, track.attribute, valueAt(track, index),
  ]);
  return [tables.indexOf(table), index, table.sentences[table.said[index]], drawn];
});
console.log(JSON.stringify(answers));
