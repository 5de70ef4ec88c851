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
