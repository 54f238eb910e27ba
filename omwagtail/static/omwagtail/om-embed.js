/**
 * `<om-embed src="https://hub.example/om/embed/1/check/…/">`: a frame as high as what it shows.
 *
 * The link inside lies upon the frame until that has told its height: so it stays where frames are
 * forbidden or the site is away. See docs/reference/embeds.md. All this must be below a kilobyte.
 */

import { LOAD } from "./embed-words.js";

const make = (tag, members) => Object.assign(document.createElement(tag), members);

class Embed extends HTMLElement {
  static observedAttributes = ["src", "click-to-load"];
  root = this.attachShadow({ mode: "open" });

  connectedCallback() {
    addEventListener("message", this);
    this.show(this.getAttribute("click-to-load"));
  }

  disconnectedCallback() {
    removeEventListener("message", this);
  }

  attributeChangedCallback() {
    if (this.frame && this.isConnected) this.connectedCallback();
  }

  /** The frame; or a button that loads it, where there are words for one, which may be empty. */
  show(words) {
    const { href, origin, host } = make("a", { href: this.getAttribute("src") || "x:" });
    const height = this.getAttribute("min-height");
    const title = this.title || this.textContent.trim() || host;
    const isOffer = words !== null;
    // What a page says of all its elements does not reach in here, but for what is inherited.
    const box = make("div", {
      style: `all:initial;color:inherit;font:inherit;position:relative;min-height:${height}px;display:${
        isOffer ? "grid;place-content:center;gap:1em;border:1px solid" : "block"
      }`,
    });
    const style = isOffer ? "" : "display:block;position:absolute";
    box.append(make("slot", { style }));
    this.root.replaceChildren(box);
    this.origin = origin;
    this.frame = make("iframe", {
      title,
      style: `display:block;border:0;width:100%;height:${height || 480}px`,
      part: "frame",
      loading: "lazy",
      allow: "clipboard-write",
      sandbox:
        "allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-popups " +
        "allow-popups-to-escape-sandbox",
      src: href,
    });
    if (!/^https?:/.test(href)) return;
    if (!isOffer) return box.append(this.frame);
    const from = LOAD[+/^en/.test(this.closest("[lang]")?.lang)];
    const button = make("button", {
      part: "button",
      style: "font:inherit;padding:1em",
      textContent: words || `${from} ${host}: ${title}`,
      onclick: () => {
        this.show(null);
        this.frame.focus();
      },
    });
    box.prepend(button);
  }

  handleEvent({ source, origin, data }) {
    const { frame } = this;
    if (frame.contentWindow !== source || origin !== this.origin || data?.om !== "height") return;
    frame.style.height = `${data.height}px`;
    frame.previousSibling?.remove();
  }
}

customElements.get("om-embed") || customElements.define("om-embed", Embed);
