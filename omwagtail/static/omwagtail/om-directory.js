/** `<om-directory src="https://hub.example">`: all entries of a site, to search and to narrow. */

import { FIELDS } from "./directory-words.js";
import { Entries, make } from "./elements.js";
import fields from "./om-directory.css" with { type: "css" };

const FACETS = ["type", "topic", "region"];
// Milliseconds without a key until a search is asked for.
const PAUSE = 300;

class Directory extends Entries {
  /** Made anew when an attribute changes: then it is another directory. */
  begin() {
    this.root.adoptedStyleSheets[1] = fields;
    this.said = FIELDS[this.language];
    this.facets = FACETS.filter((name) => !this.hasAttribute(name));
    this.inputs = new Map();
    const search = make("input", "input");
    search.type = "search";
    search.maxLength = 200;
    search.addEventListener("input", () => this.later(PAUSE));
    const selects = this.facets.map((name) => {
      const select = make("select", "select");
      select.addEventListener("change", () => this.later(0));
      return this.field(name, select);
    });
    const form = make("div", "search", this.field("q", search), ...selects);
    form.role = "search";
    this.status = make("p", "status");
    this.status.role = "status";
    this.results = make("div", "results");
    this.fill(form, this.status, this.results);
    this.show();
  }

  field(name, input) {
    this.inputs.set(name, input);
    return make("label", "field", make("span", "label", this.said[name]), input);
  }

  later(pause) {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.isConnected && this.show(), pause);
  }

  /** The first entries of what is chosen; or what follows them, where `place` says from where. */
  async show(place) {
    const chosen = {};
    for (const [name, input] of this.inputs) if (input.value.trim()) chosen[name] = input.value.trim();
    // A search has the best entries first, in pages; what is new is read on by a cursor.
    const question = { ...chosen, limit: this.getAttribute("limit") || 12, ...place };
    if (!place) Object.assign(question, chosen.q ? {} : { cursor: "" }, { facets: FACETS.join() });
    this.results.ariaBusy = "true";
    try {
      this.take(await this.ask(question), place);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.status.textContent = this.words.failed;
    }
    this.results.ariaBusy = "false";
  }

  take({ results, next, count, facets }, place) {
    const { said } = this;
    if (place) {
      const cards = this.cards(results);
      this.results.querySelector("ul").append(...cards);
      this.results.querySelector("button")?.remove();
      cards[0]?.querySelector("a").focus();
    } else {
      this.results.replaceChildren(...(results.length ? [this.list(results)] : []));
      const number = count ?? this.sum(facets.type);
      this.status.textContent = number ? this.counted(number) : said.none;
      for (const name of this.facets) this.offer(name, facets[name]);
    }
    if (!next) return;
    const further = make("button", "button", said.further);
    const { searchParams } = new URL(next);
    const from = searchParams.has("cursor") ? "cursor" : "page";
    further.onclick = () => this.show({ [from]: searchParams.get(from) });
    this.results.append(further);
  }

  counted(number) {
    return this.said.count[number === 1 ? 0 : 1].replace("%(counter)s", number);
  }

  /** Every entry has one type: their numbers are that of all. */
  sum(types) {
    const chosen = this.inputs.get("type")?.value || this.getAttribute("type");
    const wanted = (chosen ?? "practice-example,check,network").split(",");
    const counted = types.filter(({ code }) => !chosen || wanted.includes(code));
    return counted.reduce((total, { count }) => total + count, 0);
  }

  offer(name, facet) {
    const select = this.inputs.get(name);
    const chosen = select.value;
    const options = facet.map(({ code, label, count }) => {
      const words = label[this.language] || label.de;
      // The code of a region is longer than that of the one it lies in.
      const depth = name === "region" ? Math.max(0, code.length - 2) : 0;
      return { code, words, text: `${"\u2003".repeat(depth)}${words} (${count})` };
    });
    const by = name === "region" ? "code" : "words";
    options.sort((one, other) => one[by].localeCompare(other[by], this.language));
    if (chosen && !options.some(({ code }) => code === chosen)) {
      options.push({ code: chosen, text: select.selectedOptions[0].text });
    }
    select.replaceChildren(
      new Option(this.said.all, ""),
      ...options.map(({ code, text }) => new Option(text, code, false, code === chosen)),
    );
  }
}

customElements.get("om-directory") || customElements.define("om-directory", Directory);
