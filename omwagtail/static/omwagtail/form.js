/**
 * The first page and the topics: one at a time, with an overview of how far each is, by mouse,
 * finger or keys.
 */

import { part } from "./dom.js";

// More at once than what matters now is allowed, and advised against: runner/form.py.
const BEST_CHOICE = 3;

/** @returns `show(step)`, `heading(step)`, `current()`, `next()`, `asked(hash)`, `write()`, … */
export function topicsView(app) {
  const { root, record, say, signal } = app;
  const form = part("form", root);
  part("default", form).remove();
  const later = part("later", form);
  later?.replaceWith(...later.querySelectorAll("[data-om-section]"));
  const links = [...root.querySelectorAll("[data-om-topic]")];
  const topics = links.map(({ hash }) => document.getElementById(hash.slice(1)));
  const wide = window.matchMedia("(min-width: 62rem)");
  let current = 0;

  const pointsOf = (topic) => [...topic.querySelectorAll("[data-om-point]")];
  const answeredOf = (topic) => topic.querySelectorAll("[type=radio]:checked").length;
  const isChosen = (topic) => record.topics.includes(topic.dataset.omSection);
  const isDone = (topic) => answeredOf(topic) === pointsOf(topic).length;

  /** Those that come one after the other: the chosen ones, or the others, where one is shown. */
  function path(topic) {
    if (!topics.some(isChosen)) return topics;
    return topics.filter((each) => isChosen(each) === isChosen(topic));
  }

  /** The step after this one, or before it by -1. */
  function step(by) {
    const here = topics[current];
    const way = path(here);
    const there = topics.indexOf(way[way.indexOf(here) + by]);
    return there < 0 ? { 1: "result", [-1]: "start" }[by] : there;
  }

  /** Where there is still something to answer. */
  function next() {
    const way = path(topics.find(isChosen));
    const open = topics.indexOf(way.find((topic) => !isDone(topic)));
    return open < 0 ? "result" : open;
  }

  function show(to) {
    const starts = to === "start";
    part("start", form).hidden = !starts;
    part("intro", root).hidden = !starts;
    part("overview", form).hidden = starts;
    part("topics", form).hidden = starts;
    part("page", root).classList.toggle("om-check-begun", !starts);
    if (!starts) current = to;
    topics.forEach((topic, place) => (topic.hidden = place !== current));
    const last = step(1) === "result";
    part("next", form).hidden = last;
    part("submit", form).classList.toggle("om-button--quiet", !last);
    part("all", form).open = wide.matches;
    showProgress();
  }

  function showProgress() {
    const here = topics[current];
    const way = path(here);
    const sum = (numberOf) => way.reduce((count, topic) => count + numberOf(topic), 0);
    const [answered, count] = [sum(answeredOf), sum((topic) => pointsOf(topic).length)];
    const place = isChosen(here) || !topics.some(isChosen) ? "place" : "place-later";
    part("place", form).textContent = say(place, { number: way.indexOf(here) + 1, count: way.length });
    part("progress", form).textContent = say("progress", { answered, count });
    part("bar", form).max = count;
    part("bar", form).value = answered;
    part("start-progress", form).textContent = say("progress", { answered, count });
    const many = part("many", form);
    if (many) many.hidden = record.topics.length <= BEST_CHOICE;
    for (const point of form.querySelectorAll("[data-om-point]")) {
      part("undo", point).hidden = !answeredOf(point);
    }
    links.forEach((link, index) => {
      link.dataset.state = stateOf(topics[index]);
      part("state", link).textContent = say(`state-${link.dataset.state}`);
      if (index === current) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
  }

  function stateOf(topic) {
    if (isDone(topic)) return "done";
    if (answeredOf(topic)) return "begun";
    return topics.some(isChosen) && !isChosen(topic) ? "later" : "open";
  }

  /** For those who do not see it. */
  function tellProgress() {
    app.tell(`${part("place", form).textContent}, ${part("progress", form).textContent}`);
  }

  /** From the form into the record: the browser may put earlier answers back at any time. */
  function readForm() {
    const valuesOf = (selector) =>
      [...form.querySelectorAll(selector)]
        .filter(({ value }) => value.trim())
        .map((input) => [input.closest("fieldset").dataset.omPoint, input.value]);
    record.answers = Object.fromEntries(valuesOf("[type=radio]:checked"));
    record.notes = Object.fromEntries(valuesOf("textarea"));
    record.topics = [...form.querySelectorAll("[name=t]:checked")].map(({ value }) => value);
    showProgress();
    app.changed();
  }

  /** Not every key is worth a word, but a topic that is through. */
  function onAnswer() {
    const wasDone = links[current].dataset.state === "done";
    readForm();
    if (!wasDone && isDone(topics[current])) tellProgress();
  }

  /** From the record into the form; what the form has no place for is gone. */
  function write() {
    for (const point of form.querySelectorAll("[data-om-point]")) {
      const id = point.dataset.omPoint;
      const note = point.querySelector("textarea");
      for (const radio of point.querySelectorAll("[type=radio]")) {
        radio.checked = radio.value === record.answers[id];
      }
      note.value = record.notes[id] ?? "";
      note.parentNode.open = !!note.value;
    }
    for (const box of form.querySelectorAll("[name=t]")) {
      box.checked = record.topics.includes(box.value);
    }
    readForm();
  }

  function takeBack(point) {
    for (const radio of point.querySelectorAll("[type=radio]")) radio.checked = false;
    point.querySelector("[type=radio]").focus();
    readForm();
  }

  // ---- keyboard

  function onKey(event) {
    const { key, target } = event;
    const heading = target.matches("h2");
    const radio = target.matches("[type=radio]");
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("textarea")) return;
    const point = target.closest("[data-om-point]");
    const option = /^[1-9]$/.test(key) && point?.querySelectorAll("[type=radio]")[key - 1];
    if (option) {
      option.checked = true;
      option.focus();
      onAnswer();
    } else if (radio && (key === "Delete" || key === "Backspace")) takeBack(point);
    else if (key === "Enter" && (heading || radio)) goOn(point);
    else return;
    event.preventDefault();
  }

  function goOn(point) {
    const points = pointsOf(topics[current]);
    const following = points[points.indexOf(point) + 1];
    if (!following) return app.go(step(1));
    following.scrollIntoView({ block: "nearest" });
    (following.querySelector(":checked") ?? following.querySelector("input")).focus();
  }

  // ---- what is pressed; in a sandboxed frame there is no submit event

  const pressed = {
    begin: () => app.go(topics.indexOf(path(topics.find(isChosen))[0])),
    "go-on": () => app.go(next()),
    "to-start": () => app.go("start"),
    back: () => app.go(step(-1)),
    next: () => app.go(step(1)),
    submit: () => app.go("result"),
    undo: (button) => takeBack(button.closest("fieldset")),
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!pressed[button?.dataset.om]) return;
    event.preventDefault();
    pressed[button.dataset.om](button);
  });
  form.addEventListener("input", onAnswer);
  form.addEventListener("keydown", onKey);
  links.forEach((link, index) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      app.go(index);
    }),
  );
  window.addEventListener("pageshow", readForm, { signal });
  wide.addEventListener("change", () => (part("all", form).open = wide.matches), { signal });
  for (const name of ["steps", "bar", "keys", "not-sent", "back", "to-start"]) {
    part(name, root).hidden = false;
  }
  for (const name of ["sent", "open", "save-file"]) part(name, root)?.toggleAttribute("hidden", true);
  for (const link of links) part("state", link).hidden = false;
  readForm();

  return {
    show,
    write,
    next,
    tellProgress,
    current: () => current,
    heading: (to) => (to === "start" ? root.querySelector("h1") : topics[to]?.querySelector("h2")),
    asked(hash) {
      const found = links.findIndex((link) => link.hash === hash);
      return found < 0 ? "start" : found;
    },
  };
}
