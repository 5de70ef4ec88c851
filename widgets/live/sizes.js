// Who wants to know when an element changes its size.
//
// There is one observer for the whole page. A host may keep hold of every observer that is made, as
// JupyterLab does, and with it of all that the observer knows: so it knows only of elements, by
// weak references, and no view is kept by it.

/** @typedef {{ observer: ResizeObserver, heard: WeakMap<Element, () => void> }} Sizes */

const KEY = Symbol.for("live-sizes");

/** @returns {Sizes} the page's own, for all kernels and all copies of this module */
function sizes() {
  const page = /** @type {Record<symbol, Sizes>} */ (/** @type {unknown} */ (globalThis));
  if (!page[KEY]) {
    const heard = new WeakMap();
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) heard.get(target)?.();
    });
    page[KEY] = { observer, heard };
  }
  return page[KEY];
}

/**
 * Call a function whenever an element has another size, until what is returned is called.
 * @param {Element} element
 * @param {() => void} changed
 */
export function onResize(element, changed) {
  const { observer, heard } = sizes();
  heard.set(element, changed);
  observer.observe(element);
  return () => {
    observer.unobserve(element);
    heard.delete(element);
  };
}
