/**
 * Keeping what was filled in: on this device, as a file, as a link. Nothing is sent.
 *
 * Nothing is written on the device before somebody asks for it (§ 25 TDDDG). From then on every
 * change is saved, but never over what another window has saved meanwhile: that is asked.
 */

import { part } from "./dom.js";
import { VERSION, cleanRecord, pack, readRecord, unpack } from "./questionnaires.js";

const MARK = "#r=";
const MARK_LENGTH = 8; // characters of the edition's mark in a link: questionnaires/link.py
const MAX_BYTES = 262144; // of a file: nothing larger is read
const PAUSE = 400; // milliseconds without a change before it is saved

// What this window knows to be on the device, "" for nothing: also when another edition is opened.
let known = "";

/** What a link brings, taken out of the address bar; "" for none. */
export function takeLink() {
  const { hash, pathname, search } = location;
  if (!hash.startsWith(MARK)) return "";
  history.replaceState(history.state, "", pathname + search);
  return hash.slice(MARK.length);
}

/**
 * @returns what app gets:
 *
 * - `toRecord()` all that was filled in, as it is saved
 * - `kept()` the record on this device, not cleaned, or null; `restore(text)` goes on with one
 * - `start(link)`
 */
export function keeping(app) {
  const { body, key, posted, record, root, say, signal } = app;
  const bar = part("keep", root);
  const fields = (name) => part(`keep-${name}`, bar);
  const place = `omwagtail:check:${key}`;
  const content = () => JSON.stringify(record);
  let saved; // the record in the text that is known
  let message = "kept-not";
  let timer;

  // ---- on this device

  /** The text on the device, "" for none; undefined where the browser gives no access. */
  function read() {
    try {
      const text = localStorage.getItem(place);
      return recordIn(text) ? text : "";
    } catch {
      return undefined;
    }
  }

  function recordIn(text) {
    try {
      const found = JSON.parse(text);
      return found?.v === VERSION ? found : null;
    } catch {
      return null;
    }
  }

  function save() {
    const text = JSON.stringify({ ...toRecord(), saved: Date.now() });
    try {
      localStorage.setItem(place, text);
      [known, saved] = [text, content()];
    } catch {
      message = read() === undefined ? "kept-blocked" : "kept-full";
      app.tell(say(message));
    }
    showState();
  }

  function saveUnlessNewer() {
    clearTimeout(timer);
    if (!known || saved === content()) return;
    if (read() === known) save();
    else askWhichCounts();
  }

  /** Another window has saved, or deleted, what this one has not seen. */
  function askWhichCounts() {
    const theirs = read();
    if (!theirs) return forget();
    [known, saved] = ["", undefined]; // until that is settled, nothing is saved here
    app.notice(say("kept-elsewhere", { when: whenOf(theirs) }), [
      [say("take-theirs"), () => restore(theirs)],
      [say("keep-mine"), save],
    ]);
    showState();
  }

  /** Fills in what `text` holds, and goes on saving there. */
  function restore(text) {
    known = text;
    app.take(recordIn(text));
    saved = content();
    showState();
  }

  function forget() {
    known = "";
    message = "kept-no-more";
    app.tell(say(message));
    showState();
  }

  function whenOf(text) {
    const options = { day: "numeric", month: "long", hour: "numeric", minute: "2-digit" };
    return new Date(recordIn(text).saved).toLocaleString(document.documentElement.lang, options);
  }

  function showState() {
    const { answers, notes, plan } = record;
    const filled = [answers, notes, plan.measures].some((part) => Object.keys(part).length);
    bar.hidden = !key || (!known && !filled && message === "kept-not");
    fields("state").textContent = say(known ? "kept" : message, { when: known && whenOf(known) });
    fields("save").hidden = !!known;
    fields("delete").hidden = !known;
    if (document.activeElement !== fields("name")) fields("name").value = record.name;
    part("start-kept", root).hidden = !known;
  }

  // ---- as a file, as a link

  function toRecord() {
    const now = new Date();
    // The day where the visitor is.
    const date = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
    return cleanRecord(body, { ...record, check: app.check, edition: app.edition, date });
  }

  function download() {
    const whole = toRecord();
    if (!fields("notes").checked) whole.notes = {};
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(whole, null, 1)]));
    link.download = `${app.check.title.replace(/[^\p{L}\p{N}]+/gu, "-")}-${whole.date}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  async function openFile({ target }) {
    const [file] = target.files;
    const refuse = (code, values) => app.notice(say(`file-${code}`, values), close(target));
    let raw;
    try {
      if (file.size > MAX_BYTES) throw new Error("too-large");
      raw = readRecord(await file.text());
    } catch ({ message }) {
      return refuse(/^[a-z-]+$/.test(message) ? message : "not-json");
    } finally {
      target.value = ""; // so that the same file can be chosen again
    }
    const { check, edition } = cleanRecord(body, raw);
    if (check?.id && check.id !== app.check.id) {
      return refuse("other-check", { title: check.title ?? check.id });
    }
    bring(`?fingerprint=${edition?.fingerprint}`, edition?.fingerprint, () => raw);
  }

  function copyLink() {
    const address = new URL(app.address, location.href);
    address.hash = MARK + pack(body, record.answers, app.edition.fingerprint);
    const shown = fields("address");
    shown.value = address;
    shown.hidden = false;
    // Where nothing may be copied, it is there to be copied by hand.
    shown.select();
    navigator.clipboard?.writeText(address).then(
      () => {
        fields("copied").hidden = false;
        app.tell(fields("copied").textContent);
      },
      () => {},
    );
  }

  function openLink(text) {
    if (!text) return;
    const read = (now) => unpack(now.body, text, now.edition.fingerprint);
    bring(`?mark=${markOf(text)}`, read(app) ? "" : markOf(text), (now) => {
      const answers = read(now);
      return answers && { ...now.record, answers };
    });
  }

  /** 12 hexadecimal digits of the edition's fingerprint; "" for what is no link. */
  function markOf(text) {
    try {
      const bytes = atob(text.slice(0, MARK_LENGTH).replaceAll("-", "+").replaceAll("_", "/"));
      return [...bytes].map((byte) => byte.charCodeAt().toString(16).padStart(2, "0")).join("");
    } catch {
      return "";
    }
  }

  /**
   * Shows what came along, after a question where there is something already.
   *
   * @param {string} query of the page with the edition that it was filled in with
   * @param {string} mark that edition's fingerprint, or its beginning; "" for none
   * @param {Function} recordFor gives the record, or null for what is broken
   */
  function bring(query, mark, recordFor) {
    const show = (now) => {
      const raw = recordFor(now);
      if (!raw) return now.notice(now.say("link-broken"), close());
      now.take(raw);
      now.go(now.next());
      now.tell(now.say("opened"));
    };
    const isOther = mark && !app.edition.fingerprint.startsWith(mark);
    const use = () => (isOther ? reopen(query, show) : show(app));
    if (!isOther && !recordFor(app)) return show(app);
    if (!known && !Object.keys(record.answers).length) use();
    else app.notice(say("opening-replaces"), [[say("replace"), use], [say("leave"), () => {}]]);
  }

  const reopen = (query, use) =>
    app.reopen(query, use).catch(() => app.notice(say("not-loaded"), close()));
  const close = (field) => [[say("close"), () => field?.focus()]];

  // ---- what happens

  app.watch(() => {
    showState();
    // It would no longer hold what is rated now.
    fields("address").hidden = fields("copied").hidden = true;
    clearTimeout(timer);
    timer = setTimeout(saveUnlessNewer, PAUSE);
  });
  const pressed = {
    save: () => (read() === known ? save() : askWhichCounts()),
    delete: () => {
      localStorage.removeItem(place);
      forget();
    },
    file: download,
    link: copyLink,
  };
  for (const [name, action] of Object.entries(pressed)) fields(name).addEventListener("click", action);
  fields("name").addEventListener("input", ({ target }) => {
    record.name = target.value.trim();
    app.changed();
  });
  part("form", root).querySelector("[name=file]").addEventListener("change", openFile);
  window.addEventListener("pagehide", saveUnlessNewer, { signal });
  window.addEventListener("storage", () => known && read() !== known && askWhichCounts(), { signal });
  window.addEventListener("hashchange", () => openLink(takeLink()), { signal });

  /** What is on the device, unless the server brought something, then what a link brings. */
  function start(link) {
    const text = key && !known && !posted && read();
    const mark = text && recordIn(text).edition?.fingerprint;
    if (text && (!mark || mark === app.edition.fingerprint)) restore(text);
    else if (text && !link) reopen(`?fingerprint=${mark}`, (now) => now.restore(text));
    openLink(link);
  }

  return { start, restore, toRecord, kept: () => recordIn(read()) };
}
