/** `<om-list src="https://hub.example">`: the newest entries of a site, as cards or compact. */

import { Entries, make } from "./elements.js";

class List extends Entries {
  async begin() {
    try {
      const { results } = await this.ask({ limit: this.getAttribute("limit") || 6 });
      this.fill(results.length ? this.list(results) : this.sentence("empty"));
    } catch (error) {
      if (error.name !== "AbortError") this.fill(this.sentence("failed"));
    }
  }
}

customElements.get("om-list") || customElements.define("om-list", List);
