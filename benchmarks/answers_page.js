// Runs inside the page that is measured, before its own scripts: keeps a log of the mouse's events
// and of the frames that were painted. All times are performance.now(), in ms.
//
// Unlike drag_page.js it compares no texts: whatever sets an attribute of the picture is a change,
// however large the picture is.

(() => {
  let log = null;
  let dirty = false;
  const watching = new MutationObserver(() => (dirty = true));

  // A message posted in an animation frame arrives when that frame has been laid out and painted.
  const painted = new MessageChannel();
  const queue = [];
  painted.port1.onmessage = () => (queue.shift().end = performance.now());

  function frame() {
    if (!log) return;
    const svg = document.querySelector(".live-picture svg");
    const box = svg?.getBoundingClientRect();
    const blank = !(box?.width > 0 && svg.childElementCount);
    const now = { start: performance.now(), changed: dirty, blank };
    dirty = false;
    log.frames.push(now);
    queue.push(now);
    painted.port2.postMessage(null);
    requestAnimationFrame(frame);
  }

  for (const type of ["pointermove", "pointerup"]) {
    const note = (event) => log?.[type].push(event.timeStamp);
    window.addEventListener(type, note, { capture: true, passive: true });
  }

  window.startLog = () => {
    log = { pointermove: [], pointerup: [], frames: [] };
    dirty = false;
    const watch = { subtree: true, attributes: true, childList: true, characterData: true };
    watching.observe(document.querySelector(".live-picture"), watch);
    requestAnimationFrame(frame);
  };
  window.stopLog = () => {
    watching.disconnect();
    const { frames, ...events } = log;
    log = null;
    return { ...events, frames: frames.filter((frame) => frame.end) };
  };
})();
