/**
 * What all files say, without a format: facts, need by topic, ratings, plan.
 *
 * A table is {title, columns: [{label, kind, width, choices?}], rows}; a cell is a text, a number,
 * a day "2026-11-28" or null, as its column's kind says: text, number, percent or date.
 * runner/export_tables.py makes the same tables of ratings and plan.
 */

import { planColumns } from "./planning.js";

const PLAN_KEYS = ["measure", "priority", "who", "until", "control"];
const WIDTHS = { measure: 44, priority: 11, who: 22, until: 13, control: 30 };

export function tablesOf(data) {
  const { body, record, result, words } = data;
  const topics = topicsOf(body, record, result, words);
  const statement = (id) => pointsOf(topics).find((point) => point.id === id)?.statement ?? "";
  const rated = (ids) => ids.map(statement).filter(Boolean);
  return {
    ...data,
    facts: factsOf(data),
    answered: answeredText(result.whole, words),
    topics: topicTable(topics, words),
    ratings: ratingTable(topics, words),
    rated: topics,
    urgent: rated(result.urgent),
    strengths: rated(result.strengths),
    plan: planTable(data),
    measures: measuresOf(data),
  };
}

// ---- result

/** Topics that somebody chose, answered or made a note on, each with its points in words. */
function topicsOf(body, record, result, words) {
  const answers = record.answers ?? {};
  const notes = record.notes ?? {};
  const chosen = record.topics ?? [];
  const labels = levelLabels(body);
  const isTouched = ({ id }) => own(answers, id) !== undefined || own(notes, id) !== undefined;
  return (body.sections ?? [])
    .map((section, index) => ({ ...section, number: index + 1, tally: result.sections[index] }))
    .filter(({ tally }) => tally.total > 0)
    .filter(
      ({ id, checkpoints }) =>
        !chosen.length || chosen.includes(id) || checkpoints.some(isTouched),
    )
    .map(({ title, number, tally, checkpoints }) => ({
      title: title || say(words.topic_number, { number }),
      tally,
      points: checkpoints.map(({ id, statement }) => ({
        id,
        statement: statement ?? "",
        rating: labels.get(answers[id]) ?? words.not_rated,
        note: own(notes, id) ?? "",
      })),
    }));
}

function pointsOf(topics) {
  return topics.flatMap(({ points }) => points);
}

function levelLabels({ scale = {} }) {
  const labels = (scale.levels ?? []).map(({ key, label }) => [key, label || key]);
  if (scale.not_applicable) labels.push(["not-applicable", scale.not_applicable.label ?? ""]);
  return new Map(labels);
}

function topicTable(topics, words) {
  return {
    title: words.result,
    columns: [
      { label: words.topic, kind: "text", width: 34 },
      { label: words.need, kind: "percent", width: 18 },
      { label: words.rated, kind: "number", width: 12 },
      { label: words.checkpoints, kind: "number", width: 14 },
      { label: words.meaning, kind: "text", width: 34 },
    ],
    rows: topics.map(({ title, tally }) => [
      title,
      tally.need_percent,
      tally.rated,
      tally.total,
      tally.band?.title ?? "",
    ]),
  };
}

function ratingTable(topics, words) {
  return {
    title: words.ratings,
    columns: [
      { label: words.topic, kind: "text", width: 24 },
      { label: words.topic_need, kind: "percent", width: 18 },
      { label: words.checkpoint, kind: "text", width: 60 },
      { label: words.rating, kind: "text", width: 20 },
      { label: words.note, kind: "text", width: 44 },
    ],
    rows: topics.flatMap(({ title, tally, points }) =>
      points.map(({ statement, rating, note }) => [
        title,
        tally.need_percent,
        statement,
        rating,
        note,
      ]),
    ),
  };
}

