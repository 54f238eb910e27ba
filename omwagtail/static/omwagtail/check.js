/**
 * Fills in a check one topic at a time; result, plan and all the rest are made on the device.
 *
 * It enhances the page that the server rendered: the same fields, and pages made of the same
 * templates. Nothing is sent. Where this module does not run, the page stays a form that the
 * server answers.
 *
 * One view is shown at a time. A step is "start", the index of a topic or the name of another view.
 */

import "./frame.js";
import { loadStyle, pageLanguage, part, today } from "./dom.js";
import { topicsView } from "./form.js";

// What is loaded when somebody first wants it: modules that give views by name, and their styles.
const MODULES = {
  result: () => import("./result.js"),
  plan: () => import("./plan.js"),
  handover: () => import("./handover.js"),
  compare: () => import("./compare.js"),
};
const MODULE_OF = {
  result: "result",
  plan: "plan",
  declaration: "handover",
  handover: "handover",
  comparison: "compare",
};

const LINK = "#r=";
// Before anything else: what a link brings is out of the address bar.
const brought = takeLink();
const root = document.querySelector("[data-om-check]");
const data = document.getElementById("om-check-data");
if (root && data) begin(root, JSON.parse(data.textContent)).start(brought);

function takeLink() {
  const { hash, pathname, search } = location;
  if (!hash.startsWith(LINK)) return "";
  history.replaceState(history.state, "", pathname + search);
  return hash.slice(LINK.length);
}

/**
 * What the views share:
 *
 * - `root`, `body` (the definition), and whatever else the page's data hold
 * - `record`: what was filled in so far, as in docs/reference/check-records.md; views change it in
 *   place and say so by `changed()`, which all `watch`ers hear
 * - `say(name, values)`, `make(template)`, `go(step)` for links and buttons, `next()` the step where
 *   something is still open
 * - `tell(text)` for those who hear the page
 * - `earlier`: the record that was on this device before what is filled in now, if there was one
 * - `take(record)` shows what was filled in elsewhere; `isFilled()` says whether anything is filled
 *   in here; `kept()` is what this device holds, as it is
 *   there, or null; `keep()` promises what keep.js does
 * - `reopen(query, use)`: another edition in the place of this one; then `use(app)` with the new app
 * - `safe`: the record as it was last kept anywhere, as JSON; `catchUp()`, where there is one, keeps
 *   on the device what it still lacks
 * - `signal` for listeners outside of `root`: `leave()` ends them, before another edition begins
 */
