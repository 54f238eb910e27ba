/**
 * Answers the questions of `<om-list data="…">` and `<om-directory data="…">` from a file, as the API
 * answers those of `src`. Loaded only for these; docs/reference/self-hosting.md has the format.
 */

const VERSION = "om-list/1";
// What is asked with codes, several with commas, of which an entry carries one.
const SCHEMES = ["type", "topic", "region", "sector", "audience", "organisation", "language"];

const files = new Map();

/** @returns what the API would: `results`, `next`, `count`, `facets` */
export async function answerFrom(address, asked, signal) {
  if (!files.has(address)) files.set(address, await load(address, signal));
  const { entries, labels } = files.get(address);
  const words = wordsOf(asked.q ?? "");
  const found = (without) =>
    entries.filter((entry) => {
      const fits = (name) => name === without || !asked[name] || carries(entry, name, asked[name]);
      return SCHEMES.every(fits) && words.every((word) => entry.words.includes(` ${word}`));
    });
  const all = found();
  const start = Number(asked.cursor || asked.page || 0);
  const end = start + Number(asked.limit);
  const facets = {};
  for (const name of (asked.facets ?? "").split(",").filter(Boolean)) {
    facets[name] = facetOf(name, found(name), labels[name] ?? {});
  }
  return {
    results: all.slice(start, end),
    next: all.length > end ? `${address}?cursor=${end}` : null,
    count: all.length,
    facets,
  };
}

async function load(address, signal) {
  const answer = await fetch(address, { signal, credentials: "omit" });
  if (!answer.ok) throw new Error(`${answer.status}: ${address}`);
  const { v, results, labels } = await answer.json();
  if (v !== VERSION) throw new Error(`${v}: ${address}`);
  const now = new Date().toISOString();
  // Nobody shows an entry after the moment that its publisher has named.
  const shown = results.filter(({ expires }) => !expires || expires > now);
  return { labels, entries: shown.map((entry) => prepared(entry, labels, address)) };
}

/** With addresses that lead somewhere from any page, and the words by which it is found. */
function prepared({ card, codes }, labels, address) {
  const absolute = (url) => new URL(url, address).href;
  const sizes = card.image?.sizes.map((size) => ({ ...size, url: absolute(size.url) }));
  const image = card.image && { ...card.image, sizes };
  const link = card.link && absolute(card.link);
  const called = ["topic", "region"].flatMap((name) =>
    (codes[name] ?? []).flatMap((code) => Object.values(labels[name]?.[code] ?? {})),
  );
  const texts = [card.title, card.summary, card.publisher, card.attribution, ...called];
  const all = { ...codes, type: [card.type], language: [card.language] };
  return { card: { ...card, image, link }, codes: all, words: ` ${wordsOf(texts.join(" ")).join(" ")}` };
}

/** A language is found with its variants: "de" also in "de-AT". */
function carries({ codes }, name, values) {
  const fits = (value) => (code) =>
    code === value || (name === "language" && code.startsWith(`${value}-`));
  return values.split(",").some((value) => codes[name]?.some(fits(value)));
}

function facetOf(name, entries, labels) {
  const counts = new Map();
  for (const code of entries.flatMap(({ codes }) => codes[name] ?? [])) {
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].map(([code, count]) => ({ code, count, label: labels[code] ?? { de: code } }));
}

/** In small letters without accents: "Türhänger" is found by "turhanger" and "türh". */
function wordsOf(text) {
  const plain = text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}
