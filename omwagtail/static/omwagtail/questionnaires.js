/**
 * A check's ratings and plan: what they add up to, what is missing, what is kept of them.
 * No dependency, no build step, nothing of the page.
 *
 * The same rules, in the same words, stand in omwagtail/questionnaires/; the vectors in
 * tests/vectors keep the two equal. Change both.
 *
 * `body` is the check's body as it stands in its document, `answers` checkpoint id to level key or
 * NOT_APPLICABLE, `measures` those of a cleaned record (docs/reference/check-records.md).
 */

export const NOT_APPLICABLE = "not-applicable";
export const VERSION = "om-answers/1";
export const COLUMNS = ["measure", "priority", "who", "until", "control"];
export const PRIORITIES = ["high", "medium", "low"];
export const EFFECTS = ["yes", "partly", "no"];

// ---- the definition

export const sectionsOf = (body) => body.sections ?? [];
export const checkpointsOf = (section) => section.checkpoints ?? [];
export const allCheckpoints = (body) => sectionsOf(body).flatMap(checkpointsOf);
const suggestedOf = (checkpoint) => checkpoint.suggested_measures ?? [];
export const idOf = ({ id }) => id ?? "";

/** 1 if nothing is said; 0 asks without counting. */
const weightOf = ({ weight }) => Math.max(0, weight ?? 1);

/** Level key to need for action, in the order of the scale; of two like keys the first. */
export function needsOf(body) {
  const needs = new Map();
  for (const { key, need } of body.scale?.levels ?? []) {
    if (!needs.has(key ?? "")) needs.set(key ?? "", Math.max(0, need ?? 0));
  }
  return needs;
}

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
function ratedOf(checkpoints, answers) {
  return checkpoints
    .map((checkpoint) => [checkpoint, answers.get(idOf(checkpoint)) ?? NOT_APPLICABLE])
    .filter(([, answer]) => answer !== NOT_APPLICABLE);
}

// ---- completion

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

// ---- the plan

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

// ---- the record

