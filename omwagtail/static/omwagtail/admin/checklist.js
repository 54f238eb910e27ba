/* The checklist: its links lead to the fields, and it follows what Wagtail saves by itself. */

const CONTROLS =
  "input:not([type=hidden]), select, textarea, [contenteditable=true], button, a[href]";

/* How often and after how many milliseconds a list is asked for that did not come. */
const ATTEMPTS = 2;
const PAUSE = 2000;

/* A field of the page itself; fields of blocks may have the same name. */
function findField(name) {
  const found = document.querySelectorAll(`[data-contentpath="${CSS.escape(name)}"]`);
  return [...found].find((field) => !field.parentElement.closest("[data-contentpath]"));
}

function unfold(field) {
  for (
    let panel = field.closest("[data-panel]");
    panel;
    panel = panel.parentElement.closest("[data-panel]")
  ) {
    const toggle = panel.querySelector("[data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
}

function showField(name) {
  const field = findField(name);
  if (!field) return;
  unfold(field);
  const visible = [...field.querySelectorAll(CONTROLS)].filter((one) => one.checkVisibility());
  const control = visible.find((one) => !one.matches("button, a")) ?? visible[0];
  control?.focus({ preventScroll: true });
  // In the middle: Wagtail's bars lie over the top and the bottom of the window.
  (control ?? field).scrollIntoView({ block: "center" });
}

function replaceList(list, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const stillOpen = list.querySelector("details")?.open;
  const focused = list.contains(document.activeElement) && document.activeElement.dataset.omField;

  const state = list.querySelector("[data-om-checklist-state]");
  const freshState = fresh.querySelector("[data-om-checklist-state]");
  state.className = freshState.className;
  // Only a change is read out.
  if (state.textContent.trim() !== freshState.textContent.trim()) {
    state.replaceChildren(...freshState.childNodes);
  }
  const details = fresh.querySelector("details");
  if (details && stillOpen) details.open = true;
  list
    .querySelector("[data-om-checklist-hints]")
    .replaceWith(fresh.querySelector("[data-om-checklist-hints]"));
  if (focused) list.querySelector(`[data-om-field="${CSS.escape(focused)}"]`)?.focus();
}

function follow(list) {
  let waiting;

  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-om-field]");
    if (!link) return;
    event.preventDefault();
    showField(link.dataset.omField);
  });

  document.addEventListener("w-autosave:success", async ({ detail }) => {
    const pk = detail?.data?.pk;
    if (!pk) return;
    waiting?.abort();
    waiting = new AbortController();
    const { signal } = waiting;
    for (let attempt = 0; attempt < ATTEMPTS && !signal.aborted; attempt += 1) {
      try {
        const address = `${list.dataset.omChecklist}${pk}/`;
        const response = await fetch(address, { signal, redirect: "error" });
        if (!response.ok) throw new Error(response.statusText);
        replaceList(list, await response.text());
        return;
      } catch {
        // The list stays as it is; at the latest the next save brings the next one.
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  });
}

document.querySelectorAll("[data-om-checklist]").forEach(follow);
