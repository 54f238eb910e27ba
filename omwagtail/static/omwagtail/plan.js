/**
 * The plan: measures to fill in, what is suggested, and how far it is to the self-declaration.
 * Loaded when somebody sees a result that leads to a self-declaration, or plans something.
 *
 * Made of the server's own parts (templates/omwagtail/check/plan_page.html, measure.html);
 * runner/plans.py and runner/planning.py have the same rules.
 */

import { dayText, fill, item, part, today } from "./dom.js";
import { completion, planColumns, planProgress, sortMeasures, suggestions } from "./planning.js";

// So many checkpoints with suggestions are shown at once; the rest unfolds.
const SUGGESTED_SHOWN = 3;
// As many as a record may hold.
const MAX_MEASURES = 200;

/** @returns the view, by name; what other views need of the plan is put on `app` */
export function views(app) {
  app.takeSuggestion = (id) => takeSuggestion(app, id);
  app.tellCompletion = (page) => tellCompletion(app, page);
  // A plan is work: whoever leaves without having kept it is asked by the browser.
  const leave = (event) => {
    app.catchUp?.();
    const isPlanned = app.key && app.record.plan.measures.length;
    if (isPlanned && JSON.stringify(app.record) !== app.safe) event.preventDefault();
  };
  window.addEventListener("beforeunload", leave, { signal: app.signal });
  return { plan: planView(app) };
}

/** @returns a function that makes the plan's page, not yet in the document */
function planView(app) {
  const { body, columns, record, say, make } = app;
  const { label } = columns.find(({ key }) => key === "measure");
  let by = "order";
  // A measure of one's own that is not in the plan yet, and the checkpoint that it is for.
  let begun = "";
  let begunFor = "";
  let writeFor;

  app.planFor = (id) => {
    app.go("plan");
    writeFor(id);
  };

  return function planPage() {
    const page = make("plan");
    const list = part("planned", page);
    const sorting = part("by", page);
    let removed = null;
    sorting.value = by;
    part("sort-button", page).hidden = true;
    sorting.addEventListener("change", () => {
      by = sorting.value;
      draw();
    });
    list.addEventListener("input", ({ target }) => {
      readField(measureAt(target), target);
      app.changed();
      tell();
    });
    if (!begun.trim()) begunFor = "";
    showNew();
    writeFor = (id) => {
      begunFor = id;
      showNew();
      part("new", page).focus();
    };
    part("new", page).addEventListener("input", ({ target }) => (begun = target.value));
    page.addEventListener("click", act);
    draw();
    return page;

    // ---- what is shown

    function showNew() {
      const statement = app.pointOf(begunFor)?.statement ?? "";
      part("new", page).value = begun;
      part("new-point", page).textContent = statement;
      hide("new-point", !statement);
    }

    function draw() {
      const shown = sortMeasures(record.plan.measures, by);
      list.dataset.by = by;
      list.replaceChildren(...shown.map((measure, place) => row(measure, place, shown.length)));
      const points = suggestedPoints();
      const further = points.slice(SUGGESTED_SHOWN);
      part("suggested", page).replaceChildren(...points.slice(0, SUGGESTED_SHOWN));
      part("more-suggested", page).replaceChildren(...further);
      part("more", page).textContent = say("more", { count: further.length });
      hide("suggested-part", !points.length);
      hide("more-part", !further.length);
      hide("empty", shown.length);
      hide("sort", shown.length < 2);
      tell();
    }

    function tell() {
      fill(page, { "plan-progress": progressText(app) });
      tellCompletion(app, page);
    }

    function hide(name, hidden) {
      part(name, page).hidden = hidden;
    }

    function row(measure, place, count) {
      const entry = make("measure");
      const statement = app.pointOf(measure.checkpoint)?.statement;
      entry.dataset.omMeasure = measure.id;
      fill(entry, { number: say("number", { label, number: place + 1 }), point: statement });
      part("point", entry).hidden = !statement;
      for (const input of entry.querySelectorAll("[data-om-member], [data-om-more]")) {
        const { omMember, omMore } = input.dataset;
        const value = omMore ? measure.more?.[omMore] : measure[omMember];
        if (input.type === "checkbox") input.checked = !!value;
        else input.value = value ?? "";
        mirror(input);
      }
      // Nothing is sent, so no two need the same name.
      for (const field of entry.querySelectorAll("[name^=m-]")) field.removeAttribute("name");
      for (const button of entry.querySelectorAll("button")) {
        button.value = button.value.split("-")[0];
        button.disabled = place === { up: 0, down: count - 1 }[button.value];
      }
      return entry;
    }

    function suggestedPoints() {
      const groups = new Map();
      for (const each of suggestions(body, record.answers, record.plan.measures)) {
        groups.set(each.checkpoint, [...(groups.get(each.checkpoint) ?? []), each]);
      }
      return [...groups].map(([id, measures]) => {
        const entry = make("suggested");
        fill(entry, { statement: app.pointOf(id).statement });
        part("level", entry).append(make(`level-${record.answers[id]}`));
        part("measures", entry).append(...measures.map((each) => app.suggestion(each)));
        return entry;
      });
    }

    // ---- what is done

    function measureAt(element) {
      const { omMeasure } = element.closest("[data-om-measure]").dataset;
      return record.plan.measures.find(({ id }) => id === omMeasure);
    }

    function act(event) {
      const button = event.target.closest("button");
      const measures = record.plan.measures;
      if (button?.type !== "submit") return;
      event.preventDefault();
      if (button.name === "s") {
        const next = [...page.querySelectorAll('[name="s"]')].indexOf(button);
        takeSuggestion(app, button.value);
        draw();
        (page.querySelectorAll('[name="s"]')[next] ?? part("heading", page)).focus();
      } else if (button.value === "add") {
        const text = part("new", page);
        if (!text.value.trim()) return text.focus();
        addMeasure(app, { text: begun.trim(), ...(begunFor && { checkpoint: begunFor }) });
        begun = begunFor = "";
        showNew();
        draw();
        text.focus();
      } else if (button.value === "undo") {
        measures.splice(removed.place, 0, removed.measure);
        hide("removed-part", true);
        draw();
        focusOn(removed.measure);
      } else if (button.name === "do") {
        const measure = measureAt(button);
        const shown = sortMeasures(measures, by);
        const place = shown.indexOf(measure);
        if (button.value === "remove") {
          removed = { place: measures.indexOf(measure), measure };
          measures.splice(removed.place, 1);
          hide("removed-part", false);
          fill(page, { removed: say("removed", { text: measure.text }) });
          draw();
          part("undo", page).focus();
        } else {
          shown.splice(place, 1);
          shown.splice(place + (button.value === "up" ? -1 : 1), 0, measure);
          measures.splice(0, measures.length, ...shown);
          draw();
          focusOn(measure, button.value);
        }
      } else return;
      app.changed();
    }

    /** On the button that was pressed, or its neighbour at an end of the list. */
    function focusOn({ id }, button) {
      const entry = list.querySelector(`[data-om-measure="${id}"]`);
      const buttons = [...entry.querySelectorAll(".om-measure-move:enabled")];
      (buttons.find(({ value }) => value === button) ?? buttons[0] ?? part("number", entry)).focus();
    }
  };
}

