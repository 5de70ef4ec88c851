// Ids that no other view has. A page may show one picture twice, or pictures of two kernels, and a
// browser takes whatever bears an id first: a clip path in a hidden copy clips nothing.

const REFERENCE = /url\((["']?)#([^"')]+)\1\)/g;

/** A name for a view; two kernels' pages share a document, so a counter would not do. */
export function makeViewId() {
  return `live-view-${Math.random().toString(36).slice(2, 12)}`;
}

/**
 * Put a view's name behind every id in a tree and behind every reference to one.
 * @param {Element} root
 * @param {string} view
 * @returns {Map<string, Element>} the elements by the ids that they had
 */
export function ownIds(root, view) {
  /** @type {Map<string, Element>} */
  const nodes = new Map();
  for (const node of [root, ...root.querySelectorAll("*")]) {
    if (node.id) nodes.set(node.id, node);
    for (const attribute of node.attributes) {
      const { name, localName, value } = attribute;
      if (name === "id" || (localName === "href" && value.startsWith("#"))) {
        attribute.value = `${value}-${view}`;
      } else if (/^aria-(labelledby|describedby)$/.test(name)) {
        attribute.value = value.replace(/\S+/g, (id) => `${id}-${view}`);
      } else if (value.includes("url(")) {
        attribute.value = value.replace(REFERENCE, (_, quote, id) => `url(${quote}#${id}-${view}${quote})`);
      }
    }
  }
  return nodes;
}
