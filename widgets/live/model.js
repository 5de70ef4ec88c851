// What a live figure's model is to the front end, and a model that needs no kernel.

/**
 * The part of anywidget's model that is used here. A model without `send` has no kernel.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: any) => void} set
 * @property {(event: string, handler: (content?: any) => void) => void} on
 * @property {(event: string, handler: (content?: any) => void) => void} off
 * @property {() => void} save_changes
 * @property {(content: any) => void} [send]
 * @property {{ get_model: (id: string) => Promise<Model | undefined> }} [widget_manager]
 */

/**
 * A model that is only a table of values.
 * @param {Record<string, any>} state
 * @returns {Model}
 */
export function makeModel(state) {
  const values = { ...state };
  /** @type {Record<string, Set<() => void>>} */
  const handlers = {};
  return {
    get: (name) => values[name],
    set(name, value) {
      if (values[name] === value) return;
      values[name] = value;
      for (const handler of [...(handlers[`change:${name}`] ?? [])]) handler();
    },
    on: (event, handler) => (handlers[event] ??= new Set()).add(handler),
    off: (event, handler) => handlers[event]?.delete(handler),
    save_changes() {},
  };
}
