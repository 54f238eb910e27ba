/**
 * The result page, made on the device of the parts that wait in the page's templates.
 *
 * They are the server's own parts (templates/omwagtail/check/result_page.html), so that both show
 * the same; runner/results.py has the same rules. Texts go in as text: nothing is parsed as HTML.
 */

import { fill, item, part } from "./dom.js";
import { showCompletion, suggestion, takeSuggestion } from "./plan.js";
import { cleanAnswers, score } from "./questionnaires.js";

// More at once is not read on a phone; the rest unfolds.
const URGENT_SHOWN = 5;

/** @returns a function that makes the result page, not yet in the document */
export function resultView(app) {
  return () => resultPage(app);
}

function resultPage(app) {
  const { body, make, record, say } = app;
  const { answers } = record;
  const result = score(body, answers);
  const known = cleanAnswers(body, answers);
  const nothing = result.whole.rated === 0;
  const page = make("result");
  fill(page, { answered: answeredText(result.whole) });
  part("nothing-rated", page).hidden = !nothing;
  part("topics-part", page).hidden = nothing;
  addBand(page, result.whole);
  part("topics", page).append(...topicsByNeed().map(topicRow));
  addUrgent();
  part("strengths-part", page).hidden = result.strengths.length === 0;
  part("strengths", page).append(...result.strengths.map((id) => item(pointOf(id).statement)));
  showPlan();
  page.addEventListener("click", take);
  return page;

  function showPlan() {
    const count = record.plan.measures.length;
    fill(page, { "to-plan": say("to-plan", { count }) });
    showCompletion(app, page);
  }

  function take(event) {
    const button = event.target.closest('[name="s"]');
    if (!button) return;
    event.preventDefault();
    takeSuggestion(app, button.value);
    const taken = part("taken", button.parentNode);
    button.hidden = true;
    taken.hidden = false;
    taken.focus();
    showPlan();
  }

  function topicsByNeed() {
    return result.sections
      .filter((section) => section.total > 0)
      .map((section, index) => ({ ...section, number: index + 1 }))
      .sort((one, other) => (other.need_percent ?? -1) - (one.need_percent ?? -1));
  }

  function topicRow(section) {
    const row = make("topic");
    const { title } = body.sections.find(({ id }) => id === section.id);
    const percent = section.need_percent;
    fill(row, {
      title: title || say("topic", { number: section.number }),
      answered: answeredText(section),
      percent: percent === null ? "" : say("percent", { percent }),
    });
    for (const name of ["amount", "bar"]) part(name, row).toggleAttribute("hidden", percent === null);
    part("fill", row).setAttribute("width", percent ?? 0);
    for (const { key, label } of body.scale.levels) {
      const count = section.levels[key];
      const text = say("times", { count, label: label || key });
      if (count) part("counts", row).append(item(levelOf(key, text)));
    }
    addBand(row, section);
    return row;
  }

  function addUrgent() {
    const further = result.urgent.slice(URGENT_SHOWN);
    part("urgent-part", page).hidden = result.urgent.length === 0;
    part("urgent", page).append(...result.urgent.slice(0, URGENT_SHOWN).map(ratedPoint));
    part("more-part", page).hidden = further.length === 0;
    part("more", page).textContent = say("more", { count: further.length });
    part("more-urgent", page).append(...further.map(ratedPoint));
  }

  function ratedPoint(id) {
    const point = pointOf(id);
    const measures = point.suggested_measures ?? [];
    const row = make("point");
    fill(row, { topic: point.topic, statement: point.statement ?? "" });
    part("level", row).append(levelOf(known.get(id)));
    part("measures-part", row).hidden = measures.length === 0;
    part("measures", row).append(...measures.map((measure) => suggestion(app, measure)));
    return row;
  }

  function pointOf(id) {
    for (const { title, checkpoints } of body.sections) {
      const point = checkpoints.find((each) => each.id === id);
      if (point) return { ...point, topic: title };
    }
  }

  function answeredText(tally) {
    const excluded = tally.total - tally.applicable;
    const open = tally.applicable - tally.rated;
    const texts = [say("answered", { rated: tally.rated, count: tally.total })];
    if (excluded) texts.push(say("excluded", { count: excluded }));
    if (open) texts.push(say("open", { count: open }));
    return texts.join(", ");
  }

  function addBand(within, { band }) {
    if (band) part("band", within).append(make(`band-${body.bands.indexOf(band)}`));
  }

  function levelOf(key, text) {
    const level = make(`level-${key}`);
    if (text) fill(level, { text });
    return level;
  }
}