/** From a field into the measure; blanks are never kept. */
function readField(measure, input) {
  const { omMember, omMore } = input.dataset;
  const value = input.type === "checkbox" ? input.checked : input.value.trim();
  const members = omMore ? (measure.more ??= {}) : measure;
  members[omMore ?? omMember] = value;
  if (!value && omMember !== "text") delete members[omMore ?? omMember];
  // What was said of it comes back with the tick.
  const { value: effect } = input.closest("fieldset").querySelector('[data-om-member="effect"]');
  if (measure.done && effect) measure.effect = effect;
  else delete measure.effect;
  if (measure.more && !Object.keys(measure.more).length) delete measure.more;
  mirror(input);
}

/** What stands in a field, as text beside it: fields are printed badly, and do not grow. */
function mirror(input) {
  const { parentNode, type, value } = input;
  const text = type === "date" ? dayText(value) : value && input.selectedOptions?.[0].text;
  parentNode.dataset.value = text ?? value;
}

/** Takes a suggested measure over into the plan; the suggested role is who does it. */
function takeSuggestion(app, id) {
  const { body, record } = app;
  const all = suggestions(body, record.answers, record.plan.measures);
  const found = all.find((each) => each.id === id);
  if (!found) return;
  const { text, checkpoint, role } = found;
  const who = role && planColumns(body).some(({ key }) => key === "who") ? { who: role } : {};
  addMeasure(app, { text, checkpoint, suggestion: id, ...who });
  app.changed();
}

function addMeasure({ record }, measure) {
  const { measures } = record.plan;
  // An id of its own also among other plans: calendars tell entries apart by it.
  const id = `m${Math.random().toString(36).slice(2, 10)}`;
  if (measures.length < MAX_MEASURES) measures.push({ id, ...measure });
}

function progressText({ record, say }) {
  const { done, count, overdue } = planProgress(record.plan.measures, today());
  if (!count) return "";
  const texts = [say("plan-progress", { done, count })];
  if (overdue) texts.push(say("overdue", { count: overdue }));
  return texts.join(", ");
}

/** How far it is to the self-declaration, in a page that has a part for it. */
function tellCompletion({ body, columns, record, say }, page) {
  if (!part("missing", page)) return false;
  const missing = completion(body, record.answers, record.plan.measures);
  const titles = new Map(body.sections.map(({ id, title }) => [id, title]));
  const labels = new Map(columns.map(({ key, label }) => [key, label]));
  const names = (keys, of) => keys.map((key) => of.get(key)).filter(Boolean).join(", ");
  const sentences = missing.map((rule) => {
    const name = {
      measures: rule.columns.length ? "missing-columns" : "missing-measures",
      "all-sections": "missing-topics",
      sections: "missing-topics",
    }[rule.rule];
    return say(name ?? "missing-other", {
      count: rule.missing,
      columns: names(rule.columns, labels),
      topics: names(rule.sections, titles),
    });
  });
  part("missing", page).replaceChildren(...sentences.map(item));
  for (const [name, hidden] of [["not-met", !missing.length], ["met", missing.length]]) {
    part(name, page)?.toggleAttribute("hidden", hidden);
  }
  return !missing.length;
}