/** "12 of 18 checkpoints rated, 2 do not apply, 4 still open". */
function answeredText({ rated, applicable, total }, words) {
  const texts = [count(words.answered, total, { rated })];
  if (total > applicable) texts.push(count(words.excluded, total - applicable));
  if (applicable > rated) texts.push(count(words.open, applicable - rated));
  return texts.join(", ");
}

// ---- plan

/** The check's own columns; those without a label have ours. */
export function labelledColumns(body, words) {
  return planColumns(body).map(({ key, label }) => ({ key, label: label || words[key] || key }));
}

function planTable({ body, record, words }) {
  const columns = labelledColumns(body, words);
  const statements = new Map(
    (body.sections ?? []).flatMap(({ checkpoints }) =>
      (checkpoints ?? []).map(({ id, statement }) => [id, statement ?? ""]),
    ),
  );
  return {
    title: words.plan,
    columns: [
      ...columns.map(({ key, label }) => ({
        label,
        kind: key === "until" ? "date" : "text",
        width: WIDTHS[key] ?? 24,
        ...(key === "priority" && { choices: [words.high, words.medium, words.low] }),
      })),
      { label: words.status, kind: "text", width: 11, choices: [words.to_do, words.done] },
      {
        label: words.effect,
        kind: "text",
        width: 14,
        choices: [words.effect_yes, words.effect_partly, words.effect_no],
      },
      { label: words.checkpoint, kind: "text", width: 44 },
    ],
    rows: (record.plan?.measures ?? []).map((measure) => [
      ...columns.map(({ key }) => planCell(measure, key, words)),
      measure.done ? words.done : words.to_do,
      words[`effect_${measure.effect}`] ?? "",
      statements.get(measure.checkpoint) ?? "",
    ]),
  };
}

function planCell(measure, key, words) {
  if (key === "measure") return measure.text ?? "";
  if (key === "priority") return words[measure.priority] ?? "";
  if (PLAN_KEYS.includes(key)) return measure[key] ?? (key === "until" ? null : "");
  return own(measure.more ?? {}, key) ?? "";
}

/** Keys are data: one may be called "constructor". */
function own(object, key) {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Measures with their priority in words; all else as in the record. */
function measuresOf({ record, words }) {
  return (record.plan?.measures ?? []).map((measure) => ({
    ...measure,
    priority_text: words[measure.priority] ?? "",
  }));
}

// ---- about the file

function factsOf({ document, edition, record, today, language, words }) {
  const day = (date) => dayText(date, language || document.language);
  const number = edition?.number ?? record.edition?.number;
  const date = edition?.date ?? record.edition?.date;
  const facts = [
    [words.check, [document.title, document.code].filter(Boolean).join(", ")],
    [words.edition, number ? String(number) + (date ? ` (${day(date)})` : "") : ""],
    [words.publisher, document.publisher ?? ""],
    [words.address, document.url ?? ""],
    [words.date, day(today)],
    [words.name, record.name ?? ""],
  ];
  return facts.filter(([, value]) => value);
}

/** The date of "2026-11-28" at midnight UTC; null for what is no day. */
export function dateOf(day) {
  if (!/^[12]\d{3}-\d\d-\d\d$/.test(day ?? "")) return null;
  const date = new Date(`${day}T00:00Z`);
  const exists = !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(day);
  return exists ? date : null;
}

/** A day as it is written in a language; what is no day stays as it is. */
export function dayText(day, language) {
  const date = dateOf(day);
  if (!date) return day ?? "";
  const options = { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" };
  try {
    return new Intl.DateTimeFormat(language || "en", options).format(date);
  } catch {
    return day; // a language that no browser knows
  }
}

// ---- sentences

export function say(sentence, values) {
  return sentence.replace(/%(?:\((\w+)\)s|%)/g, (_, key) => (key ? values[key] : "%"));
}

/** One of the two forms of a sentence that counts. */
function count([one, several], number, values) {
  return say(number === 1 ? one : several, { count: number, ...values });
}
