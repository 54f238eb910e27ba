/**
 * Taking along what was filled in: files made on the device, loaded only when somebody wants one.
 *
 * Nothing is sent. runner/exports.py gives the same CSV, calendar and JSON files where no script
 * runs.
 */

import { csvOf } from "./export-csv.js";
import { docxOf } from "./export-docx.js";
import { icsOf } from "./export-ics.js";
import { tablesOf } from "./export-tables.js";
import { wordsFor } from "./export-words.js";
import { xlsxOf } from "./export-xlsx.js";
import { score } from "./questionnaires.js";
import { cleanRecord } from "./record.js";

const FORMATS = {
  docx: {
    type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    content: docxOf,
  },
  xlsx: {
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    content: xlsxOf,
  },
  ics: { type: "text/calendar;charset=utf-8", content: icsOf },
  csv: { type: "text/csv;charset=utf-8", content: ({ plan }) => csvOf(plan), part: "plan" },
  "csv-result": {
    type: "text/csv;charset=utf-8",
    content: ({ ratings }) => csvOf(ratings),
    part: "result",
  },
  json: {
    type: "application/json",
    content: ({ body, record }) => JSON.stringify(cleanRecord(body, record), null, 1),
  },
};

/**
 * Offers a file for download, of what is filled in now.
 *
 * @param {string} format docx, xlsx, ics, csv (the plan), csv-result or json
 * @param {object} data as for `make`; the record need not say of which check it is, nor when
 */
export async function download(format, data) {
  const today = localDay(new Date());
  const { body, check = data.document, edition } = data;
  const record = cleanRecord(body, { ...data.record, check, edition, date: today });
  const whole = { language: document.documentElement.lang, ...data, record, today };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await make(format, whole));
  link.download = fileName(format, whole);
  // Inside the page, else some browsers do nothing.
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * The file of a format, a Blob.
 *
 * @param {string} format
 * @param {object} data
 * @param {object} data.body the check's definition
 * @param {object} data.record what was filled in ("om-answers/1")
 * @param {object} [data.result] as `score` gives it
 * @param {object} data.document {id, title, code, url, publisher, language} of the check
 * @param {object} [data.edition] {number, date}
 * @param {string} [data.language] of our own words; the check's if nothing is said
 * @param {string} data.today "2026-11-28"
 * @param {Date | number | string} [data.now]
 */
export async function make(format, data) {
  const { type, content } = FORMATS[format];
  const result = data.result ?? score(data.body, data.record.answers);
  const now = new Date(data.now ?? Date.now());
  const tables = tablesOf({ ...data, result, now, words: wordsOf(data) });
  return new Blob([await content(tables)], { type });
}

/** "betriebs-check-2026-11-28.docx": letters that every system and every mail program takes. */
export function fileName(format, data) {
  const { part } = FORMATS[format];
  const names = [data.document.title, part ? wordsOf(data)[part] : "", data.today];
  const ending = format.split("-")[0];
  return `${names.map(slug).filter(Boolean).join("-") || "check"}.${ending}`;
}

function wordsOf({ language, document }) {
  return wordsFor(language || document.language || "");
}

const SPELLED = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", ø: "oe" };

function slug(text) {
  const plain = String(text ?? "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[äöüßæø]/g, (letter) => SPELLED[letter])
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
}

/** Today where the visitor is. */
function localDay(now) {
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