function begin(root, { sentences, posted, ...data }) {
  const watchers = [];
  const leaving = new AbortController();
  const { signal } = leaving;
  const formTitle = document.title;
  let at;
  const app = {
    root,
    ...data,
    linkMark: LINK,
    place: `omwagtail:check:${data.key}`,
    record: { name: "", answers: {}, notes: {}, topics: [], plan: { measures: [] }, ...posted },
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
    need,
    go,
    moveFocus,
    tell: (text) => (part("live", root).textContent = text),
    /** All that was filled in, as it is saved, but not cleaned. */
    toRecord: () => ({ ...app.record, check: data.check, edition: data.edition, date: today() }),
    take,
    isFilled,
    kept,
    keep,
    start,
    begin,
    async reopen(query, use) {
      const { reopen } = await import("./editions.js");
      // What is kept on this device goes on being kept.
      return reopen(app, query, async (next) => {
        if (keeping) await next.keep();
        await use(next);
      });
    },
    signal,
    leave: () => leaving.abort(),
  };
  const topics = topicsView(app);
  const views = {};
  const loaded = {};
  app.next = topics.next;

  /** Loads a module with its styles, once; false where that fails, which the page then says. */
  async function need(name, quietly = false) {
    const failed = part("failed", root);
    const load = async () => {
      const style = data.styles[name];
      // All others show parts of a result.
      if (name !== "result" && !(await need("result"))) throw name;
      const [module] = await Promise.all([MODULES[name](), style && loadStyle(style)]);
      return module.views(app);
    };
    try {
      Object.assign(views, await (loaded[name] ??= load()));
      failed.hidden = true;
      return true;
    } catch {
      delete loaded[name];
      failed.hidden = quietly;
      return false;
    }
  }

  function go(step) {
    const missing = !views[step] && MODULE_OF[step];
    if (missing) return need(missing).then((there) => there && go(step));
    show(step);
    // So that the way back of a phone leads to the step before, and not out of the check.
    history.pushState({ omStep: step }, "");
    moveFocus();
  }

  function show(step) {
    const view = views[step];
    at = step;
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

  function moveFocus() {
    const view = views[at] && part("view", root);
    const heading = view ? part("heading", view) : topics.heading(at);
    part("notice", root).hidden = true;
    heading.focus({ preventScroll: true });
    (view || at === "start" ? root : part("overview", root)).scrollIntoView({ block: "start" });
    if (!view && at !== "start") topics.tellProgress();
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
    const failed = part("failed", root);
    try {
      const { download } = await import("./exports.js");
      await download(format, { ...app, record: app.toRecord() });
      if (format === "json") app.safe = JSON.stringify(app.record);
      failed.hidden = true;
    } catch {
      failed.hidden = false;
    }
  }

  function take({ name = "", topics: chosen = [], answers, notes, plan }) {
    Object.assign(app.record, { name, topics: chosen, answers, notes, plan });
    topics.write();
    show(at);
  }

  // ---- keeping comes on demand: with the first press, a link, or something on the device

  const bar = part("keep", root);
  let keeping;

  /** What this device holds, as it is there; null for nothing, and where it may not be read. */
  function kept() {
    try {
      const found = JSON.parse(localStorage.getItem(app.place));
      return found?.v ? found : null;
    } catch {
      return null;
    }
  }

  function keep() {
    const failed = () => {
      keeping = null;
      part("keep-state", bar).textContent = app.say("not-loaded");
      return { pressed: {} };
    };
    keeping ??= import("./keep.js").then((module) => module.keep(app)).catch(failed);
    return keeping;
  }

  async function start(link) {
    if (!data.key || posted || !(link || kept())) return;
    // Until it is there, nothing else is filled in.
    part("page", root).inert = true;
    const { begin } = await keep();
    part("page", root).inert = false;
    begin?.(link);
  }

  function isFilled() {
    const { answers, notes, plan } = app.record;
    return [answers, notes, plan.measures].some((part) => Object.keys(part).length);
  }

  app.watch(() => {
    if (!isFilled()) return;
    if (data.key) bar.hidden = false;
    // The first answer is on its way to a result: from now on that needs no line.
    need("result", true);
  });
  bar.addEventListener("focusin", keep);
  bar.addEventListener("click", async ({ target }) => (await keep()).pressed[target.dataset.om]?.());
  const file = root.querySelector("[name=file]");
  file.addEventListener("change", async () => (await keep()).openFile?.(file));
  const linked = async () => {
    const link = takeLink();
    if (link) (await keep()).openLink?.(link);
  };
  window.addEventListener("hashchange", linked, { signal });

  const first = posted ? topics.next() : topics.asked(location.hash);
  history.replaceState({ omStep: first }, "");
  show(first);
  const returned = ({ state }) => {
    if (state?.omStep === undefined) return; // a link in the page, such as "skip to content"
    // What came on demand is gone with the page that was left; another edition may have fewer topics.
    show(views[state.omStep] || topics.heading(state.omStep) ? state.omStep : "start");
    moveFocus();
  };
  window.addEventListener("popstate", returned, { signal });
  // Every view brings a form of this id, to which buttons outside of it belong.
  part("form", root).removeAttribute("id");
  root.classList.add("om-check-guided");
  if (part("change-over", root)) import("./editions.js").then(({ changeOver }) => changeOver(app));
  return app;
}

/** A function that says one of the page's sentences with its numbers. */
function speaker(sentences) {
  const plural = new Intl.PluralRules(pageLanguage());
  return (name, values = {}) => {
    const [one, several = one] = sentences[name];
    const sentence = plural.select(values.count ?? 1) === "one" ? one : several;
    return sentence.replace(/%(?:\((\w+)\)s|%)/g, (_, key) => (key ? values[key] : "%"));
  };
}
