/**
 * Where a sandbox lets no page open, an entry of a framed list opens inside the frame, as a card.
 *
 * WordPress's sandbox is one; it follows links to the frame's own host by itself (see frame.js). Its
 * mark behind the "#" goes along, so that it knows the frame there too.
 */

import { secret } from "./frame.js";

// In such a sandbox a page has no origin. Before frame.js has its say.
if (window.origin === "null") document.addEventListener("click", follow, true);

function follow(event) {
  const link = event.target.closest("a[href]");
  const address = link && (link.target ? link.dataset.inside : link.href.split("#")[0]);
  if (!address || (secret && link.target && link.host === location.host)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (secret || !link.target || !opens(link.href)) location.href = address + location.hash;
}

/** Whether a page of its own may open; it then knows nothing of this one. */
function opens(address) {
  const page = window.open("", "_blank");
  if (page) {
    page.opener = null;
    page.location.href = address;
  }
  return page;
}
