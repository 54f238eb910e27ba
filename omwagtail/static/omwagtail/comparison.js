/**
 * Results beside one another: the last one and today's, several people's, two counterpart checks.
 *
 * Everything is matched by ids, which never change over editions. The same rules, in the same
 * words, stand in omwagtail/questionnaires/comparison.py; tests/vectors/comparison keeps the two
 * equal. Change both. Loaded on demand.
 */

import {
  NOT_APPLICABLE,
  checkpointsOf,
  cleanAnswers,
  idOf,
  needsOf,
  score,
  sectionsOf,
} from "./questionnaires.js";

const STATES = ["better", "worse", "same", "new", "gone", "open"];

// Percent: more than a third of the greatest possible need is one that two sides can meet in.
const NEED_FROM = 34;

/**
 * What moved since the last time, over editions too.
 *
 * @returns {object} sections: [{id, title, before, now, state, alike}] with the need in percent or
 *   null; checkpoints: [{id, section, statement, before, now, state}] with the answer or null;
 *   counts: how many checkpoints have which state
 */
export function compare(beforeBody, beforeAnswers, nowBody, nowAnswers) {
  const before = sideOf(beforeBody, beforeAnswers);
  const now = sideOf(nowBody, nowAnswers);
  const checkpoints = inBoth(before.points, now.points).map(([id, point]) => ({
    id,
    section: (now.sectionOf.has(id) ? now : before).sectionOf.get(id),
    statement: point.statement ?? "",
    before: before.answers.get(id) ?? null,
    now: now.answers.get(id) ?? null,
    state: stateOf(id, before, now),
  }));
  const count = (state) => checkpoints.filter((point) => point.state === state).length;
  return {
    sections: inBoth(before.sections, now.sections).map(([id, { title }]) => ({
      id,
      title: title ?? "",
      before: before.needs.get(id) ?? null,
      now: now.needs.get(id) ?? null,
      state: sectionStateOf(id, before, now),
      alike: String(before.ratedIn(id)) === String(now.ratedIn(id)),
    })),
    checkpoints,
    counts: Object.fromEntries(STATES.map((state) => [state, count(state)])),
  };
}

/**
 * Where several people see the same check differently: the largest differences first.
 *
 * @param {object[]} people the answers of each
 * @returns {object} sections: [{id, title, needs, spread}] and checkpoints: [{id, section,
 *   statement, levels, spread}]; the spread is null where fewer than two rated
 */
export function differences(body, people) {
  const sides = people.map((answers) => sideOf(body, answers));
  const { sections, points, sectionOf } = sideOf(body, {});
  return {
    sections: largestFirst(
      [...sections].map(([id, { title }]) => {
        const needs = sides.map((side) => side.needs.get(id));
        return { id, title: title ?? "", needs, spread: spreadOf(needs) };
      }),
    ),
    checkpoints: largestFirst(
      [...points].map(([id, { statement }]) => ({
        id,
        section: sectionOf.get(id),
        statement: statement ?? "",
        levels: sides.map(({ answers }) => answers.get(id) ?? null),
        spread: spreadOf(sides.map((side) => side.needFor(id))),
      })),
    ),
  };
}

/**
 * Two counterpart checks, topic by topic: where both sides meet.
 *
 * @returns {object[]} [{id, titles, needs, meets}]: of either side, null where it does not have the
 *   section; meets: "both-need", "both-fine", "differ", or null where not both were rated
 */
export function sideBySide(body, answers, otherBody, otherAnswers) {
  const mine = sideOf(body, answers);
  const other = sideOf(otherBody, otherAnswers);
  return inBoth(other.sections, mine.sections).map(([id]) => {
    const needs = [mine, other].map((side) => side.needs.get(id) ?? null);
    const titleIn = ({ sections }) => (sections.has(id) ? (sections.get(id).title ?? "") : null);
    return { id, titles: [mine, other].map(titleIn), needs, meets: meetingOf(needs) };
  });
}

/** One of the results, by ids; of two parts with the same id the first. */
function sideOf(body, given) {
  const answers = cleanAnswers(body, given);
  const levels = needsOf(body);
  const sections = new Map();
  const points = new Map();
  const sectionOf = new Map();
  const needs = new Map();
  const results = score(body, given).sections;
  sectionsOf(body).forEach((section, index) => {
    const { id, need_percent: percent } = results[index];
    if (sections.has(id)) return;
    sections.set(id, section);
    needs.set(id, percent);
    for (const point of checkpointsOf(section)) {
      if (points.has(idOf(point))) continue;
      points.set(idOf(point), point);
      sectionOf.set(idOf(point), id);
    }
  });
  /** The need that a checkpoint was rated with; null where it was not. */
  const needFor = (id) => {
    const answer = answers.get(id) ?? NOT_APPLICABLE;
    return answer === NOT_APPLICABLE ? null : levels.get(answer);
  };
  return {
    answers,
    sections,
    points,
    sectionOf,
    needs,
    needFor,
    highest: Math.max(1, ...levels.values()),
    /** In a fixed order, whatever the order of the definition. */
    ratedIn: (section) =>
      [...points.keys()]
        .filter((id) => sectionOf.get(id) === section && needFor(id) !== null)
        .sort(),
  };
}

/** [id, part]: all of now, then what only before has. */
function inBoth(before, now) {
  return [...now, ...[...before].filter(([id]) => !now.has(id))];
}

function stateOf(id, before, now) {
  if (!before.points.has(id)) return "new";
  if (!now.points.has(id)) return "gone";
  const [was, is] = [before, now].map(({ answers }) => answers.get(id));
  if (was === is && is === NOT_APPLICABLE) return "same";
  const [old, need] = [before, now].map((side) => side.needFor(id));
  if (old === null || need === null) return "open";
  // BigInt, as Python's integers: a product of two needs may be beyond 2^53.
  return directionOf(BigInt(old) * BigInt(now.highest), BigInt(need) * BigInt(before.highest));
}

function sectionStateOf(id, before, now) {
  if (!before.sections.has(id)) return "new";
  if (!now.sections.has(id)) return "gone";
  const [was, is] = [before.needs.get(id), now.needs.get(id)];
  return was === null || is === null ? "open" : directionOf(was, is);
}

function directionOf(before, now) {
  if (now === before) return "same";
  return now < before ? "better" : "worse";
}

function spreadOf(needs) {
  const known = needs.filter((need) => need !== null);
  return known.length > 1 ? Math.max(...known) - Math.min(...known) : null;
}

/** Stable: like ones stay in the check's order. */
function largestFirst(rows) {
  return rows.sort((one, other) => (other.spread ?? -1) - (one.spread ?? -1));
}

function meetingOf(needs) {
  if (needs.includes(null)) return null;
  const [mine, other] = needs.map((need) => need >= NEED_FROM);
  if (mine !== other) return "differ";
  return mine ? "both-need" : "both-fine";
}
