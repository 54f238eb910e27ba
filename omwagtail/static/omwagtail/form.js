/** The topics: one at a time, with an overview of how far each is, by mouse, finger or keys. */

import { part, takeOver } from "./dom.js";

/** @returns `show(index)`, `take(answers)`, `current()`, `heading(index)`, `asked(hash)` */
export function topicsView(app) {
  const { root, record, say, signal } = app;
  const form = part("form", root);
  const topics = [...form.querySelectorAll("[data-om-section]")];
  const links = [...root.querySelectorAll("[data-om-topic]")];
  const wide = window.matchMedia("(min-width: 62rem)");
  let current = 0;

  function show(index) {
    const last = index === topics.length - 1;
    current = index;
    topics.forEach((topic, place) => (topic.hidden = place !== index));
    part("intro", root).hidden = index > 0;
    part("page", root).classList.toggle("om-check-begun", index > 0);
    part("back", form).hidden = index === 0;
    part("next", form).hidden = last;
    part("submit", form).classList.toggle("om-button--quiet", !last);
    part("all", root).open = wide.matches;
    showProgress();
  }

  function showProgress() {
    const count = form.querySelectorAll("fieldset").length;
    const answered = form.querySelectorAll("input:checked").length;
    part("place", root).textContent = say("place", { number: current + 1, count: topics.length });
    part("progress", root).textContent = say("progress", { answered, count });
    part("bar", root).max = count;
    part("bar", root).value = answered;
    links.forEach((link, index) => {
      link.dataset.state = stateOf(topics[index]);
      part("state", link).textContent = say(`state-${link.dataset.state}`);
      if (index === current) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
  }

  function stateOf(topic) {
    const count = topic.querySelectorAll("fieldset").length;
    const answered = topic.querySelectorAll("input:checked").length;
    if (answered === 0) return "open";
    return answered < count ? "begun" : "done";
  }

  /** From the form into the record: the browser may put earlier answers back at any time. */
  function readForm() {
    const chosen = [...form.querySelectorAll("input:checked")];
    record.answers = Object.fromEntries(
      chosen.map((input) => [input.closest("fieldset").dataset.omPoint, input.value]),
    );
    showProgress();
    app.changed();
  }

  function take(answers) {
    for (const input of form.querySelectorAll("[type=radio]"))
      input.checked = answers[input.closest("fieldset").dataset.omPoint] === input.value;
    readForm();
  }

  // ---- keyboard

  function chooseByKey(event) {
    const option = event.target.closest("fieldset")?.querySelectorAll("[type=radio]")[event.key - 1];
    if (!option) return;
    event.preventDefault();
    option.checked = true;
    option.focus();
    readForm();
  }

  function goOnByKey(event) {
    const heading = event.target.matches("h2");
    if (!heading && !event.target.matches("[type=radio]")) return;
    event.preventDefault();
    const points = [...topics[current].querySelectorAll("fieldset")];
    const next = heading ? points[0] : points[points.indexOf(event.target.closest("fieldset")) + 1];
    if (!next) return app.go(current < topics.length - 1 ? current + 1 : "result");
    next.scrollIntoView({ block: "nearest" });
    (next.querySelector("input:checked") ?? next.querySelector("input")).focus();
  }

  form.addEventListener("change", readForm);
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[1-9]$/.test(event.key)) chooseByKey(event);
    else if (event.key === "Enter") goOnByKey(event);
  });
  takeOver(form, () => app.go("result"));
  part("next", form).addEventListener("click", () => app.go(current + 1));
  part("back", form).addEventListener("click", () => app.go(current - 1));
  links.forEach((link, index) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      app.go(index);
    }),
  );
  window.addEventListener("pageshow", readForm, { signal });
  wide.addEventListener("change", () => (part("all", root).open = wide.matches), { signal });
  for (const name of ["steps", "bar", "keys", "not-sent"]) part(name, root).hidden = false;
  for (const link of links) part("state", link).hidden = false;
  part("sent", root).hidden = true;
  readForm();

  return {
    show,
    take,
    current: () => current,
    heading: (index) => topics[index].querySelector("h2"),
    asked: (hash) => Math.max(0, links.findIndex((link) => link.hash === hash)),
  };
}
