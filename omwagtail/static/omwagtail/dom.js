/** The few things that all parts of the page do with its elements. */

/** The element that a template names `data-om="name"`. */
export function part(name, within) {
  return within.querySelector(`[data-om="${name}"]`);
}

/** Puts texts into the parts of these names, as text. */
export function fill(within, texts) {
  for (const [name, text] of Object.entries(texts)) part(name, within).textContent = text;
}

export function item(content) {
  const entry = document.createElement("li");
  entry.append(content);
  return entry;
}

/** "2026-11-28" as it is written on the page: 28.11.2026. */
export function dayText(day) {
  const [year, month, date] = day.split("-").map(Number);
  const numbers = { day: "2-digit", month: "2-digit", year: "numeric" };
  return day && new Date(year, month - 1, date).toLocaleDateString(pageLanguage(), numbers);
}

export const pageLanguage = () => document.documentElement.lang || "en";

/** Today where the visitor is, as "2026-11-28". */
export function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Loads a style before what it is for is shown; without it that is still readable. */
export function loadStyle(address) {
  const link = document.createElement("link");
  return new Promise((resolve) => {
    link.rel = "stylesheet";
    link.href = address;
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}
