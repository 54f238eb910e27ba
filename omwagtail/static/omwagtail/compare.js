/**
 * Comparing results on the device, on demand: the last one and today's, several people's, two
 * counterpart checks. The page `comparison/` gives parts and sentences; files are read here, and
 * nothing of them is sent. runner/comparing.py does the same for whoever has no scripts.
 */

import { amongPeople, byTime, ofTwoSides } from "./compare-tables.js";
import { item, part } from "./dom.js";
import { addStyles, addressOf, loadPage } from "./page.js";
import { cleanAnswers } from "./questionnaires.js";
import { cleanRecord, readRecord } from "./record.js";

const MAX_RESULTS = 8;
const MAX_FILE = 2 * 1024 * 1024;

/** A sentence that says why something cannot be compared. */
class Problem extends Error {}

export const views = async (app) => ({ comparison: await comparisonView(app) });

/** @returns a promise of a function that gives the page, which keeps what was chosen */
export async function comparisonView(app) {
  const address = addressOf(app, "comparison/", `?fingerprint=${app.edition.fingerprint}`);
  const loadedPage = await loadPage(address);
  const { words, ...data } = JSON.parse(
    loadedPage.getElementById("om-comparison-data").textContent,
  );
  await addStyles(loadedPage);
  const page = document.adoptNode(part("comparison", loadedPage));
  const form = part("compare-form", page);
  const say = sayer(words);
  const kit = { say, symbols: data.symbols, make: maker(page) };
  const definitions = new Map();
  let results = [];
  let earlier; // as a result, once it was taken
  const me = {}; // stands for what is filled in on this page, where others are results
  let named = []; // to whom the fields for names belong

  part("sent", page).hidden = true;
  part("not-sent", page).hidden = false;
  // In a sandboxed frame there is no submit event, so the button is listened to as well.
  form.addEventListener("submit", (event) => event.preventDefault());
  part("do-compare", page).addEventListener("click", (event) => {
    event.preventDefault();
    compareChosen();
  });
  part("again", page).addEventListener("click", startAgain);
  part("kept", page).addEventListener("click", takeEarlier);

  return () => {
    const answered = isAnswered();
    part("hint-mine", page).hidden = !answered;
    part("hint-none", page).hidden = answered;
    part("to-result", page).hidden = !answered;
    part("kept-part", page).hidden = !differs(app.earlier);
    return page;
  };

  function isAnswered() {
    return Object.keys(app.record.answers).length > 0;
  }

  /** From what is filled in now: with itself nothing is compared. */
  function differs(earlier) {
    const told = (answers) => JSON.stringify(Object.entries(answers).sort());
    return !!earlier?.answers && told(earlier.answers) !== told(app.record.answers);
  }

  async function compareChosen() {
    const kind = form.elements.kind.value;
    const input = part("file", page);
    const files = [...input.files];
    const problems = [];
    input.value = ""; // before anything is waited for: a second press shall not read them again
    take(await readFiles(files, kind, problems), kind);
    await show(kind, problems);
  }

  async function takeEarlier() {
    const kind = form.elements.kind.value;
    const problems = [];
    try {
      take([(earlier ??= await resultOf(app.earlier, kind))], kind);
    } catch (problem) {
      problems.push(sentenceOf(problem));
    }
    await show(kind, problems);
  }

  /** Results of several people are gathered; of two sides the new one takes the last one's place. */
  function take(found, kind) {
    if (kind === "people") results = [...new Set([...results, ...found])];
    else if (found.length) results = found;
  }

  function startAgain(event) {
    event.preventDefault();
    results = [];
    part("comparison-result", page).replaceChildren();
    showNames([]);
    showProblems([]);
    part("heading", page).focus();
  }

  async function show(kind, problems) {
    const most = MAX_RESULTS - (isAnswered() ? 1 : 0);
    if (results.length > most) {
      results.length = most;
      problems.push(say("too-many"));
    }
    try {
      const shown = await { time: showTime, people: showPeople, sides: showSides }[kind]();
      part("comparison-result", page).replaceChildren(shown);
      for (const print of page.querySelectorAll('[data-om="print"]')) print.hidden = false;
      if (!problems.length) part("title", shown).focus();
    } catch (problem) {
      // Why a file is not read says more than that there are too few.
      if (!problems.length) problems.push(sentenceOf(problem));
    }
    showProblems(problems);
    if (problems.length) part("problems-part", page).scrollIntoView({ block: "center" });
  }

  function showProblems(problems) {
    part("problems", page).replaceChildren(...problems.map(item));
    part("problems", page).hidden = problems.length === 0;
    part("again", page).hidden = results.length === 0;
  }

  function sentenceOf(problem) {
    return problem instanceof Problem ? problem.message : say("not-loaded");
  }

  // ---- the three kinds

  function showTime() {
    showNames([]);
    const sides = ours().map((result) => sideOf(result, say("before")));
    if (isAnswered()) sides.push(mySide());
    else sides.sort((one, other) => (one.day < other.day ? -1 : 1));
    if (!ours().length) throw new Problem(say("need-one"));
    if (sides.length !== 2) throw new Problem(say(sides.length > 2 ? "just-two" : "need-mine"));
    return byTime(kit, ...sides);
  }

  function showPeople() {
    readNames();
    named = [...(isAnswered() ? [me] : []), ...ours()];
    const names = namesOf(named);
    showNames(named.length > 1 ? names : []);
    if (named.length < 2) throw new Problem(say("need-two"));
    const people = named.map(({ record = app.record }, index) => {
      const answers = Object.fromEntries(cleanAnswers(app.body, record.answers));
      const { number = "?", fingerprint = app.edition.fingerprint } = record.edition ?? {};
      const name = names[index];
      const isOfOther = fingerprint !== app.edition.fingerprint;
      return { answers, name, notes: isOfOther ? [say("other-edition", { name, number })] : [] };
    });
    return amongPeople(kit, app, people);
  }

  function showSides() {
    showNames([]);
    const mine = ours().map((result) => sideOf(result, data.title));
    const theirs = results
      .filter(({ isOther }) => isOther)
      .map((result) => sideOf(result, data.counterpart.title));
    if (isAnswered()) mine.unshift({ ...mySide(), name: app.record.name || data.title });
    if (!theirs.length) throw new Problem(say("need-other"));
    if (!mine.length) throw new Problem(say("need-mine"));
    if (mine.length > 1 || theirs.length > 1) throw new Problem(say("just-two"));
    return ofTwoSides(kit, mine[0], theirs[0]);
  }

  function ours() {
    return results.filter(({ isOther }) => !isOther);
  }

  function mySide() {
    const day = new Date().toLocaleDateString("sv"); // as in a record
    return { body: app.body, make: app.make, answers: app.record.answers, day, notes: [] };
  }

  function sideOf({ record, definition: { body, make, isUnknown } }, name) {
    name = record.name || name;
    const answers = Object.fromEntries(cleanAnswers(body, record.answers));
    const notes = isUnknown ? [say("unknown-edition", { name })] : [];
    return { body, make, answers, name, day: record.date, notes };
  }

  /** What was written into the fields for names belongs to whom they were for. */
  function readNames() {
    part("names", page)
      .querySelectorAll("input")
      .forEach(({ value, defaultValue }, index) => {
        if (value !== defaultValue) named[index].given = value.trim();
      });
  }

  /** A name for each: as it is written on the page, else as the file says; no two are the same. */
  function namesOf(people) {
    const names = [];
    people.forEach(({ given, record = app.record }, index) => {
      const name = given || record.name || say("person", { number: index + 1 });
      const same = names.filter((other) => other === name || other.startsWith(`${name} (`)).length;
      names.push(same ? `${name} (${same + 1})` : name);
    });
    return names;
  }

  function showNames(names) {
    part("names-part", page).hidden = names.length === 0;
    part("names", page).replaceChildren(
      ...names.map((name, index) => {
        const label = kit.make("name");
        part("label", label).textContent = say("person", { number: index + 1 });
        label.querySelector("input").defaultValue = name;
        return label;
      }),
    );
  }

  // ---- files

  async function readFiles(files, kind, problems) {
    const found = [];
    if (files.length > MAX_RESULTS) {
      problems.push(say("too-many"));
      return found;
    }
    for (const file of files) {
      try {
        if (file.size > MAX_FILE) throw new Problem(say("too-large"));
        found.push(await resultOf(parsed(await file.text()), kind));
      } catch (problem) {
        problems.push(say("problem", { file: file.name, reason: sentenceOf(problem) }));
      }
    }
    return found;
  }

  function parsed(text) {
    try {
      return readRecord(text);
    } catch ({ message }) {
      throw new Problem(say(message));
    }
  }

  /** Of what was read: the record, and the definition that was filled in. */
  async function resultOf(raw, kind) {
    const { check = {}, edition = {} } = cleanRecord({}, raw);
    const is = (other) => other && other.origin === check.origin && other.id === check.id;
    const isOther = kind === "sides" && is(data.counterpart);
    if (!isOther && !is(data.check))
      throw new Problem(say("other-check", { title: check.title || "?" }));
    const definition = await definitionOf(isOther ? data.counterpart : app, edition.fingerprint);
    const record = cleanRecord(definition.body, raw);
    // Notes and plans of others are nobody's business here.
    record.notes = record.plan = undefined;
    if (!Object.keys(record.answers).length) throw new Problem(say("no-answers"));
    return { isOther, record, definition };
  }

  async function definitionOf(check, fingerprint) {
    if (check === app && (!fingerprint || fingerprint === app.edition.fingerprint)) return app;
    const known = addressOf(check, "", fingerprint ? `?fingerprint=${fingerprint}` : "");
    if (!definitions.has(known)) definitions.set(known, await loadDefinition(known, fingerprint));
    return definitions.get(known);
  }
}

async function loadDefinition(address, fingerprint) {
  const page = await loadPage(address);
  const { body, edition } = JSON.parse(page.getElementById("om-check-data").textContent);
  const isUnknown = !!fingerprint && edition.fingerprint !== fingerprint;
  return { body, make: maker(page), isUnknown };
}

function maker(page) {
  return (name) => {
    const template = page.querySelector(`template[data-om-template="${name}"]`);
    return document.importNode(template.content, true).firstElementChild;
  };
}

function sayer(words) {
  const plural = new Intl.PluralRules(document.documentElement.lang || "en");
  return (name, values = {}) => {
    const { count = 1 } = values;
    const [one, several] = words[name];
    const sentence = plural.select(count) === "one" ? one : several;
    return sentence.replace(/%(?:\((\w+)\)s|%)/g, (_, key) =>
      key ? (values[key] ?? count) : "%",
    );
  };
}
