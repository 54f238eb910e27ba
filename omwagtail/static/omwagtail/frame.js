/**
 * Tells the page around a frame how high the content is, whenever that changes.
 *
 * WordPress shows what it discovers in a sandbox that no link leaves, and hides the frame until it
 * says its height in WordPress's own words. There a link is told, too: the page around the frame
 * follows it. The mark by which it knows the frame stands behind the "#".
 */

export const secret = /secret=([a-z0-9]{10})/i.exec(location.hash)?.[1];

if (window.parent !== window) {
  // A browser does not observe what a page hides, or has not scrolled to: so it is told without that,
  // too, as soon as all modules have put everything in its place.
  document.addEventListener("DOMContentLoaded", tellHeight);
  new ResizeObserver(tellHeight).observe(document.body);
}

function tellHeight() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  // Whoever shows the frame may know how high it is: there is nothing else in the message.
  window.parent.postMessage({ om: "height", height }, "*");
  if (secret) tellWordPress("height", height);
}

if (secret) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    // It follows links to the frame's own host; another one gives way to the link of its entry.
    const entry = link.closest("article");
    const own =
      link.host === location.host ? link : entry?.querySelector("a:not(.om-frame-head a)");
    if (own) tellWordPress("link", own.href);
  });
}

function tellWordPress(message, value) {
  window.parent.postMessage({ message, value, secret }, "*");
}
