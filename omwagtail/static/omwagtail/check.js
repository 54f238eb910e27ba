/**
 * Fills in a check one topic at a time; result, plan and all the rest are made on the device.
 *
 * It enhances the page that the server rendered: the same fields, and pages made of the same
 * templates. Nothing is sent. Where this module does not run, the page stays a form that the
 * server answers.
 *
 * One view is shown at a time. A step is the index of a topic or the name of another view.
 */

import "./frame.js";
import { pageLanguage, part } from "./dom.js";
import { topicsView } from "./form.js";
import { planView, showCompletion, today } from "./plan.js";
import { resultView, summary } from "./result.js";

const handedOver = async (app) => (await import("./handover.js")).views(app);

// Views that are loaded when somebody first wants one of them: each gives views by name.
const FURTHER = {
  declaration: handedOver,
  handover: handedOver,
  comparison: async (app) => ({
    comparison: await (await import("./compare.js")).comparisonView(app),
  }),
};

const root = document.querySelector("[data-om-check]");
const data = document.getElementById("om-check-data");
if (root && data) begin(root, JSON.parse(data.textContent));

/**
 * What the views share:
 *
 * - `root`, `body` (the definition), and whatever else the page's data hold
 * - `record`: what was filled in so far, as in docs/reference/check-records.md; views change it in
 *   place and say so by `changed()`, which all `watch`ers hear
 * - `say(name, values)`, `make(template)`, `go(step)` for links and buttons
 * - `reopen(query, use)`: another edition in the place of this one; then `use(app)` with the new app
 */
function begin(root, { sentences, ...data }) {
  const leaving = new AbortController();
  const { signal } = leaving;
  const watchers = [];
  const formTitle = document.title;
  const app = {
    root,
    ...data,
    record: { answers: {}, notes: {}, topics: [], plan: { measures: [] } },
    say: speaker(sentences),
    make: (name) => {
      const template = root.querySelector(`template[data-om-template="${name}"]`);
      return template.content.firstElementChild.cloneNode(true);
    },
    watch: (watcher) => watchers.push(watcher),
    changed: () => watchers.forEach((watcher) => watcher()),
    pointOf(id) {
      for (const { title, checkpoints } of data.body.sections) {
        const point = checkpoints.find((each) => each.id === id);
        if (point) return { ...point, topic: title };
      }
    },
    today,
    summary: () => summary(app),
    tellCompletion: (page) => showCompletion(app, page),
    go,
    take: (record) => topics.take(record.answers),
    signal,
    begin,
    leave: () => leaving.abort(),
    reopen: async (query, use) => (await import("./editions.js")).reopen(app, query, use),
  };
  const topics = topicsView(app);
  const views = { result: resultView(app), plan: planView(app) };

  async function load(step) {
    try {
      Object.assign(views, await FURTHER[step](app));
      go(step);
    } catch {
      part("compare-failed", root).hidden = false;
    }
  }

  function go(step) {
    if (FURTHER[step] && !views[step]) return load(step);
    show(step);
    // So that the way back of a phone leads to the step before, and not out of the check.
    history.pushState({ omStep: step }, "");
    moveFocus(step);
  }

  function show(step) {
    const view = views[step];
    part("page", root).hidden = !!view;
    part("view", root).hidden = !view;
    document.title = formTitle;
    if (!view) return topics.show(step);
    const page = view();
    for (const button of page.querySelectorAll('[data-om="print"], [data-om="on-device"]')) {
      button.hidden = false;
    }
    part("view", root).replaceChildren(page);
    document.title = `${part("heading", page).textContent}: ${formTitle}`;
  }

  function moveFocus(step) {
    const view = views[step] && part("view", root);
    const heading = view ? part("heading", view) : topics.heading(step);
    heading.focus({ preventScroll: true });
    (view || step === 0 ? root : part("overview", root)).scrollIntoView({ block: "start" });
  }

  // What leads on from a page: where no script runs, these buttons submit its form.
  const leadOn = (event) => {
    const button = event.target.closest("[data-om-go], [data-om-format], [data-om=print]");
    if (!button) return;
    event.preventDefault();
    const { omGo: step, omFormat: format } = button.dataset;
    if (format) takeAlong(format);
    else if (!step) window.print();
    else if (step.startsWith("#")) go(topics.asked(step));
    else go(step === "topics" ? topics.current() : step);
  };
  root.addEventListener("click", leadOn, { signal });

  /** A file, made on the device. */
  async function takeAlong(format) {
    const { download } = await import("./exports.js");
    download(format, { ...app, record: app.toRecord?.() ?? app.record });
  }

  const first = topics.asked(location.hash);
  history.replaceState({ omStep: first }, "");
  show(first);
  const returned = ({ state }) => {
    if (state?.omStep === undefined) return; // a link inside the page, such as "skip to content"
    // After the page was loaded anew, not every view of before is there.
    const step = FURTHER[state.omStep] && !views[state.omStep] ? "result" : state.omStep;
    show(step);
    moveFocus(step);
  };
  window.addEventListener("popstate", returned, { signal });
  root.classList.add("om-check-guided");
  if (part("change-over", root)) import("./editions.js").then(({ changeOver }) => changeOver(app));
  return app;
}

/** A function that says one of the page's sentences with its numbers. */
function speaker(sentences) {
  const plural = new Intl.PluralRules(pageLanguage());
  return (name, values = {}) => {
    const [one, several] = sentences[name];
    const sentence = plural.select(values.count ?? 1) === "one" ? one : several;
    return sentence.replace(/%(?:\((\w+)\)s|%)/g, (_, key) => (key ? values[key] : "%"));
  };
}
