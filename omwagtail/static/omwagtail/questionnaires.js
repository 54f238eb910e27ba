/**
 * A check's ratings and what they add up to. No dependency, no build step, nothing of the page.
 *
 * The same rules, in the same words, stand in omwagtail/questionnaires/; the vectors in
 * tests/vectors keep the two equal. Change both.
 *
 * `body` is the check's body as it stands in its document, `answers` checkpoint id to level key or
 * NOT_APPLICABLE.
 */

export const NOT_APPLICABLE = "not-applicable";

// ---- the definition

export const sectionsOf = (body) => body.sections ?? [];
export const checkpointsOf = (section) => section.checkpoints ?? [];
export const allCheckpoints = (body) => sectionsOf(body).flatMap(checkpointsOf);
export const suggestedOf = (checkpoint) => checkpoint.suggested_measures ?? [];
export const idOf = ({ id }) => id ?? "";

/** 1 if nothing is said; 0 asks without counting. */
export const weightOf = ({ weight }) => Math.max(0, weight ?? 1);

/** Level key to need for action, in the order of the scale; of two like keys the first. */
export function needsOf(body) {
  const needs = new Map();
  for (const { key, need } of body.scale?.levels ?? []) {
    if (!needs.has(key ?? "")) needs.set(key ?? "", Math.max(0, need ?? 0));
  }
  return needs;
}

export const objectOf = (value) =>
  value && typeof value === "object" && !Array.isArray(value) ? value : {};

// ---- ratings and what they add up to

/** The answers this definition knows, as a Map in its order; anything else is dropped. */
export function cleanAnswers(body, raw) {
  const known = new Set(needsOf(body).keys());
  known.delete(NOT_APPLICABLE);
  if (body.scale?.not_applicable != null) known.add(NOT_APPLICABLE);
  const given = objectOf(raw);
  const pairs = allCheckpoints(body).map((checkpoint) => [idOf(checkpoint), given[idOf(checkpoint)]]);
  return new Map(pairs.filter(([, answer]) => known.has(answer)));
}

/** sections, whole, urgent, strengths: as Python's result_as_json() gives them. */
export function score(body, answers) {
  const known = cleanAnswers(body, answers);
  const needs = needsOf(body);
  const bands = (scope) => (body.bands ?? []).filter((band) => band.scope === scope);
  // A band that names sections is for these only.
  const bandsFor = (id) =>
    bands("section").filter(({ sections }) => !sections?.length || sections.includes(id));
  const checkpoints = allCheckpoints(body);
  const counting = ratedOf(checkpoints, known).filter(([checkpoint]) => weightOf(checkpoint) > 0);
  const highest = Math.max(1, ...counting.map(([, level]) => needs.get(level)));
  const withNeed = (need) =>
    counting.filter(([, level]) => needs.get(level) === need).map(([checkpoint]) => checkpoint);
  return {
    sections: sectionsOf(body).map((section) => ({
      id: idOf(section),
      ...tally(needs, checkpointsOf(section), known, bandsFor(idOf(section))),
    })),
    whole: tally(needs, checkpoints, known, bands("whole")),
    // Stable: like weights stay in order.
    urgent: withNeed(highest)
      .sort((one, other) => weightOf(other) - weightOf(one))
      .map(idOf),
    strengths: withNeed(0).map(idOf),
  };
}

function tally(needs, checkpoints, answers, bands) {
  const rated = ratedOf(checkpoints, answers);
  const total = checkpoints.length;
  const applicable = checkpoints.filter(
    (checkpoint) => answers.get(idOf(checkpoint)) !== NOT_APPLICABLE,
  ).length;
  const levels = new Map([...needs.keys()].map((key) => [key, 0]));
  const highest = BigInt(Math.max(0, ...needs.values()));
  // BigInt, so that no weight, however large, rounds differently from Python.
  let part = 0n;
  let whole = 0n;
  for (const [checkpoint, level] of rated) {
    const weight = BigInt(weightOf(checkpoint));
    levels.set(level, levels.get(level) + 1);
    part += weight * BigInt(needs.get(level));
    whole += weight * highest;
  }
  // Half a percent is rounded up; null where nothing counts.
  const percent = whole ? Number((200n * part + whole) / (2n * whole)) : null;
  const fits = ({ from, to }) => from != null && to != null && from <= percent && percent <= to;
  return {
    rated: rated.length,
    applicable,
    total,
    need_percent: percent,
    band: (percent !== null && bands.find(fits)) || null,
    levels: Object.fromEntries(levels),
    complete: rated.length === applicable,
  };
}

/** [checkpoint, level key] of those with a level. */
export function ratedOf(checkpoints, answers) {
  return checkpoints
    .map((checkpoint) => [checkpoint, answers.get(idOf(checkpoint)) ?? NOT_APPLICABLE])
    .filter(([, answer]) => answer !== NOT_APPLICABLE);
}
