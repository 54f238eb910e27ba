/**
 * The result page, made on the device of the parts that wait in the page's templates.
 *
 * They are the server's own parts (templates/omwagtail/check/result_page.html), so that both show
 * the same; runner/results.py has the same rules. Texts go in as text: nothing is parsed as HTML.
 */

import { fill, item, part } from "./dom.js";
import { score } from "./questionnaires.js";

// More at once is not read on a phone; the rest unfolds.
const URGENT_SHOWN = 5;
const TOPICS_UNFOLDED = 3;

/** The view of this module: a function that makes the result page, not yet in the document. */
export function views(app) {
  app.summary = () => summary(app);
  app.suggestion = (measure) => suggestion(app, measure);
  return { result: () => resultPage(app) };
}

/**
 * What the answers add up to, in words: `result` as scored, its `topics` by need and `inOrder` with
 * their titles, and how all of them are told.
 */
function summary({ body, record, say }) {
  const result = score(body, record.answers);
  const titleOf = (id, number) =>
    body.sections.find((each) => each.id === id).title || say("topic", { number });
  const inOrder = result.sections
    .filter(({ total }) => total > 0)
    .map((section, index) => ({ ...section, title: titleOf(section.id, index + 1) }));
  const needOf = ({ need_percent: percent }) => percent ?? -1;
  return {
    result,
    inOrder,
    topics: [...inOrder].sort((one, other) => needOf(other) - needOf(one)),
    percentText: ({ need_percent: percent }, none) =>
      percent === null ? none : say("percent", { percent }),
    levelText: (id) => {
      const level = body.scale.levels.find(({ key }) => key === record.answers[id]);
      return level.label || level.key;
    },
    answered({ total, applicable, rated }) {
      const texts = [say("answered", { rated, count: total })];
      if (total > applicable) texts.push(say("excluded", { count: total - applicable }));
      if (applicable > rated) texts.push(say("open", { count: applicable - rated }));
      return texts.join(", ");
    },
  };
}

function resultPage(app) {
  const { body, make, pointOf, record, say } = app;
  const { result, topics, answered, percentText } = summary(app);
  const nothing = result.whole.rated === 0;
  const page = make("result");
  const idle = topics.filter((topic) => !topic.rated && topic.applicable === topic.total);
  const idleTitles = idle.map(({ title }) => title).join(", ");
  fill(page, {
    answered: answered(result.whole),
    "not-begun": say("not-begun", { count: idle.length, topics: idleTitles }),
  });
  part("not-begun", page).hidden = nothing || !idle.length;
  part("nothing-rated", page).hidden = !nothing;
  part("topics-part", page).hidden = nothing;
  addBand(page, result.whole);
  part("topics", page).append(...topics.map(topicRow));
  part("needs-table", page).append(...topics.map(tableRow));
  addUrgent();
  part("strengths-part", page).hidden = result.strengths.length === 0;
  part("strengths", page).append(...result.strengths.map((id) => item(pointOf(id).statement)));
  showPlan();
  page.addEventListener("click", take);
  page.addEventListener("click", planFor);
  return page;

  function showPlan() {
    const count = record.plan.measures.length;
    fill(page, { "to-plan": say("to-plan", { count }) });
    if (part("completion", page)) app.need("plan").then(() => app.tellCompletion?.(page));
  }

  async function take(event) {
    const button = event.target.closest('[name="s"]');
    if (!button) return;
    event.preventDefault();
    if (!(await app.need("plan"))) return;
    app.takeSuggestion(button.value);
    const taken = part("taken", button.parentNode);
    button.hidden = true;
    taken.hidden = false;
    taken.focus();
    showPlan();
  }

  async function planFor(event) {
    const button = event.target.closest('[data-om="plan-for"]');
    if (!button) return;
    event.preventDefault();
    if (await app.need("plan")) app.planFor(button.value);
  }

  function tableRow(section) {
    const row = make("row");
    const { title, rated, applicable, total } = section;
    const counts = { rated, excluded: total - applicable, "still-open": applicable - rated };
    fill(row, { title, percent: percentText(section, "–"), ...counts });
    return row;
  }

  function topicRow(section, place) {
    const row = make("topic");
    const { title, need_percent: percent } = section;
    fill(row, { title, answered: answered(section), percent: percentText(section, ""), of: `: ${title}`, "open-of": `: ${title}` });
    part("more-of-topic", row).open = place < TOPICS_UNFOLDED;
    part("more-of-topic", row).hidden = percent === null;
    part("to-topic", row).dataset.omGo = `#topic-${section.id}`;
    part("to-topic", row).hidden = section.applicable === section.rated;
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
    const note = record.notes[id] ?? "";
    fill(row, { topic: point.topic, statement: point.statement ?? "", note });
    part("note", row).hidden = !note;
    part("level", row).append(levelOf(record.answers[id]));
    part("measures-part", row).hidden = measures.length === 0;
    fill(row, { "for-of": `: ${point.statement ?? ""}` });
    part("plan-for", row).value = id;
    part("plan-for", row).hidden = measures.length > 0;
    part("measures", row).append(...measures.map((measure) => suggestion(app, measure)));
    return row;
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

/** A suggested measure with the button that takes it over. */
function suggestion({ make, record }, { id, text, role = "" }) {
  const entry = make("suggestion");
  const taken = record.plan.measures.some((measure) => measure.suggestion === id);
  fill(entry, { text, role, of: `: ${text}` });
  part("role", entry).hidden = !role;
  part("take", entry).value = id;
  part("take", entry).hidden = taken;
  part("taken", entry).hidden = !taken;
  return entry;
}
