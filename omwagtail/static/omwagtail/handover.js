/**
 * The self-declaration, and what is handed over to an adviser. Loaded only when somebody wants
 * either; made of the server's own parts (templates/omwagtail/check/declaration_page.html,
 * handover_page.html). runner/declarations.py and runner/handover.py have the same rules.
 *
 * Nothing is sent: the visitor's mail program opens with a draft.
 */

import { dayText, fill, item, part } from "./dom.js";

// Some mail programs and systems cut what is longer.
const MAX_MAILTO = 1800;

/** @returns the two views, by name */
export async function views(app) {
  await app.need("plan");
  return { declaration: () => declarationPage(app), handover: handoverView(app) };
}

function declarationPage(app) {
  const { make, record, say } = app;
  const page = make("declaration");
  const name = part("name", page);
  const measures = record.plan.measures.filter(({ text }) => text);
  const isMet = app.tellCompletion(page);
  part("not-declared", page).hidden = isMet;
  part("declared", page).hidden = !isMet;
  part("device", page).hidden = false;
  part("update", page).hidden = true;
  fill(page, {
    date: dayText(app.today()),
    planned: say("planned", {
      count: measures.length,
      done: measures.filter(({ done }) => done).length,
    }),
  });
  const complete = app.summary().inOrder.filter(({ complete }) => complete);
  part("topics", page).append(...complete.map(({ title }) => item(title)));
  part("measures", page).append(...measures.map(({ text }) => item(text)));
  name.value = record.name ?? "";
  const keepName = () => {
    record.name = name.parentNode.dataset.value = name.value.trim();
    app.changed();
  };
  name.addEventListener("input", keepName);
  name.parentNode.dataset.value = name.value;
  page.addEventListener("submit", (event) => event.preventDefault());
  return page;
}

/** @returns a function that gives the page as it was left: what is not shared stays unshared */
function handoverView(app) {
  const page = app.make("handover");
  const preview = part("preview", page);
  const region = part("region", page);
  part("update", page).hidden = true;
  part("copy", page).hidden = false;
  page.addEventListener("input", ({ target }) => {
    if (target === region) narrow();
    show();
  });
  page.addEventListener("click", act);
  page.addEventListener("submit", (event) => event.preventDefault());
  return () => {
    show();
    return page;
  };

  function show() {
    const text = textOf(app, page, preview.dataset.about);
    const to = page.querySelector('[name="to"]:checked')?.value ?? "";
    const { address, tooLong } = draft(app, text, to, preview.dataset.about);
    preview.textContent = text;
    part("mail", page).href = address;
    part("too-long", page).hidden = !tooLong;
    part("copied", page).hidden = true;
  }

  /** Those for the chosen region, and those for every region. */
  function narrow() {
    const contacts = [...page.querySelectorAll("[data-om-regions]")];
    for (const contact of contacts) {
      const regions = contact.dataset.omRegions.split(" ").filter(Boolean);
      const fits = regions.some((code) => region.value.startsWith(code));
      contact.hidden = !!(region.value && regions.length && !fits);
    }
    const radios = contacts.filter(({ hidden }) => !hidden).map((each) => each.querySelector("input"));
    if (!radios.some((radio) => radio?.checked)) {
      for (const radio of page.querySelectorAll('[name="to"]')) radio.checked = false;
      const first = radios.find(Boolean);
      if (first) first.checked = true;
    }
  }

  function act(event) {
    const name = event.target.closest("button")?.dataset.om;
    if (name === "file") save(preview.textContent, `check-${app.today()}.txt`);
    else if (name === "copy") copy(preview).then((done) => (part("copied", page).hidden = !done));
    else return;
    event.preventDefault();
  }
}

/** What is shared, as plain text: only what is ticked, and nothing that is empty. */
function textOf(app, page, about) {
  const { body, make, record, say, pointOf } = app;
  const { result, topics, levelText, answered, percentText } = app.summary();
  const indented = (text) => text.replaceAll("\n", "\n   ");
  const blank = make("measure");
  const shown = (member, value) => {
    if (member === "until") return dayText(value);
    const select = member && blank.querySelector(`select[data-om-member="${member}"]`);
    return select ? [...select.options].find((option) => option.value === value)?.text : value;
  };
  const columns = app.columns.filter(({ key }) => key !== "measure");

  const lines = {
    urgent: () => result.urgent.map((id) => `- ${pointOf(id).statement ?? ""} (${levelText(id)})`),
    needs: () =>
      topics.map((topic) => {
        const texts = [percentText(topic, ""), answered(topic)].filter(Boolean);
        return `- ${topic.title}: ${texts.join(", ")}`;
      }),
    plan: () =>
      record.plan.measures.flatMap((measure, place) => [
        `${place + 1}. ${indented(measure.text)}`.trimEnd(),
        ...columns
          .map(({ label, member, key }) => [
            label,
            shown(member, (member ? measure[member] : measure.more?.[key]) ?? ""),
          ])
          .filter(([, value]) => value)
          .map(([label, value]) => `   ${label}: ${indented(value)}`),
        ...(measure.done ? [`   ${part("done-label", blank).textContent}`] : []),
        ...(measure.done && measure.effect
          ? [`   ${part("effect-label", blank).textContent} ${shown("effect", measure.effect)}`]
          : []),
      ]),
    notes: () =>
      body.sections
        .flatMap(({ checkpoints }) => checkpoints)
        .filter(({ id }) => record.notes[id])
        .map(({ id, statement }) => `- ${statement ?? ""}: ${indented(record.notes[id])}`),
  };
  const sender = ["hname", "hphone"].map((name) => {
    const { value } = page.querySelector(`[name="${name}"]`);
    return value.trim().replace(/\s+/g, " ");
  });
  const parts = [[about, dayText(app.today()), ...sender.filter(Boolean)]];
  for (const box of page.querySelectorAll('[name="h"]:checked')) {
    const found = lines[box.value]();
    const label = box.nextElementSibling.textContent.toUpperCase();
    if (found.length) parts.push([label, ...found]);
  }
  return parts.map((found) => found.join("\n")).join("\n\n");
}

/** A `mailto:` address; a text that is too long for it is told to be in an attached file. */
function draft({ say, document: { title } }, text, to, about) {
  const subject = say("mail-subject", { title });
  const address = mailto(to, subject, text);
  if (address.length <= MAX_MAILTO) return { address, tooLong: false };
  const short = `${about}\n\n${say("mail-attached")}`;
  return { address: mailto(to, subject.slice(0, 200), short), tooLong: true };
}

function mailto(to, subject, text) {
  const [address, about, body] = [to, subject, text.replaceAll("\n", "\r\n")].map(quote);
  return `mailto:${address}?subject=${about}&body=${body}`;
}

/** Also of half a character, which a text that was cut may end with. */
function quote(text) {
  return encodeURIComponent(text.toWellFormed?.() ?? text);
}

function save(text, name) {
  const link = document.createElement("a");
  const content = new Blob([text.replaceAll("\n", "\r\n")], { type: "text/plain;charset=utf-8" });
  link.href = URL.createObjectURL(content);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** In a frame the clipboard may be closed; what is marked can then be copied by hand. */
async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(element);
    return document.execCommand("copy");
  }
}