/** The record in a file, still to be cleaned; the message of its Error is a code. */
export function readRecord(text) {
  const refuse = (code) => {
    throw new Error(code);
  };
  let record;
  if (new Blob([text]).size > 262144) refuse("too-large");
  try {
    record = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    refuse("not-json");
  }
  const version = matching(/^om-answers\//, objectOf(record).v) || refuse("not-a-record");
  return version === VERSION ? record : refuse("other-version");
}

/** What this definition knows of `raw`, which may be anything; texts are cut at their limit. */
export function cleanRecord(body, raw) {
  const { check, edition, date, name, topics, answers, notes, plan } = objectOf(raw);
  const { origin, id, title, code, url } = objectOf(check);
  const { number, date: frozen, fingerprint } = objectOf(edition);
  const written = objectOf(notes);
  return {
    v: VERSION,
    ...filled({
      check: filled({
        origin: matching(WEB_ADDRESS, origin),
        id: lineOf(id, 200),
        title: lineOf(title, 1000),
        code: lineOf(code, 200),
        url: matching(WEB_ADDRESS, url),
      }),
      edition: filled({
        number: Number.isInteger(number) && number >= 0 && number <= 1e6 ? number : "",
        date: dayOf(frozen),
        fingerprint: matching(/^[0-9a-f]{64}$/, fingerprint),
      }),
      date: dayOf(date),
      name: lineOf(name, 200),
      topics: [...new Set(sectionsOf(body).map(idOf))].filter(
        (section) => section && listOf(topics).includes(section),
      ),
    }),
    answers: Object.fromEntries(cleanAnswers(body, answers)),
    notes: filled(
      Object.fromEntries(
        allCheckpoints(body).map((point) => [idOf(point), textOf(written[idOf(point)], 2000)]),
      ),
    ),
    plan: { measures: cleanMeasures(body, objectOf(plan).measures) },
  };
}

/** The measures in which something is written, each with an id of its own and a text, maybe "". */
export function cleanMeasures(body, raw) {
  const points = allCheckpoints(body);
  const suggested = points.flatMap(suggestedOf);
  const keys = planColumns(body).map(({ key }) => key);
  const own = keys.filter((key) => !COLUMNS.includes(key));
  const oneOf = (known, value) => (known.includes(value) ? value : "");
  const measures = listOf(raw)
    .map(objectOf)
    .map((each) =>
      filled({
        id: matching(/^[A-Za-z0-9][\w-]{0,63}$/, each.id),
        text: textOf(each.text, 500),
        checkpoint: oneOf(points.map(idOf), each.checkpoint),
        suggestion: oneOf(suggested.map(idOf), each.suggestion),
        priority: oneOf(PRIORITIES, each.priority),
        who: lineOf(each.who, 200),
        until: dayOf(each.until),
        control: textOf(each.control, 500),
        done: each.done === true,
        effect: oneOf(EFFECTS, each.effect),
        more: filled(
          Object.fromEntries(own.map((key) => [key, textOf(objectOf(each.more)[key], 500)])),
        ),
      }),
    )
    .filter(({ text, who, until, control, more }) => text || who || until || control || more)
    .slice(0, 200);
  const taken = new Set(measures.map(({ id }) => id));
  const used = new Set();
  let number = 0;
  return measures.map((measure) => {
    let { id } = measure;
    if (!id || used.has(id)) {
      do id = `m${++number}`;
      while (taken.has(id));
    }
    used.add(id);
    return { text: "", ...measure, id };
  });
}

const WEB_ADDRESS = /^https?:\/\/[!#-;=?-~]{1,2000}$/;

const objectOf = (value) =>
  value && typeof value === "object" && !Array.isArray(value) ? value : {};
const listOf = (value) => (Array.isArray(value) ? value : []);
const matching = (pattern, value) =>
  typeof value === "string" && pattern.test(value) ? value : "";

/** At most `limit` code points, without what no text needs: controls, lone surrogates, a mark. */
function textOf(value, limit) {
  const text = typeof value === "string" ? value.replace(/\r\n?/g, "\n") : "";
  const fit = text.replace(/[^\P{Cc}\n\t]|[\p{Cs}\ufeff]/gu, "").trim();
  return [...fit].slice(0, limit).join("").trim();
}

const lineOf = (value, limit) => textOf(textOf(value).replace(/\s+/g, " "), limit);

/** A day that exists, of a year with four digits. */
function dayOf(value) {
  const day = matching(/^[1-9]\d{3}-\d\d-\d\d$/, value);
  return day && new Date(day).toJSON()?.startsWith(day) ? day : "";
}

/** Without the blanks: they are never stored. */
function filled(members) {
  const isSome = ([, value]) =>
    value === 0 || (value && (typeof value !== "object" || Object.keys(value).length));
  return Object.fromEntries(Object.entries(members).filter(isSome));
}

// ---- the link

/** What each digit stands for, the checkpoints' ids, bytes of the greatest number. */
function radixOf(body) {
  const digits = [...new Set(["", NOT_APPLICABLE, ...needsOf(body).keys()])];
  const ids = [...new Set(allCheckpoints(body).map(idOf))];
  const greatest = BigInt(digits.length) ** BigInt(ids.length) - 1n;
  return [digits, ids, Math.ceil(greatest.toString(16).length / 2)];
}

/** The fragment of a link: the edition's mark and the answers as one number, in base64url. */
export function pack(body, answers, fingerprint) {
  const [digits, ids, size] = radixOf(body);
  const known = cleanAnswers(body, answers);
  const number = ids.reduce(
    (sum, id) => sum * BigInt(digits.length) + BigInt(digits.indexOf(known.get(id) ?? "")),
    0n,
  );
  const hex = fingerprint.slice(0, 12) + number.toString(16).padStart(2 * size, "0");
  const bytes = hex.match(/../g).map((pair) => parseInt(pair, 16));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The answers in such a text; null where it belongs to another edition or is broken. */
export function unpack(body, text, fingerprint) {
  const [digits, ids, size] = radixOf(body);
  const radix = BigInt(digits.length);
  if (text.length !== Math.ceil(((6 + size) * 4) / 3)) return null;
  try {
    const packed = atob(text.replaceAll("-", "+").replaceAll("_", "/")).slice(6);
    const hex = [...packed].map((char) => char.charCodeAt().toString(16).padStart(2, "0"));
    let number = BigInt(`0x${hex.join("")}`);
    const pairs = ids.reverse().map((id) => {
      const pair = [id, digits[number % radix]];
      number /= radix;
      return pair;
    });
    const answers = Object.fromEntries(cleanAnswers(body, Object.fromEntries(pairs)));
    // Whatever does not come out again is not what was packed.
    return pack(body, answers, fingerprint) === text ? answers : null;
  } catch {
    return null;
  }
}
