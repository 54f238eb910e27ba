/**
 * Other editions of a check, on demand: opened in the place of the one on the page, and changed
 * over to. Only the page of an edition is asked for: nothing that was filled in is sent.
 */

import { item, part } from "./dom.js";
import { addStyles, addressOf, loadPage } from "./page.js";
import { cleanRecord } from "./record.js";

/**
 * Puts the check's page with this query ("?fingerprint=…") in the place of the one that is shown.
 * Then `use` is called with the new page's app, which holds no answers yet. An edition that is not
 * there any more gives that of today, which says so.
 */
export async function reopen(app, query, use) {
  const address = addressOf(app, "", query);
  const page = await loadPage(address);
  const root = page.querySelector("[data-om-check]");
  const data = page.getElementById("om-check-data");
  await addStyles(page);
  app.leave();
  app.root.replaceWith(root);
  document.title = page.title;
  history.pushState(null, "", address);
  await use(app.begin(root, JSON.parse(data.textContent)));
  root.scrollIntoView({ block: "start" });
}

/** The notices about another edition: what cannot be taken along, changing over, what is new. */
export function changeOver(app) {
  const { body, newer, root } = app;
  const button = part("change-over-now", root);
  for (const link of root.querySelectorAll('[data-om="change-over"] [href^="#point-"]'))
    link.addEventListener("click", (event) => showPoint(app, event, link.hash.slice(1)));
  if (!button) return;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const { record } = app;
    const failed = () => (part("not-loaded", root).hidden = false);
    app
      .reopen(`?since=${app.edition.fingerprint}`, (next) => {
        next.take(cleanRecord(next.body, record));
        next.go(next.next());
        part("change-over", next.root).focus();
      })
      .catch(failed);
  });
  const points = body.sections.flatMap(({ checkpoints }) => checkpoints);
  const fits = (answer) => answer === undefined || newer.levels.includes(answer);
  const showLost = () => {
    const { answers, notes } = app.record;
    const lost = points.filter(({ id }) =>
      newer.checkpoints.includes(id) ? !fits(answers[id]) : answers[id] || notes[id],
    );
    part("lost", root).replaceChildren(...lost.map(({ statement }) => item(statement)));
    part("lost-part", root).hidden = lost.length === 0;
  };
  app.watch(showLost);
  showLost();
}

/** A link to a checkpoint, whose topic may not be the one that is shown. */
function showPoint(app, event, id) {
  const point = document.getElementById(id);
  const topics = [...app.root.querySelectorAll("[data-om-section]")];
  event.preventDefault();
  app.go(topics.indexOf(point.closest("[data-om-section]")));
  point.scrollIntoView({ block: "start" });
  point.querySelector("input").focus({ preventScroll: true });
}
