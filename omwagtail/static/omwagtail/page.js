/**
 * Where this check's page asks for something: below its own address, in its own look. `query`
 * begins with "?".
 */
export function addressOf(below, query) {
  const theme = new URLSearchParams(location.search).get("theme");
  const asked = new URLSearchParams(query);
  if (theme) asked.set("theme", theme);
  return `${location.pathname}${below}?${asked}`;
}

/** A page of this site, parsed by the browser itself: a strict policy forbids us to parse HTML. */
export function loadPage(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () =>
      request.status === 200 && request.response
        ? resolve(request.response)
        : reject(new Error(`${address}: ${request.status}`));
    request.onerror = () => reject(new Error(address));
    request.send();
  });
}

/** The styles that such a page has beyond those at hand; done when they are there. */
export function addStyles(page) {
  const known = [...document.styleSheets].map(({ href }) => href);
  const links = [...page.querySelectorAll('[data-om="further-style"]')];
  return Promise.all(
    links
      .filter(({ href }) => !known.includes(href))
      .map(
        (link) =>
          new Promise((resolve) => {
            link.onload = link.onerror = resolve;
            document.head.append(link);
          }),
      ),
  );
}
