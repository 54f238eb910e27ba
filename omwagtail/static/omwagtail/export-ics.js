/**
 * The dates of a plan as a calendar (RFC 5545).
 *
 * Days as events, not as tasks (VTODO): Outlook and Google's calendar take no tasks from a file,
 * and Apple's puts them elsewhere. They do not block the day. UIDs stay, so that a later file
 * updates what an earlier one brought; runner/calendars.py makes the same file.
 */

import { dateOf } from "./export-tables.js";
import { wellFormed } from "./export-xml.js";

const ICS_PRIORITIES = { high: 1, medium: 5, low: 9 };
// In octets, without the line's end.
const MAX_LINE = 75;
const UTF8 = new TextEncoder();

export function icsOf({ measures, document, words, now }) {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const events = measures.filter(({ until }) => dateOf(until)).flatMap(eventOf);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//omwagtail//check//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    ...events,
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");

  function eventOf(measure) {
    const day = dateOf(measure.until);
    const next = new Date(day.valueOf() + 86_400_000);
    const summary = measure.done ? `${words.done}: ${measure.text ?? ""}` : (measure.text ?? "");
    return [
      "BEGIN:VEVENT",
      `UID:${uidOf(measure, document)}`,
      `DTSTAMP:${stamp}`,
      // Grows with time: some calendars take a changed event only with a greater number.
      `SEQUENCE:${Math.floor(now / 60_000)}`,
      `DTSTART;VALUE=DATE:${compact(day)}`,
      `DTEND;VALUE=DATE:${compact(next)}`,
      `SUMMARY:${escaped(summary)}`,
      `DESCRIPTION:${escaped(description(measure))}`,
      ...(ICS_PRIORITIES[measure.priority] ? [`PRIORITY:${ICS_PRIORITIES[measure.priority]}`] : []),
      "TRANSP:TRANSPARENT",
      "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
      ...(measure.done ? [] : reminder(summary)),
      "END:VEVENT",
    ];
  }

  function description(measure) {
    const texts = [
      [words.who, measure.who],
      [words.priority, measure.priority_text],
      [words.control, measure.control],
      [words.check, document.title],
    ];
    const lines = texts.filter(([, text]) => text).map(([label, text]) => `${label}: ${text}`);
    return [...lines, document.url ?? ""].filter(Boolean).join("\n");
  }
}

/** At nine in the morning of the day before. */
function reminder(summary) {
  return [
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(summary)}`,
    "TRIGGER:-PT15H",
    "END:VALARM",
  ];
}

/** The same for a measure in every file; ASCII, since it is compared by machines. */
function uidOf({ id }, { id: check = "", url = "" }) {
  const plain = (text) => encodeURIComponent(wellFormed(text)).replace(/[^\w.-]/g, "-");
  return `${plain(id ?? "")}.${plain(check)}@${plain(url.split("/")[2] || "omwagtail")}`;
}

/** 2026-11-28 as 20261128. */
function compact(date) {
  return date.toISOString().slice(0, 10).replaceAll("-", "");
}

function escaped(text) {
  return wellFormed(text)
    .replace(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
}

/** Long lines go on in the next one behind a space; no character is cut in two. */
function fold(line) {
  let folded = "";
  let octets = 0;
  for (const sign of line) {
    const size = UTF8.encode(sign).length;
    if (octets + size > MAX_LINE) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += sign;
    octets += size;
  }
  return folded;
}
