// The box above the controls in which a reader types a formula for the kernel to draw.

const PATIENCE = 10_000; // ms after which a kernel that has not answered is asked about
const SILENCE = "The kernel has not answered yet: is it running?";
const NO_KERNEL = "To type another formula, open this in a running notebook.";

// The box's node, and what it has to hear: show() that the model has another formula, answer() to
// what was typed, take() a text that was suggested.
function makeFormula(label, example, id, model, complain) {
  const box = element("input", {
    type: "text", id, placeholder: `type a formula, e.g. ${example}`, "aria-describedby": `${id}-problem`,
    spellcheck: "false", autocomplete: "off", autocapitalize: "off", "data-lm-suppress-shortcuts": "true",
  });
  const node = element("div", { class: "live-formula" }, element("label", { for: id }, label), box);
  if (!model.send) {
    box.disabled = true;
    box.placeholder = node.title = NO_KERNEL;
    box.setAttribute("aria-description", NO_KERNEL);
  }
  let typing = false;
  let asked = "";
  let patience = 0;

  function show() {
    if (typing) return;
    asked = box.value = model.get("formula") ?? "";
    box.removeAttribute("aria-invalid");
  }

  function ask() {
    typing = false;
    asked = box.value;
    clearTimeout(patience);
    patience = setTimeout(() => complain(SILENCE), PATIENCE);
    box.setAttribute("aria-busy", "true");
    try {
      model.send({ formula: asked });
    } catch {
      complain(SILENCE); // JupyterLab refuses to send to a kernel that is gone
    }
  }

  function answer({ formula, problem, failed, place, suggestion }) {
    if (formula !== asked) return;
    stop();
    box.removeAttribute("aria-busy");
    complain(problem, suggestion);
    if (!failed) return show();
    box.setAttribute("aria-invalid", "true");
    // The caret goes to the mistake, unless the reader has gone on typing.
    if (place !== null && !typing && document.activeElement === box) box.setSelectionRange(place, place);
  }

  function take(text) {
    box.value = text;
    box.focus();
    ask();
  }

  function leave() {
    typing = false;
    if (!box.value.trim()) return show();
    if (box.value !== asked) ask();
  }

  function stop() {
    clearTimeout(patience);
  }

  box.addEventListener("input", () => (typing = true));
  box.addEventListener("blur", leave);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && box.value.trim()) ask();
    if (event.key !== "Escape") return;
    typing = false;
    complain("");
    show();
  });
  show();
  return { node, show, answer, take, stop };
}
