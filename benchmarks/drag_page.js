// Runs inside the page that is measured, before its own scripts: keeps a log of what is put in, of
// what is painted, and of what is sent to a kernel. All times are performance.now(), in ms.

(() => {
  // What can be seen of each figure: null if nothing can, else a text that differs between pictures.
  const looks = {
    explorer() {
      const svg = document.querySelector(".live-picture svg");
      if (!hasSize(svg) || !svg.childElementCount) return null;
      return Array.from(svg.querySelectorAll("[id^=live-]"), (part) => part.outerHTML).join();
    },
    interact() {
      const image = document.querySelector(".widget-interact img");
      if (!hasSize(image) || !image.naturalWidth) return null;
      // While a new source is being loaded the browser goes on showing the old one.
      return image.complete ? image.src : seen;
    },
  };
  looks["static page"] = looks.explorer;
  looks["Plotly frames"] = () => paths(".scatterlayer .lines path");
  looks.Altair = () => paths(".vega-embed svg .mark-line path");
  looks.Bokeh = () => sampled(deep(document, ".bk-Canvas canvas, canvas"));
  looks.ipympl = () => sampled(document.querySelector(".drag-ipympl canvas"));
  looks["Panel embed"] = () => {
    const image = deep(document, "img");
    if (!hasSize(image) || !image.naturalWidth) return null;
    return image.complete ? image.src : seen;
  };

  function paths(selector) {
    return Array.from(document.querySelectorAll(selector), (path) => path.getAttribute("d")).join() || null;
  }

  // The first that can be seen, in shadow trees as well; it is remembered while it is in the page.
  const found = {};
  function deep(root, selector) {
    if (found[selector]?.isConnected) return found[selector];
    for (const node of root.querySelectorAll("*")) {
      const hit = node.matches(selector) && hasSize(node) ? node : node.shadowRoot && deep(node.shadowRoot, selector);
      if (hit) return (found[selector] = hit);
    }
    return null;
  }

  // What is drawn on a canvas cannot be asked for: enough of its pixels, added up.
  const small = new OffscreenCanvas(168, 84).getContext("2d", { willReadFrequently: true });
  function sampled(canvas) {
    if (!hasSize(canvas)) return null;
    small.clearRect(0, 0, 168, 84);
    small.drawImage(canvas, 0, 0, 168, 84);
    let sum = 0;
    for (const value of new Uint32Array(small.getImageData(0, 0, 168, 84).data.buffer)) {
      sum = (Math.imul(sum, 31) + value) | 0;
    }
    return String(sum);
  }

  function hasSize(node) {
    const box = node?.getBoundingClientRect();
    return box?.width > 0 && box?.height > 0;
  }

  let look = null;
  let seen = null;
  let log = {};

  // A message posted in an animation frame arrives when that frame has been laid out and painted.
  const painted = new MessageChannel();
  painted.port1.onmessage = ({ data }) => (log.frames[data].end = performance.now());

  function frame() {
    if (!look) return;
    const start = performance.now();
    const now = look();
    log.frames.push({ start, changed: now !== null && now !== seen, blank: now === null });
    painted.port2.postMessage(log.frames.length - 1);
    seen = now ?? seen;
    requestAnimationFrame(frame);
  }

  function note(event) {
    const inputs = event.getCoalescedEvents?.().length || 1;
    log[event.type]?.push({ at: event.timeStamp, inputs });
  }
  for (const type of ["pointerdown", "pointermove", "pointerup"]) {
    window.addEventListener(type, note, { capture: true, passive: true });
  }

  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (message) {
    if (this.url.includes("/api/kernels/")) log.sent?.push(performance.now());
    return send.call(this, message);
  };

  // How many pictures the explorer has for its first slider, once another has been moved.
  window.positionsReached = () => {
    const figure = document.querySelector("figure.live");
    const [first, other] = figure.querySelectorAll("input[type=range]");
    const move = (range, value) => {
      range.value = value;
      range.dispatchEvent(new Event("input"));
    };
    move(other, other.max / 3);
    const found = new Set();
    for (let i = 0; i <= first.max; i++) {
      move(first, i);
      found.add(JSON.parse(figure.dataset.shown).w0);
    }
    return found.size;
  };

  // Start a log of the figure called `name`.
  window.startLog = (name) => {
    log = { pointerdown: [], pointermove: [], pointerup: [], frames: [], sent: [] };
    look = looks[name];
    seen = look();
    requestAnimationFrame(frame);
  };
  window.pictureSince = (inputs) =>
    log.pointermove.length > inputs &&
    log.frames.some((frame) => frame.changed && frame.end > log.pointermove[inputs].at);
  window.stopLog = () => {
    look = null;
    return { ...log, frames: log.frames.filter((frame) => frame.end) };
  };
})();
