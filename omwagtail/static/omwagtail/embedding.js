/**
 * The page with the line to paste: shows at once what another choice gives, and a button that copies.
 *
 * Without this module the form is sent, and people select and copy the line themselves. What is shown
 * is made by the server alone: the page is asked for again, and a part of it takes the old one's place.
 */

const form = document.querySelector("#om-options");
const outcome = document.querySelector("[data-om=outcome]");
const said = document.querySelector("[data-om=said]");
const NEEDED = "script[type=module]";
let request;
// A height that somebody chose stays; else each way has its own.
let hasHeight = new URLSearchParams(location.search).has("height");

form.querySelector("[data-om=show]").hidden = true;
form.addEventListener("change", ({ target }) => {
  hasHeight ||= target.name === "height";
  show();
});
form.addEventListener("submit", (event) => {
  // The test of the server, which has a button of its own, is another page.
  if (event.submitter?.name === "test") return;
  event.preventDefault();
  show();
});
prepare();

async function show() {
  request?.abort();
  request = new AbortController();
  const address = new URL(location.pathname, location.href);
  const chosen = new FormData(form);
  if (!hasHeight) chosen.delete("height");
  address.search = new URLSearchParams(chosen);
  outcome.ariaBusy = "true";
  try {
    const answer = await fetch(address, { signal: request.signal });
    if (!answer.ok) throw new Error(`${answer.status}: ${address}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    take(page, address);
    say("changed");
  } catch (error) {
    if (error.name === "AbortError") return;
    say("failed");
  }
  outcome.ariaBusy = "false";
}

function take(page, address) {
  outcome.replaceChildren(...page.querySelector("[data-om=outcome]").childNodes);
  form.elements.height.value = page.querySelector("#om-height").value;
  history.replaceState(null, "", address);
  prepare();
}

/** What is new in the page: scripts that came as text do not run, and a button has to be shown. */
function prepare() {
  const preview = outcome.querySelector("[data-om=preview]");
  const properties = JSON.parse(preview.dataset.properties);
  for (const [name, value] of Object.entries(properties)) preview.style.setProperty(name, value);
  for (const { src } of preview.querySelectorAll(NEEDED)) import(src);
  const button = outcome.querySelector("[data-om=copy]");
  button.hidden = false;
  button.addEventListener("click", copy);
}

async function copy() {
  const field = outcome.querySelector("[data-om=line]");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    say("done");
  } catch {
    // Forbidden or not there: what is selected can be copied by the keyboard.
    say("selected");
  }
}

function say(name) {
  said.textContent = said.dataset[name];
}
