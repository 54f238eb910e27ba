/**
/**
 * The address of the check's first page, or of what is `below` it, with a query ("?…") and in the
 * look of this page. Where the check lies in files, without a server that answers queries, it is the
 * file that holds what is asked for (runner/standalone.py); `url` is that of another check.
 */
export function addressOf({ url = location.pathname, files }, below, query = "") {
  if (files) {
    const asked = below + query.replace("?mark=", "?fingerprint=");
    const known = Object.keys(files).find((each) => (query ? each.startsWith(asked) : each === below));
    return new URL(files[known ?? `${below}?`], new URL(url, location)).href;
  }
  const theme = new URLSearchParams(location.search).get("theme");
  const asked = new URLSearchParams(query);
  if (theme) asked.set("theme", theme);
  return `${url}${below}?${asked}`;
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
