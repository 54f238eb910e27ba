/*
 * Checkboxes for parts of the page that is being edited, such as the topics of a check.
 *
 * The hidden field keeps their ids; the words are read from the form as they stand there now.
 */

const INPUTS = "input, textarea";

class Parts extends HTMLElement {
  connectedCallback() {
    this.store = this.querySelector("input[type=hidden]");
    this.setAttribute("role", "group");
    if (this.dataset.label) this.setAttribute("aria-label", this.dataset.label);
    waiting.add(this);
    drawSoon();
  }

  disconnectedCallback() {
    waiting.delete(this);
  }

  draw() {
    const chosen = JSON.parse(this.store.value || "[]");
    const options = this.options();
    const known = new Set(options.map(([id]) => id));
    const gone = chosen.filter((id) => !known.has(id)).map((id) => [id, this.dataset.gone]);
    const shown = JSON.stringify([options, gone, chosen]);
    if (shown === this.shown) return;
    this.shown = shown;
    const rows = [...options, ...gone].map(([id, words]) => this.row(id, words, chosen));
    this.replaceChildren(this.store, ...(rows.length ? rows : [this.note()]));
  }

  row(id, words, chosen) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = id;
    box.checked = chosen.includes(id);
    const label = document.createElement("label");
    label.append(box, words || this.dataset.unnamed);
    return label;
  }

  note() {
    const note = document.createElement("p");
    note.className = "om-parts__note";
    note.textContent = this.dataset.none;
    return note;
  }

  keep() {
    const boxes = [...this.querySelectorAll("input[type=checkbox]")];
    this.store.value = JSON.stringify(boxes.filter((box) => box.checked).map((box) => box.value));
    this.shown = undefined;
  }

  /* Id and words of each part, in the page's order. */
  options() {
    const { source, words } = this.dataset;
    const form = this.closest("form");
    if (!form) return [];
    const field = (place, name) => form.elements.namedItem(`${source}-${place}-${name}`)?.value;
    const count = Number(form.elements.namedItem(`${source}-count`)?.value ?? 0);
    const found = [];
    for (let place = 0; place < count; place += 1) {
      if (field(place, "deleted") || field(place, "id") === undefined) continue;
      const id = field(place, "value-key") || field(place, "id");
      if (id) found.push([Number(field(place, "order")), id, field(place, `value-${words}`)]);
    }
    if (!found.length) return JSON.parse(this.dataset.preset);
    return found.sort(([one], [other]) => one - other).map(([, id, text]) => [id, text]);
  }
}

const waiting = new Set();
let due = false;

/* Once per frame at most, and after Wagtail has filled in a new block. */
function drawSoon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    waiting.forEach((parts) => parts.draw());
  });
}

customElements.define("om-parts", Parts);
document.addEventListener("change", ({ target }) => {
  if (target.matches("om-parts input[type=checkbox]")) target.closest("om-parts").keep();
});
document.addEventListener("input", ({ target }) => {
  if (target.matches(INPUTS) && !target.closest("om-parts")) drawSoon();
});
// Blocks that are added, moved or taken away.
new MutationObserver((changes) => {
  if (changes.some(({ target }) => !target.closest?.("om-parts"))) drawSoon();
}).observe(document.body, { childList: true, subtree: true });
