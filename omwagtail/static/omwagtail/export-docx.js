/** A document (DOCX): the result on upright pages, then the plan on wide ones. */

import { numbering, settings, styleSheet, wordPart } from "./export-docx-styles.js";
import { dayText, labelledColumns } from "./export-tables.js";
import { OFFICE, packageParts, relations, wellFormed, xmlText } from "./export-xml.js";
import { zipOf } from "./export-zip.js";

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml";
// A4 in twentieths of a point.
const SHORT = 11906;
const LONG = 16838;
const MARGIN = 1021;
// Shares of a table's width.
const PLAN_SHARES = { measure: 34, priority: 11, until: 12, control: 20 };
const OWN_SHARE = 15;
// Word knows its languages by country.
const COUNTRIES = { de: "de-DE", en: "en-GB", fr: "fr-FR", it: "it-IT", pl: "pl-PL", tr: "tr-TR" };

/** @param {object} tables as in export-tables.js */
export async function docxOf(tables) {
  const { document, now, words } = tables;
  const language = document.language || tables.language || "";
  const title = document.title ?? "";
  const types = {
    "word/document.xml": `${WORD}.document.main+xml`,
    "word/styles.xml": `${WORD}.styles+xml`,
    "word/numbering.xml": `${WORD}.numbering+xml`,
    "word/settings.xml": `${WORD}.settings+xml`,
    "word/footer1.xml": `${WORD}.footer+xml`,
  };
  const files = {
    ...packageParts(types, "word/document.xml", { title, language, now }),
    "word/document.xml": content(tables),
    "word/_rels/document.xml.rels": relations({
      [`${OFFICE}/relationships/footer`]: "footer1.xml",
      [`${OFFICE}/relationships/styles`]: "styles.xml",
      [`${OFFICE}/relationships/numbering`]: "numbering.xml",
      [`${OFFICE}/relationships/settings`]: "settings.xml",
    }),
    "word/styles.xml": styleSheet(COUNTRIES[language] ?? language),
    "word/numbering.xml": numbering(),
    "word/settings.xml": settings(),
    "word/footer1.xml": pageFooter(title, words),
  };
  return zipOf(files, now);
}

function content(tables) {
  const { document, facts, words } = tables;
  const about = facts.filter(([label]) => label !== words.check);
  const body = [
    styled("Title", document.title ?? ""),
    ...about.map(factLine),
    ...resultPart(tables),
    sectionEnd(),
    styled("Heading1", words.plan),
    ...planPart(tables),
    section(LONG, SHORT),
  ];
  return wordPart("document", `<w:body>${body.join("")}</w:body>`);
}

function resultPart({ answered, topics, rated, urgent, strengths, words }) {
  return [
    styled("Heading1", words.result),
    paragraph(answered),
    table({
      heads: topics.columns.map(({ label }) => label),
      rows: topics.rows.map(topicCells),
      shares: [34, 20, 12, 14, 20],
      width: SHORT - 2 * MARGIN,
    }),
    ...list(words.urgent, urgent),
    ...list(words.strengths, strengths),
    styled("Heading2", words.ratings),
    ...rated.flatMap((topic) => topicRatings(topic, words)),
  ];
}

function topicCells([title, need, rated, total, meaning]) {
  const texts = [title, need === null ? "–" : `${need} %`, rated, total, meaning];
  return texts.map(paragraph);
}

function topicRatings({ title, points }, words) {
  return [
    styled("Heading3", title),
    table({
      heads: [words.checkpoint, words.rating, words.note],
      rows: points.map(({ statement, rating, note }) => [statement, rating, note].map(paragraph)),
      shares: [50, 18, 32],
      width: SHORT - 2 * MARGIN,
    }),
  ];
}

