/**
 * From a result to a plan of action: what is suggested, how far it is, what is still missing.
 * Nothing of the page; loaded with the plan.
 *
 * The same rules, in the same words, stand in omwagtail/questionnaires/plan.py and completion.py;
 * tests/vectors/plan and completion keep them equal. Change both.
 *
 * `measures` are those of a cleaned record (docs/reference/check-records.md).
 */

import {
  allCheckpoints,
  cleanAnswers,
  idOf,
  needsOf,
  ratedOf,
  score,
  suggestedOf,
  weightOf,
} from "./questionnaires.js";

export const COLUMNS = ["measure", "priority", "who", "until", "control"];
export const PRIORITIES = ["high", "medium", "low"];

/** What is still missing for the declaration: [{rule, done, required, missing, sections, columns}]. */
export function completion(body, answers, measures) {
  const every = score(body, answers).sections;
  const found = (body.completion ?? []).map(({ rule, count, sections, columns }) => {
    const named = rule === "sections" && sections;
    const asked = every.filter(({ id }) => !named?.length || named.includes(id));
    const open = asked.filter(({ complete }) => !complete).map(idOf);
    const closed = asked.length - open.length;
    const needed = ["measure", ...(columns ?? [])];
    const full = measures.filter((each) => needed.every((column) => isFilled(each, column))).length;
    const [done, required, where, what] = {
      __proto__: null,
      "all-sections": [closed, asked.length, open],
      sections: [closed, count ?? 0, open],
      measures: [full, count ?? 0, [], columns],
    }[rule] ?? [0, 1]; // what is not known is not met
    return {
      rule: rule ?? "",
      done,
      required,
      missing: required - done,
      sections: where ?? [],
      columns: what ?? [],
    };
  });
  return found.filter(({ missing }) => missing > 0);
}

/** [{key, label?}] in order; there is always a column "measure". */
export function planColumns(body) {
  const columns = new Map();
  for (const { key, label } of body.plan ?? []) {
    if (key && !columns.has(key)) columns.set(key, label ? { key, label } : { key });
  }
  if (!columns.size) return COLUMNS.map((key) => ({ key }));
  return [...(columns.has("measure") ? [] : [{ key: "measure" }]), ...columns.values()];
}

/** Whether something stands in the column with this key. */
export function isFilled(measure, column) {
  if (column === "measure") return !!measure.text;
  if (COLUMNS.includes(column)) return !!measure[column];
  return !!new Map(Object.entries(measure.more ?? {})).get(column);
}

/** By "priority", "until", "who" or "order"; open ones before those done, blanks last, stable. */
export function sortMeasures(measures, by) {
  const value =
    {
      priority: ({ priority }) => PRIORITIES.indexOf(priority) + 1,
      until: ({ until }) => until,
      // Without accents and capitals: where German readers look for "Ärztin" and "van Aken".
      who: ({ who }) => who?.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(),
    }[by] ?? (() => "");
  const compare = (one, other) => (one < other ? -1 : +(one > other));
  return [...measures].sort(
    (one, other) =>
      compare(!!one.done, !!other.done) ||
      compare(!value(one), !value(other)) ||
      compare(value(one), value(other)),
  );
}

/** Suggested measures of checkpoints with need, most urgent first, not yet taken over. */
export function suggestions(body, answers, measures) {
  const needs = needsOf(body);
  const needFor = ([, level]) => needs.get(level);
  const taken = measures.map(({ suggestion }) => suggestion);
  return ratedOf(allCheckpoints(body), cleanAnswers(body, answers))
    .filter((pair) => needFor(pair) > 0)
    .sort(
      (one, other) => needFor(other) - needFor(one) || weightOf(other[0]) - weightOf(one[0]),
    )
    .flatMap(([checkpoint]) =>
      suggestedOf(checkpoint)
        .filter(({ id, text }) => id && text && !taken.includes(id))
        .map(({ id, text, role }) => ({
          id,
          text,
          ...(role && { role }),
          checkpoint: idOf(checkpoint),
        })),
    );
}

/** {done, count, overdue}; `today` as "2026-11-28", and on the last day nothing is overdue. */
export function planProgress(measures, today) {
  const open = measures.filter(({ done }) => !done);
  return {
    done: measures.length - open.length,
    count: measures.length,
    overdue: open.filter(({ until }) => until && until < today).length,
  };
}
