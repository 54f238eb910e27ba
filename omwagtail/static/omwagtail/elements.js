/**
 * What `<om-list>` and `<om-directory>` share: a shadow tree with cards of a site's public JSON.
 *
 * Texts are set as text, addresses lead to the web alone, and only the site that `src` names is
 * asked, or the file that `data` names. docs/reference/embeds.md says which attributes, parts and properties there are.
 */

import { WORDS } from "./element-words.js";
import sheet from "./elements.css" with { type: "css" };

// Attributes that narrow and order what is asked for, as the API calls them.
const QUESTION = "type topic region near sector audience organisation language origin ordering";

export class Entries extends HTMLElement {
  static observedAttributes = `src data limit layout target lang ${QUESTION}`.split(" ");
  root = this.attachShadow({ mode: "open" });
  base = make("div", "base");
  /** The link inside the element: first the way to the entries, then to all others. */
  more = make("slot", "more");

  connectedCallback() {
    this.root.adoptedStyleSheets = [sheet];
    this.root.replaceChildren(this.base);
    this.fill(this.sentence("loading"));
    this.changed();
  }

  disconnectedCallback() {
    this.request?.abort();
  }

  /** Several attributes are often set one after the other: they are one question. */
  attributeChangedCallback() {
    if (this.isConnected) this.changed();
  }

  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.isConnected && this.begin());
  }

  get language() {
    return (this.closest("[lang]")?.lang || "de").slice(0, 2) === "en" ? "en" : "de";
  }

  get words() {
    return WORDS[this.language];
  }

  fill(...content) {
    this.base.lang = this.language;
    this.base.replaceChildren(...content, this.more);
  }

  /** The API's answer to what the attributes ask for, and what else is asked. */
  async ask(question) {
    this.request?.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    const file = this.getAttribute("data");
    const asked = { as: "card", type: "practice-example,check,network" };
    for (const name of QUESTION.split(" ")) {
      if (this.hasAttribute(name)) asked[name] = this.getAttribute(name);
    }
    Object.assign(asked, question);
    if (file) {
      const { answerFrom } = await import("./om-data.js");
      return answerFrom(new URL(file, document.baseURI).href, asked, signal);
    }
    const address = new URL("/om/api/v1/items/", new URL(this.getAttribute("src"), document.baseURI));
    for (const [name, value] of Object.entries(asked)) {
      if (value || value === "") address.searchParams.set(name, value);
    }
    const answer = await fetch(address, { signal, credentials: "omit" });
    if (!answer.ok) throw new Error(`${answer.status}: ${address}`);
    return answer.json();
  }

  cards(entries) {
    return entries.map(({ card }) => makeCard(card, this));
  }

  list(entries) {
    const list = make("ul", "list", ...this.cards(entries));
    // Without marks, some browsers would call it no list.
    list.role = "list";
    list.className = this.getAttribute("layout") || "";
    return list;
  }

  sentence(name) {
    const sentence = make("p", "status", this.words[name]);
    sentence.role = "status";
    return sentence;
  }
}

/** An element with a name for `::part`; what it holds are elements and texts, and nothing is left
 * out of it but what is empty. */
export function make(tag, name, ...content) {
  const element = document.createElement(tag);
  element.part = name;
  element.append(...content.filter(Boolean));
  return element;
}

function makeCard(card, element) {
  const { language, words } = element;
  const link = make("a", "link", card.title);
  leadTo(link, card.link, element);
  const level = Math.min(6, Math.max(2, element.getAttribute("heading-level") || 3));
  const title = make(`h${level}`, "title", link);
  const summary = card.summary && make("p", "summary", card.summary);
  title.lang = card.language;
  if (summary) summary.lang = card.language;
  const regions = (card.regions || []).map(({ label }) => label[language] || label.de);
  const kind = [words.types[card.type], regions.length < 3 && regions.join(", ")];
  const isFull = element.getAttribute("layout") !== "compact";
  return make(
    "li",
    "card",
    isFull && picture(card.image),
    make("p", "kind", kind.filter(Boolean).join(" · ")),
    title,
    isFull && summary,
    source(card, isFull && card.image?.credit, element),
  );
}

function picture(image) {
  const sizes = (image?.sizes || []).filter(({ url }) => isWeb(url));
  if (!sizes.length) return "";
  const shown = make("img", "picture");
  const { url, width, height } = sizes.at(-1);
  // Without its cookies, whatever the site has set.
  shown.crossOrigin = "anonymous";
  shown.loading = "lazy";
  shown.alt = image.alt || "";
  if (width) {
    shown.width = width;
    shown.height = height;
    shown.sizes = "(max-width: 40em) 100vw, 25em";
    shown.srcset = sizes.map((size) => `${size.url} ${size.width}w`).join(", ");
  }
  shown.src = url;
  return shown;
}

/** Who published it, when and on which terms: the terms ask for that to be shown. */
function source({ publisher, attribution, published, licence }, credit, element) {
  const date = published && new Date(published);
  const day = date && new Intl.DateTimeFormat(element.language, { dateStyle: "long" }).format(date);
  const terms = licence && make("a", "licence", licence.name);
  if (terms) leadTo(terms, licence.uri, element);
  const parts = [attribution || publisher, day, terms, credit].filter(Boolean);
  return make("p", "source", ...parts.flatMap((part, place) => (place ? [" · ", part] : [part])));
}

function leadTo(link, address, element) {
  if (!isWeb(address)) return;
  link.href = address;
  link.rel = "noopener";
  link.target = element.getAttribute("target") || "";
}

function isWeb(address) {
  return /^https?:\/\//.test(address);
}