function planPart({ body, document, language, measures, plan, words }) {
  if (!measures.length) return [paragraph(words.no_measures)];
  const columns = labelledColumns(body, words);
  const rows = plan.rows.map((row, index) => {
    const [status, effect, checkpoint] = row.slice(columns.length);
    const cells = columns.map(({ key }, place) => {
      if (key === "until") return paragraph(dayText(row[place], language || document.language));
      const source = key === "measure" && checkpoint;
      return paragraph(row[place]) + (source ? styled("Source", source) : "");
    });
    const effectLine = effect ? paragraph(`${words.effect}: ${effect}`) : "";
    return [paragraph(index + 1), ...cells, paragraph(status) + effectLine];
  });
  return [
    table({
      heads: [words.number, ...columns.map(({ label }) => label), words.status],
      rows,
      shares: [5, ...columns.map(({ key }) => PLAN_SHARES[key] ?? OWN_SHARE), 12],
      width: LONG - 2 * MARGIN,
    }),
    // Nothing may stand behind a table but a paragraph.
    paragraph(""),
  ];
}

// ---- parts of a text

function list(heading, texts) {
  if (!texts.length) return [];
  return [styled("Heading2", heading), ...texts.map((text) => styled("ListBullet", text))];
}

function styled(style, text) {
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${run(text)}</w:p>`;
}

function paragraph(text) {
  return `<w:p>${run(text)}</w:p>`;
}

function factLine([label, text]) {
  const name = `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${xmlText(label)}</w:t></w:r>`;
  return `<w:p><w:pPr><w:pStyle w:val="Fact"/></w:pPr>${name}<w:r><w:tab/></w:r>${run(text)}</w:p>`;
}

/** Line ends and tabs are marks of their own. */
function run(text) {
  const pieces = wellFormed(text).split(/(\n|\t)/);
  return `<w:r>${pieces.map(piece).join("")}</w:r>`;
}

function piece(text) {
  if (text === "\n") return "<w:br/>";
  if (text === "\t") return "<w:tab/>";
  return text && `<w:t xml:space="preserve">${xmlText(text)}</w:t>`;
}

/** A table whose head is repeated on every page; no row is torn apart. */
function table({ heads, rows, shares, width }) {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const sizes = shares.map((share) => Math.floor((width * share) / whole));
  const cell = (inside, index) =>
    `<w:tc><w:tcPr><w:tcW w:w="${sizes[index]}" w:type="dxa"/></w:tcPr>${inside}</w:tc>`;
  const row = (cells, more = "") =>
    `<w:tr><w:trPr><w:cantSplit/>${more}</w:trPr>${cells.map(cell).join("")}</w:tr>`;
  return [
    `<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="${width}" w:type="dxa"/>`,
    '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" ',
    'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>',
    ...sizes.map((size) => `<w:gridCol w:w="${size}"/>`),
    "</w:tblGrid>",
    row(heads.map(paragraph), "<w:tblHeader/>"),
    ...rows.map((cells) => row(cells)),
    "</w:tbl>",
  ].join("");
}

// ---- pages

/** The last paragraph of the upright pages. */
function sectionEnd() {
  return `<w:p><w:pPr>${section(SHORT, LONG)}</w:pPr></w:p>`;
}

function section(width, height) {
  const turned = width > height ? ' w:orient="landscape"' : "";
  const margins = ["top", "right", "bottom", "left"].map((side) => `w:${side}="${MARGIN}"`);
  return [
    '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/><w:type w:val="nextPage"/>',
    `<w:pgSz w:w="${width}" w:h="${height}"${turned}/>`,
    `<w:pgMar ${margins.join(" ")} w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`,
  ].join("");
}

function pageFooter(title, words) {
  const text = (inside) => `<w:r><w:t xml:space="preserve">${inside}</w:t></w:r>`;
  const field = (name) => `<w:fldSimple w:instr=" ${name} ">${text("1")}</w:fldSimple>`;
  const sentence = words.page.split(/(%\(\w+\)s)/).map((part) => {
    if (part === "%(number)s") return field("PAGE");
    return part === "%(count)s" ? field("NUMPAGES") : part && text(xmlText(part));
  });
  const start = text(xmlText(`${title} · `));
  return wordPart(
    "ftr",
    `<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>${start}${sentence.join("")}</w:p>`,
  );
}
