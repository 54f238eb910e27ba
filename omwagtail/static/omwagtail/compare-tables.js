/**
 * What a comparison shows, as parts of the page: the same tables as runner/comparison_tables.py
 * makes, in the same order. `kit` = {say, symbols, make}: the sentences and templates of the page
 * `comparison/`. A side = {body, answers, make, name, day, notes}; its `make` knows its levels.
 */

import { compare, differences, sideBySide } from "./comparison.js";
import { fill, item, part } from "./dom.js";
import { NOT_APPLICABLE, needsOf, sectionsOf } from "./questionnaires.js";

// Percent of the greatest possible difference that is far apart: of topics, which are means, and
// of checkpoints, where it is more than half of the scale.
const FAR_TOPICS = 34;
const FAR_POINTS = 51;

/** What moved between two results of the same check. */
export function byTime(kit, before, now) {
  const { say } = kit;
  const result = compare(before.body, before.answers, now.body, now.answers);
  const labels = [dated(say, "before", before.day), dated(say, "now", now.day)];
  const counts = Object.entries(result.counts).filter(([, count]) => count);
  const movedCells = ({ before, now, state, alike }) => {
    const moved = state === "better" || state === "worse";
    const text = say(state, { count: moved ? Math.abs(now - before) : 1 });
    const unlike = !alike && (moved || state === "same") ? ` (${say("unlike")})` : "";
    return [need(kit, before), need(kit, now), mark(kit, state, text + unlike)];
  };

  /** Checkpoints in one state; those of one edition alone have one level. */
  function movedPoints(state, count) {
    const columns = [
      ["before", before],
      ["now", now],
    ].filter(([when]) => when !== { new: "before", gone: "now" }[state]);
    return {
      heading: say(`points-${state}`, { count }),
      state,
      columns: columns.map(([when, { day }]) => dated(say, when, day)),
      folded: state === "same" || state === "open",
      rows: result.checkpoints
        .filter((point) => point.state === state)
        .map((point) => ({
          title: point.statement,
          topic: topicOf(state === "gone" ? before.body : now.body, point),
          cells: columns.map(([when, side]) => level(kit, side, point[when])),
        })),
    };
  }

  return comparison(kit, {
    title: say("title-time"),
    notes: [...before.notes, ...now.notes],
    counts: counts.map(([state, count]) => [state, say(`points-${state}`, { count })]),
    tables: [
      topicsTable(kit, result.sections, [...labels, say("moved")], movedCells),
      ...counts.map(([state, count]) => movedPoints(state, count)),
    ],
  });
}

/** Where several people's results differ most, and where they agree. All have names. */
export function amongPeople(kit, { body, make }, people) {
  const { say } = kit;
  const names = people.map(({ name }) => name);
  const result = differences(body, people.map(({ answers }) => answers));
  const needs = needsOf(body);
  const highest = Math.max(1, ...needs.values());
  const groups = Object.entries({
    far: result.checkpoints.filter(({ spread }) => spread && isFar(spread)),
    near: result.checkpoints.filter(({ spread }) => spread && !isFar(spread)),
    strong: result.checkpoints.filter((point) => point.spread === 0 && !isNeeded(point)),
    agree: result.checkpoints.filter((point) => point.spread === 0 && isNeeded(point)),
    few: result.checkpoints.filter(({ spread }) => spread === null),
  }).filter(([, points]) => points.length);
  const states = { far: "far", near: "near", strong: "both-fine", agree: "agree", few: "open" };
  const levels = [...needs.keys()];
  if (body.scale.not_applicable) levels.push(NOT_APPLICABLE);
  const said = [...levels.map((key) => labelOf(kit, body, key)), say("not-rated")];

  function isFar(spread) {
    return (spread * 100) / highest >= FAR_POINTS;
  }

  function isNeeded({ levels }) {
    return levels.some((key) => needs.get(key) > 0);
  }

  function apart(percent) {
    if (percent === null) return mark(kit, "open", say("few"));
    const state = percent >= FAR_TOPICS ? "far" : percent ? "near" : "agree";
    return mark(kit, state, say(state, { count: percent }));
  }

  function whoSaysWhat(point) {
    return [...levels, null].map((key) =>
      names.filter((_, index) => point.levels[index] === key).join(", "),
    );
  }

  return comparison(kit, {
    title: say("title-people"),
    notes: people.flatMap(({ notes }) => notes),
    counts: groups.map(([name, { length }]) => [
      states[name],
      say(`points-${name}`, { count: length }),
    ]),
    tables: [
      topicsTable(kit, result.sections, [...names, say("difference")], ({ needs, spread }) => [
        ...needs.map((percent) => need(kit, percent)),
        apart(spread),
      ]),
      ...groups.map(([name, points]) => ({
        heading: say(`points-${name}`, { count: points.length }),
        state: states[name],
        columns: said,
        folded: name === "near" || name === "few",
        rows: points.map((point) => ({
          title: point.statement,
          topic: topicOf(body, point),
          cells: whoSaysWhat(point),
        })),
      })),
    ],
  });
}

