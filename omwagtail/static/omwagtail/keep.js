/**
 * Keeping what was filled in: on this device, as a file, as a link. Loaded on demand; nothing is
 * sent.
 *
 * Nothing is written on the device before somebody asks for it (§ 25 TDDDG). From then on every
 * change is saved, but never over what another window has saved meanwhile: that is asked.
 */

import { pageLanguage, part } from "./dom.js";
import { cleanRecord, markOf, pack, readRecord, unpack } from "./record.js";

const MAX_BYTES = 2097152; // of a file: nothing larger is read
const PAUSE = 400; // milliseconds without a change before it is saved
const WEEK = 604_800_000; // in milliseconds: who comes back later begins anew, to compare

// What this window knows to be on the device, "" for nothing: also when another edition is opened.
let known = "";
// What was there before, to be compared with; `lasts` where it stays on the device beside the new.
let earlier;
let lasts = false;

/**
 * @returns what the page calls: `begin(link)`, `openFile(input)`, `openLink(text)`, `restore(text)`
 *   and `pressed`, the actions of the bar by name
 */
export function keep(app) {
  const { body, place, record, root, say, signal } = app;
  const bar = part("keep", root);
  const field = (name) => part(`keep-${name}`, bar);
  const content = () => JSON.stringify(record);
  let saved; // the record in the text that is known
  let message = known ? "" : "kept-not"; // why it is not kept as it is now; "" where it is
  let timer;

  // ---- on this device

  /** The text on the device, "" for none; undefined where the browser gives no access. */
  function read() {
    try {
      const text = localStorage.getItem(place);
      return app.kept() ? text : "";
    } catch {
      return undefined;
    }
  }

  function save() {
    const stays = lasts && { earlier };
    const text = JSON.stringify({ ...toRecord(), saved: Date.now(), ...stays });
    try {
      localStorage.setItem(place, text);
      [known, message] = [text, ""];
      saved = app.safe = content();
    } catch {
      message = read() === undefined ? "kept-blocked" : "kept-full";
      app.tell(say(message));
    }
    showState();
  }

  function saveNow() {
    save();
    if (!message) app.tell(say("kept", { when: whenOf(known) }));
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
    [known, message] = ["", "kept-not"]; // until that is settled, nothing is saved here
    app.safe = "";
    if (!theirs) return forget();
    notice(app, say("kept-elsewhere", { when: whenOf(theirs) }), [
      [say("take-theirs"), () => restore(theirs)],
      [say("keep-mine"), saveNow],
    ]);
    showState();
  }

  /** Fills in what `text` holds, and goes on saving there. */
  function restore(text) {
    [known, message] = [text, ""];
    app.take(cleanRecord(body, JSON.parse(text)));
    saved = app.safe = content();
    showState();
  }

  function forget() {
    [known, message] = ["", "kept-no-more"];
    earlier = app.earlier = app.safe = undefined;
    lasts = false;
    app.tell(say(message));
    showState();
  }

  /** What was there when the page was opened; of what is newer than a week, what was before it. */
  function rememberEarlier({ saved, earlier: before, ...found }) {
    const isOld = saved < Date.now() - WEEK;
    const { notes, plan, ...compared } = found;
    lasts = isOld || !!before;
    earlier = app.earlier = (!isOld && before) || compared;
  }

  function whenOf(text) {
    const options = { day: "numeric", month: "long", hour: "numeric", minute: "2-digit" };
    return new Date(JSON.parse(text).saved).toLocaleString(pageLanguage(), options);
  }

  function showState() {
    const when = known && whenOf(known);
    bar.hidden = false;
    field("state").textContent = say(message || "kept", { when });
    field("save").hidden = !message;
    field("delete").hidden = !known;
    part("start-kept", root).hidden = !known;
    if (document.activeElement !== field("name")) field("name").value = record.name;
  }

  // ---- as a file, as a link

  const toRecord = () => cleanRecord(body, app.toRecord());

  function saveFile() {
    const whole = toRecord();
    if (field("discreet").checked) whole.notes = {};
    else app.safe = content();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(whole, null, 1)]));
    const words = app.check.title?.match(/[\p{L}\p{N}]+/gu) ?? ["check"];
    link.download = `${words.join("-")}-${whole.date}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  async function openFile(input) {
    const [file] = input.files;
    const refuse = (code, values) => notice(app, say(`file-${code}`, values), close(input));
    let raw;
    try {
      if (file.size > MAX_BYTES) return refuse("too-large");
      raw = readRecord(await file.text());
    } catch ({ message }) {
      return refuse(/^[a-z-]+$/.test(message) ? message : "not-json");
    } finally {
      input.value = ""; // so that the same file can be chosen again
    }
    const { check, edition } = cleanRecord(body, raw);
    if (check?.id && check.id !== app.check.id) {
      return refuse("other-check", { title: check.title ?? check.id });
    }
    const mark = edition?.fingerprint;
    bring(`?fingerprint=${mark}`, mark, (now) => cleanRecord(now.body, raw));
  }

  function copyLink() {
    const address = new URL(app.address, location.href);
    address.hash = app.linkMark + pack(body, record.answers, app.edition.fingerprint);
    field("address").value = address;
    field("address").hidden = false;
    // Where nothing may be copied, it is there to be copied by hand.
    field("address").select();
    navigator.clipboard?.writeText(address).then(
      () => {
        field("copied").hidden = false;
        app.tell(field("copied").textContent);
      },
      () => {},
    );
  }

  function openLink(text) {
    const mark = markOf(text);
    bring(`?mark=${mark}`, mark, ({ body, edition }) => {
      const answers = unpack(body, text, edition.fingerprint);
      return answers && { ...cleanRecord(body, record), answers };
    });
  }

  /**
   * Shows what came along, after a question where there is something already.
   *
   * @param {string} query of the page with the edition that it was filled in with
   * @param {string} mark that edition's fingerprint, or its beginning
   * @param {Function} recordFor gives the record, or null for what is broken
   */
  function bring(query, mark, recordFor) {
    const show = (now) => {
      const brought = recordFor(now);
      if (!brought) return notice(now, now.say("link-broken"), close());
      now.take(brought);
      now.go(now.next());
      now.tell(now.say("opened"));
    };
    const isOther = mark && !app.edition.fingerprint.startsWith(mark);
    const use = () => (isOther ? reopen(query, show) : show(app));
    if (!isOther && !recordFor(app)) return show(app);
    if (!read() && !app.isFilled()) return use();
    notice(app, say("opening-replaces"), [[say("replace"), use], [say("leave"), () => {}]]);
  }

  const reopen = (query, use) =>
    app.reopen(query, use).catch(() => notice(app, say("not-loaded"), close()));
  const close = (input) => [[say("close"), () => input?.focus()]];

  /** A sentence with buttons: [[label, action], …]. After one of them the page goes on. */
  function notice({ moveFocus, root }, text, choices) {
    const box = part("notice", root);
    const sentence = document.createElement("p");
    sentence.append(text);
    const buttons = choices.map(([label, action]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "om-button om-button--quiet";
      button.append(label);
      button.addEventListener("click", () => {
        moveFocus();
        action();
      });
      return button;
    });
    box.replaceChildren(sentence, ...buttons);
    box.hidden = false;
    box.focus();
    box.scrollIntoView({ block: "nearest" });
  }

  // ---- what happens

  app.watch(() => {
    showState();
    // It would no longer hold what is rated now.
    field("address").hidden = field("copied").hidden = true;
    clearTimeout(timer);
    timer = setTimeout(saveUnlessNewer, PAUSE);
  });
  field("name").addEventListener("input", ({ target }) => {
    record.name = target.value.trim();
    app.changed();
  });
  window.addEventListener("pagehide", saveUnlessNewer, { signal });
  app.catchUp = saveUnlessNewer;
  window.addEventListener("storage", () => known && read() !== known && askWhichCounts(), { signal });
  // What was written while this module was on its way.
  record.name ||= field("name").value.trim();
  app.earlier = earlier;
  showState();

  return {
    openFile,
    openLink,
    restore,
    /** What is on the device, then what a link brings. */
    begin(link) {
      const text = read();
      if (text) rememberEarlier(app.kept());
      const mark = app.kept()?.edition?.fingerprint;
      const isOther = mark && mark !== app.edition.fingerprint;
      if (text && isOther) {
        return reopen(`?fingerprint=${mark}`, async (now) => {
          const { openLink, restore } = await now.keep();
          restore(text);
          if (link) openLink(link);
        });
      }
      if (text) restore(text);
      if (link) openLink(link);
    },
    pressed: {
      "keep-save": () => (read() === known || read() === undefined ? saveNow() : askWhichCounts()),
      "keep-delete": () => {
        localStorage.removeItem(place);
        forget();
      },
      "keep-file": saveFile,
      "keep-link": copyLink,
    },
  };
}
