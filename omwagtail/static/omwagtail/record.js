/**
 * What is kept of a check that was filled in, and read again: a record, and a link with the
 * answers only. Nothing of the page; loaded on demand.
 *
 * The same rules, in the same words, stand in omwagtail/questionnaires/record.py and link.py;
 * tests/vectors/record and link keep them equal. Change both.
 */

import { COLUMNS, PRIORITIES, planColumns } from "./planning.js";
import {
  NOT_APPLICABLE,
  allCheckpoints,
  cleanAnswers,
  idOf,
  needsOf,
  objectOf,
  sectionsOf,
  suggestedOf,
} from "./questionnaires.js";

export const VERSION = "om-answers/1";
export const EFFECTS = ["yes", "partly", "no"];

/** The record in a file, still to be cleaned; the message of its Error is a code. */
export function readRecord(text) {
  const refuse = (code) => {
    throw new Error(code);
  };
  let record;
  if (new Blob([text]).size > 2097152) refuse("too-large");
  try {
    record = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    refuse("not-json");
  }
  const version = matching(/^om-answers\//)(objectOf(record).v) || refuse("not-a-record");
  return version === VERSION ? record : refuse("other-version");
}

/** What this definition knows of `raw`, which may be anything; texts are cut at their limit. */
export function cleanRecord(body, raw) {
  const given = objectOf(raw);
  const ids = [...new Set(sectionsOf(body).map(idOf))];
  const members = {
    check: object({
      origin: ADDRESS,
      id: line(200),
      title: line(1000),
      code: line(200),
      url: ADDRESS,
    }),
    edition: object({
      number: (value) => (Number.isInteger(value) && value >= 0 && value <= 1e6 ? value : ""),
      date: day,
      fingerprint: matching(/^[0-9a-f]{64}$/),
    }),
    date: day,
    name: line(200),
    topics: (value) => ids.filter((id) => id && listOf(value).includes(id)),
  };
  return {
    v: VERSION,
    ...object(members)(given),
    answers: Object.fromEntries(cleanAnswers(body, given.answers)),
    notes: object(alike(allCheckpoints(body).map(idOf), words(2000)))(given.notes),
    plan: { measures: cleanMeasures(body, objectOf(given.plan).measures) },
  };
}

/** The measures in which something is written, each with an id of its own and a text, maybe "". */
export function cleanMeasures(body, raw) {
  const points = allCheckpoints(body);
  const columns = planColumns(body).map(({ key }) => key);
  const members = {
    id: matching(/^[A-Za-z0-9][\w-]{0,63}$/),
    text: words(500),
    checkpoint: oneOf(points.map(idOf)),
    suggestion: oneOf(points.flatMap(suggestedOf).map(idOf)),
    priority: oneOf(PRIORITIES),
    who: line(200),
    until: day,
    control: words(500),
    done: (value) => value === true || "",
    effect: oneOf(EFFECTS),
    more: object(alike(columns.filter((key) => !COLUMNS.includes(key)), words(500))),
  };
  const measures = listOf(raw)
    .slice(0, 200)
    .map(object(members))
    .filter(({ text, who, until, control, more }) => text || who || until || control || more);
  const taken = measures.map(({ id }) => id);
  let number = 0;
  return measures.map((measure, place) => {
    let { id } = measure;
    if (!id || taken.indexOf(id) < place) {
      do id = `m${++number}`;
      while (taken.includes(id));
    }
    return { id, text: "", ...measure, ...{ id } };
  });
}

const listOf = (value) => (Array.isArray(value) ? value : []);

// What reads a member: each gives the value as it may be kept, or something blank.

const isSome = (value) =>
  value === true || typeof value === "number" || Object.keys(value).length > 0;

/** An object with these members, without the blank ones: they are never stored. */
const object = (members) => (raw) =>
  Object.fromEntries(
    Object.entries(members)
      .map(([name, read]) => [name, read(objectOf(raw)[name])])
      .filter(([, value]) => isSome(value)),
  );
const alike = (names, read) => Object.fromEntries(names.map((name) => [name, read]));
const matching = (pattern) => (value) =>
  typeof value === "string" && pattern.test(value) ? value : "";
const oneOf = (known) => (value) => (known.includes(value) ? value : "");
const ADDRESS = matching(/^https?:\/\/[!#-;=?-~]{1,2000}$/);

/** At most `limit` code points, without what no text needs: controls, lone surrogates, a mark. */
const words = (limit) => (value) => {
  const text = typeof value === "string" ? value.replace(/\r\n?/g, "\n") : "";
  const fit = text.replace(/[^\P{Cc}\n\t]|[\p{Cs}\ufeff]/gu, "").trim();
  return [...fit].slice(0, limit).join("").trim();
};
const line = (limit) => (value) => words(limit)(words()(value).replace(/\s+/g, " "));

/** A day that exists, of a year with four digits. */
const day = (value) =>
  matching(/^[1-9]\d{3}-\d\d-\d\d$/)(value) && new Date(value).toJSON()?.startsWith(value)
    ? value
    : "";

// ---- the link

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** What each digit stands for, their number, the checkpoints' ids, the length of the text. */
function radixOf(body) {
  const digits = [...new Set(["", NOT_APPLICABLE, ...needsOf(body).keys()])];
  const ids = [...new Set(allCheckpoints(body).map(idOf))];
  const radix = BigInt(digits.length);
  const greatest = radix ** BigInt(ids.length) - 1n;
  return [digits, radix, ids, 8 + Math.ceil(greatest.toString(2).length / 6)];
}

const numberOf = (text) =>
  [...text].reduce((sum, char) => sum * 64n + BigInt(ALPHABET.indexOf(char)), 0n);

/** The fragment of a link: the edition's mark and the answers as one number, in base64url. */
export function pack(body, answers, fingerprint) {
  const [digits, radix, ids, length] = radixOf(body);
  const known = cleanAnswers(body, answers);
  let number = BigInt(`0x${fingerprint.slice(0, 12)}`) << BigInt(6 * (length - 8));
  number += ids.reduce(
    (sum, id) => sum * radix + BigInt(digits.indexOf(known.get(id) ?? "")),
    0n,
  );
  let text = "";
  for (; text.length < length; number >>= 6n) text = ALPHABET[number & 63n] + text;
  return text;
}

/** 12 hex digits: how the fingerprint of the edition begins that a link is for; null if none is. */
export function markOf(text) {
  if (!/^[\w-]{9,}$/.test(text)) return null;
  return numberOf(text.slice(0, 8)).toString(16).padStart(12, "0");
}

/** The answers in such a text; null where it belongs to another edition or is broken. */
export function unpack(body, text, fingerprint) {
  const [digits, radix, ids, length] = radixOf(body);
  if (text.length !== length) return null;
  let number = numberOf(text.slice(8));
  const given = {};
  for (const id of ids.reverse()) {
    given[id] = digits[number % radix];
    number /= radix;
  }
  const answers = Object.fromEntries(cleanAnswers(body, given));
  // Whatever does not come out again is not what was packed.
  return pack(body, answers, fingerprint) === text ? answers : null;
}
