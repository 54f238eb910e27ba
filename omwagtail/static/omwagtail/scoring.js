/**
 * What the ratings of a check add up to. No dependency, no build step, nothing of the page.
 *
 * The same rules, in the same words, stand in omwagtail/questionnaires/scoring.py; the vectors in
 * tests/vectors/scoring keep the two equal. Change both.
 */

export const NOT_APPLICABLE = "not-applicable";

/**
 * @param {object} body the check's body as it stands in its document
 * @param {object} answers checkpoint id to level key or NOT_APPLICABLE; unknown ones are ignored
 * @returns {object} sections, whole, urgent, strengths: as Python's result_as_json() gives it
 */
export function score(body, answers) {
  const known = cleanAnswers(body, answers);
  const sections = body.sections ?? [];
  const checkpoints = sections.flatMap(checkpointsOf);
  return {
    sections: sections.map((section) => ({
      id: section.id ?? "",
      ...count(body, checkpointsOf(section), known, bandsOfSection(body, section)),
    })),
    whole: count(body, checkpoints, known, bandsOf(body, "whole")),
    urgent: urgent(body, checkpoints, known),
    strengths: strengths(body, checkpoints, known),
  };
}

/** The answers this definition knows, as a Map in its order; anything else is dropped. */
export function cleanAnswers(body, raw) {
  const answers = new Map();
  if (raw === null || typeof raw !== "object" || Array.isArray(raw)) return answers;
  const known = new Set(needsOf(body).keys());
  known.delete(NOT_APPLICABLE);
  if (body.scale?.not_applicable != null) known.add(NOT_APPLICABLE);
  for (const checkpoint of (body.sections ?? []).flatMap(checkpointsOf)) {
    const id = checkpoint.id ?? "";
    if (known.has(raw[id])) answers.set(id, raw[id]);
  }
  return answers;
}

function checkpointsOf(section) {
  return section.checkpoints ?? [];
}

/** 1 if nothing is said; 0 asks without counting. */
function weightOf(checkpoint) {
  return Math.max(0, checkpoint.weight ?? 1);
}

/** Level key to need for action, in the order of the scale; of two like keys the first. */
function needsOf(body) {
  const needs = new Map();
  for (const level of body.scale?.levels ?? []) {
    const key = level.key ?? "";
    if (!needs.has(key)) needs.set(key, Math.max(0, level.need ?? 0));
  }
  return needs;
}

function count(body, checkpoints, answers, bands) {
  const needs = needsOf(body);
  const highest = Math.max(0, ...needs.values());
  const rated = ratedOf(checkpoints, answers);
  const notApplicable = checkpoints.filter(
    (checkpoint) => answers.get(checkpoint.id ?? "") === NOT_APPLICABLE,
  ).length;
  const levels = new Map([...needs.keys()].map((key) => [key, 0]));
  // BigInt, so that no weight, however large, rounds differently from Python.
  let part = 0n;
  let whole = 0n;
  for (const [checkpoint, level] of rated) {
    const weight = BigInt(weightOf(checkpoint));
    levels.set(level, levels.get(level) + 1);
    part += weight * BigInt(needs.get(level));
    whole += weight * BigInt(highest);
  }
  const needPercent = percentOf(part, whole);
  return {
    rated: rated.length,
    applicable: checkpoints.length - notApplicable,
    total: checkpoints.length,
    need_percent: needPercent,
    band: bandOf(bands, needPercent),
    levels: Object.fromEntries(levels),
    complete: rated.length + notApplicable === checkpoints.length,
  };
}

/** [checkpoint, level key] of those with a level. */
function ratedOf(checkpoints, answers) {
  return checkpoints
    .map((checkpoint) => [checkpoint, answers.get(checkpoint.id ?? "")])
    .filter(([, answer]) => answer !== undefined && answer !== NOT_APPLICABLE);
}

/** 100 * part / whole, half a percent rounded up; null where nothing counts. */
function percentOf(part, whole) {
  if (whole === 0n) return null;
  return Number((200n * part + whole) / (2n * whole));
}

function bandsOf(body, scope) {
  return (body.bands ?? []).filter((band) => band.scope === scope);
}

/** A band that names sections is for these only. */
function bandsOfSection(body, section) {
  return bandsOf(body, "section").filter(
    (band) => !band.sections?.length || band.sections.includes(section.id ?? ""),
  );
}

function bandOf(bands, percent) {
  if (percent === null) return null;
  const fits = (band) =>
    band.from != null && band.to != null && band.from <= percent && percent <= band.to;
  return bands.find(fits) ?? null;
}

/** Those with the highest need that was given, if above 0: heaviest first, then in order. */
function urgent(body, checkpoints, answers) {
  const needs = needsOf(body);
  const counting = ratedOf(checkpoints, answers).filter(([checkpoint]) => weightOf(checkpoint) > 0);
  const highest = Math.max(0, ...counting.map(([, level]) => needs.get(level)));
  if (highest === 0) return [];
  return counting
    .filter(([, level]) => needs.get(level) === highest)
    .map(([checkpoint]) => checkpoint)
    .sort((one, other) => weightOf(other) - weightOf(one)) // stable: like weights stay in order
    .map((checkpoint) => checkpoint.id ?? "");
}

/** Those rated without any need, in order. */
function strengths(body, checkpoints, answers) {
  const needs = needsOf(body);
  return ratedOf(checkpoints, answers)
    .filter(([checkpoint, level]) => weightOf(checkpoint) > 0 && needs.get(level) === 0)
    .map(([checkpoint]) => checkpoint.id ?? "");
}