/** Where two counterpart checks meet, topic by topic: first what to talk about first. */
export function ofTwoSides(kit, mine, other) {
  const { say } = kit;
  const sections = sideBySide(mine.body, mine.answers, other.body, other.answers);
  const groups = ["both-need", "differ", "both-fine", "not-both"]
    .map((name) => [name, sections.filter(({ meets }) => (meets ?? "not-both") === name)])
    .filter(([, found]) => found.length);
  const stateOf = (name) => (name === "not-both" ? "open" : name);
  return comparison(kit, {
    title: say("title-sides"),
    notes: [...mine.notes, ...other.notes],
    counts: groups.map(([name, { length }]) => [
      stateOf(name),
      say(`topics-${name}`, { count: length }),
    ]),
    tables: groups.map(([name, found]) => ({
      heading: say(`topics-${name}`, { count: found.length }),
      state: stateOf(name),
      note: name === "not-both" ? "" : say(`note-${name}`),
      isOfTopics: true,
      columns: [mine.name, other.name, say("meet")],
      rows: found.map(({ titles, needs }) => ({
        title: [...new Set(titles.filter(Boolean))].join(" / ") || say("untitled"),
        cells: [...needs.map((percent) => need(kit, percent)), mark(kit, stateOf(name), say(name))],
      })),
    })),
  });
}

function topicsTable({ say }, sections, columns, cellsOf) {
  return {
    heading: say("topics"),
    isOfTopics: true,
    columns,
    rows: sections.map((section) => ({
      title: section.title || say("untitled"),
      cells: cellsOf(section),
    })),
  };
}

// ---- parts of the page

function comparison(kit, { title, notes, counts, tables }) {
  const made = kit.make("comparison-result");
  fill(made, { title });
  part("notes", made).hidden = notes.length === 0;
  part("notes", made).append(...notes.map(item));
  part("counts", made).append(...counts.map(([state, text]) => item(mark(kit, state, text))));
  part("tables", made).append(...tables.map((table) => tableOf(kit, table)));
  return made;
}

function tableOf(kit, table) {
  const { heading, state, note = "", isOfTopics = false, columns, rows, folded = false } = table;
  const made = kit.make("table");
  made.open = !folded;
  if (state) part("heading-mark", made).append(mark(kit, state, ""));
  fill(made, { heading, note });
  part("note", made).hidden = !note;
  part("table", made).setAttribute("aria-label", heading);
  part("first-topic", made).hidden = !isOfTopics;
  part("first-checkpoint", made).hidden = isOfTopics;
  part("columns", made).append(...columns.map((text) => cell("th", text, { scope: "col" })));
  part("rows", made).append(
    ...rows.map(({ title, topic, cells }) => {
      const row = document.createElement("tr");
      const header = cell("th", title, { scope: "row" });
      if (topic) {
        const small = cell("span", topic, { class: "om-compared-topic" });
        header.prepend(small, " ");
      }
      row.append(
        header,
        ...cells.map((content, index) => cell("td", content, { "data-label": columns[index] })),
      );
      return row;
    }),
  );
  return made;
}

function cell(name, content, attributes) {
  const made = document.createElement(name);
  if (content) made.append(content);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function need({ say, make }, percent) {
  const made = make("need");
  fill(made, { need: percent === null ? say("not-rated") : say("need", { count: percent }) });
  part("bar", made).toggleAttribute("hidden", percent === null);
  part("fill", made).setAttribute("width", percent ?? 0);
  return made;
}

function mark({ make, symbols }, state, text) {
  const made = make("mark");
  made.classList.add(`om-mark-${state}`);
  fill(made, { symbol: symbols[state], text });
  return made;
}

function level(kit, { body, make }, key) {
  if (key === null) return kit.say("not-rated");
  const made = make(`level-${key}`);
  fill(made, { text: labelOf(kit, body, key) });
  return made;
}

function labelOf({ say }, { scale }, key) {
  if (key === NOT_APPLICABLE) return scale.not_applicable.label || say("excluded");
  return scale.levels.find((each) => each.key === key).label || key;
}

function topicOf(body, { section }) {
  return sectionsOf(body).find(({ id }) => id === section)?.title ?? "";
}

function dated(say, name, day) {
  const label = say(name);
  if (!day) return label;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" });
  return say("on", { label, when: format.format(new Date(`${day}T00:00`)) });
}
