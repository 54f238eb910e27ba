/**
 * Fills in a check one topic at a time and works out the result on the device.
 *
 * It enhances the form that the server rendered: the same fields, and a result made of the same
 * parts. Nothing is sent, nothing is written on the device. Where this module does not run, the
 * page stays a form that the server answers.
 */

import { resultPage } from "./result.js";

const root = document.querySelector("[data-om-check]");
const data = document.getElementById("om-check-data");
if (root && data) enhance(root, JSON.parse(data.textContent));
if (window.parent !== window) tellHeight();

function enhance(root, { body, sentences }) {
  const part = (name, within = root) => within.querySelector(`[data-om="${name}"]`);
  const form = part("form");
  const topics = [...form.querySelectorAll("[data-om-section]")];
  const links = [...root.querySelectorAll("[data-om-topic]")];
  const wide = window.matchMedia("(min-width: 62rem)");
  const say = speaker(sentences);
  const formTitle = document.title;
  let current = 0;

  // ---- one topic at a time

  function goTo(step) {
    show(step);
    // So that the way back of a phone leads to the topic before, and not out of the check.
    history.pushState({ omStep: step }, "");
    moveFocus(step);
  }

  function show(step) {
    const result = step === "result";
    part("page").hidden = result;
    part("result-page").hidden = !result;
    if (result) showResult();
    else showTopic(step);
  }

  function showTopic(index) {
    const last = index === topics.length - 1;
    current = index;
    topics.forEach((topic, place) => (topic.hidden = place !== index));
    part("intro").hidden = index > 0;
    part("page").classList.toggle("om-check-begun", index > 0);
    part("back").hidden = index === 0;
    part("next").hidden = last;
    part("submit").classList.toggle("om-button--quiet", !last);
    part("all").open = wide.matches;
    document.title = formTitle;
    showProgress();
  }

  function showProgress() {
    const count = form.querySelectorAll("fieldset").length;
    const answered = form.querySelectorAll("input:checked").length;
    part("place").textContent = say("place", { number: current + 1, count: topics.length });
    part("progress").textContent = say("progress", { answered, count });
    part("bar").max = count;
    part("bar").value = answered;
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

  function moveFocus(step) {
    const result = step === "result";
    const heading = result ? part("heading", part("result-page")) : topics[step].querySelector("h2");
    heading.focus({ preventScroll: true });
    (result || step === 0 ? root : part("overview")).scrollIntoView({ block: "start" });
  }

  // ---- keyboard

  function chooseByKey(event) {
    const option = event.target.closest("fieldset")?.querySelectorAll("input")[event.key - 1];
    if (!option) return;
    event.preventDefault();
    option.checked = true;
    option.focus();
    showProgress();
  }

  function goOnByKey(event) {
    const heading = event.target.matches("h2");
    if (!heading && !event.target.matches("input[type=radio]")) return;
    event.preventDefault();
    const points = [...topics[current].querySelectorAll("fieldset")];
    const next = heading ? points[0] : points[points.indexOf(event.target.closest("fieldset")) + 1];
    if (!next) return goTo(current < topics.length - 1 ? current + 1 : "result");
    next.scrollIntoView({ block: "nearest" });
    (next.querySelector("input:checked") ?? next.querySelector("input")).focus();
  }

  // ---- result

  function showResult() {
    const page = resultPage({ root, body, say, answers: answersNow() });
    takeOver(part("change", page), () => goTo(current));
    part("print", page).hidden = false;
    part("print", page).addEventListener("click", () => window.print());
    part("result-page").replaceChildren(page);
    document.title = `${part("heading", page).textContent}: ${formTitle}`;
  }

  function answersNow() {
    const chosen = [...form.querySelectorAll("input:checked")];
    return Object.fromEntries(
      chosen.map((input) => [input.closest("fieldset").dataset.omPoint, input.value]),
    );
  }

  // ---- beginning

  function listen() {
    form.addEventListener("change", showProgress);
    form.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^[1-9]$/.test(event.key)) chooseByKey(event);
      else if (event.key === "Enter") goOnByKey(event);
    });
    takeOver(form, () => goTo("result"));
    part("next").addEventListener("click", () => goTo(current + 1));
    part("back").addEventListener("click", () => goTo(current - 1));
    links.forEach((link, index) =>
      link.addEventListener("click", (event) => {
        event.preventDefault();
        goTo(index);
      }),
    );
    window.addEventListener("popstate", ({ state }) => {
      if (state?.omStep === undefined) return; // a link inside the page, such as "skip to content"
      show(state.omStep);
      moveFocus(state.omStep);
    });
    // The browser may put earlier answers back after this module ran.
    window.addEventListener("pageshow", showProgress);
    wide.addEventListener("change", () => (part("all").open = wide.matches));
  }

  function begin() {
    const asked = links.findIndex((link) => link.hash === location.hash);
    history.replaceState({ omStep: Math.max(0, asked) }, "");
    show(Math.max(0, asked));
    listen();
    for (const name of ["steps", "bar", "keys", "not-sent"]) part(name).hidden = false;
    for (const link of links) part("state", link).hidden = false;
    part("sent").hidden = true;
    root.classList.add("om-check-guided");
  }

  begin();
}

/** Lets `action` do what a form's button did. In a sandboxed frame there is no submit event. */
function takeOver(form, action) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[type=submit]").addEventListener("click", (event) => {
    event.preventDefault();
    action();
  });
}

/** A function that says one of the page's sentences with its numbers. */
function speaker(sentences) {
  const plural = new Intl.PluralRules(document.documentElement.lang || "en");
  return (name, values = {}) => {
    const [one, several] = sentences[name];
    const sentence = plural.select(values.count ?? 1) === "one" ? one : several;
    return sentence.replace(/%(?:\((\w+)\)s|%)/g, (_, key) => (key ? values[key] : "%"));
  };
}

/** Tells the page around a frame how high the content is, whenever that changes. */
function tellHeight() {
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    // Whoever shows the frame may know how high it is: there is nothing else in the message.
    window.parent.postMessage({ om: "height", height }, "*");
  }).observe(document.body);
}
