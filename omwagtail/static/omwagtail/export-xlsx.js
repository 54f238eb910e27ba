/** A workbook (XLSX): plan, need by topic, ratings and what the file is about, a sheet each. */

import { MAX_CELL, asText } from "./export-csv.js";
import { dateOf } from "./export-tables.js";
import { OFFICE, XML, packageParts, relations, wellFormed, xmlText } from "./export-xml.js";
import { zipOf } from "./export-zip.js";

const SHEET_NAMES = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";
// The program's own limit.
const MAX_SHEET_NAME = 31;
// Choices in a list of their own must fit into so many characters.
const MAX_CHOICES = 255;
// In points.
const LINE_HEIGHT = 15;
const MAX_HEIGHT = 405;
// Rows below the last one that are ready to be filled in.
const SPARE_ROWS = 100;

// Places in the list of formats of `styles`.
const STYLES = { head: 1, text: 2, date: 3, percent: 4, number: 5, quoted: 6, label: 7 };

/** @param {object} tables as in export-tables.js */
export async function xlsxOf({ plan, topics, ratings, facts, answered, document, language, now, words }) {
  const about = {
    title: words.about,
    columns: [
      { label: words.about, kind: "text", width: 24 },
      { label: "", kind: "text", width: 70 },
    ],
    rows: [...facts, [words.rated, answered]],
  };
  const sheets = [plan, topics, ratings, about];
  const names = sheetNames(sheets.map(({ title }) => title));
  const paths = sheets.map((_, index) => `worksheets/sheet${index + 1}.xml`);
  const types = {
    "xl/workbook.xml": `${SHEET_TYPES}.sheet.main+xml`,
    "xl/styles.xml": `${SHEET_TYPES}.styles+xml`,
    ...Object.fromEntries(paths.map((path) => [`xl/${path}`, `${SHEET_TYPES}.worksheet+xml`])),
  };
  const title = document.title ?? "";
  const files = {
    ...packageParts(types, "xl/workbook.xml", {
      title,
      language: document.language || language || "",
      now,
    }),
    "xl/workbook.xml": workbook(names, sheets),
    "xl/_rels/workbook.xml.rels": relations({
      ...Object.fromEntries(
        paths.map((path, index) => [`${OFFICE}/relationships/worksheet#${index}`, path]),
      ),
      [`${OFFICE}/relationships/styles`]: "styles.xml",
    }),
    "xl/styles.xml": styles(),
    ...Object.fromEntries(sheets.map((table, index) => [`xl/${paths[index]}`, sheet(table, title)])),
  };
  return zipOf(files, now);
}

function workbook(names, sheets) {
  const entries = names.map(
    (name, index) => `<sheet name="${xmlText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  // Each sheet's head is printed on every page.
  const defined = names.flatMap((name, index) => {
    const place = `'${xmlText(name).replaceAll("'", "''")}'!`;
    return [
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">` +
        `${place}${absolute(sheets[index])}</definedName>`,
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${place}$1:$1</definedName>`,
    ];
  });
  return (
    `${XML}<workbook xmlns="${SHEET_NAMES}" xmlns:r="${OFFICE}/relationships">` +
    `<sheets>${entries.join("")}</sheets><definedNames>${defined.join("")}</definedNames></workbook>`
  );
}

function sheet(table, title) {
  const { columns, rows } = table;
  const widths = columns.map(
    // The style is for rows that somebody adds.
    ({ kind, width }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" ` +
      `style="${STYLES[kind]}" customWidth="1"/>`,
  );
  const head = columns.map(({ label }, index) => textCell(`${letter(index)}1`, label, STYLES.head));
  const lines = rows.map((row, index) => {
    const cells = row.map((value, place) =>
      cellOf(`${letter(place)}${index + 2}`, value, columns[place].kind),
    );
    return `<row r="${index + 2}" ht="${heightOf(row, columns)}">${cells.join("")}</row>`;
  });
  return (
    `${XML}<worksheet xmlns="${SHEET_NAMES}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    '<sheetViews><sheetView workbookViewId="0">' +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
    '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>' +
    `<sheetFormatPr defaultRowHeight="15"/><cols>${widths.join("")}</cols>` +
    `<sheetData><row r="1">${head.join("")}</row>${lines.join("")}</sheetData>` +
    `<autoFilter ref="${filtered(table)}"/>${bars(table)}${choices(table)}` +
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/>' +
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>' +
    `<headerFooter><oddFooter>&amp;L${footer(title)}&amp;R&amp;P / &amp;N</oddFooter></headerFooter>` +
    "</worksheet>"
  );
}

function cellOf(place, value, kind) {
  if (value === null || value === "") return `<c r="${place}" s="${STYLES[kind]}"/>`;
  if (kind === "number") return `<c r="${place}" s="${STYLES.number}"><v>${Number(value)}</v></c>`;
  if (kind === "percent") {
    return `<c r="${place}" s="${STYLES.percent}"><v>${Number(value) / 100}</v></c>`;
  }
  const serial = kind === "date" ? serialOf(value) : null;
  if (serial !== null) return `<c r="${place}" s="${STYLES.date}"><v>${serial}</v></c>`;
  return textCell(place, value, asText(value) === value ? STYLES.text : STYLES.quoted);
}

/** An inline text is no formula; `STYLES.quoted` keeps it so when somebody edits the cell. */
function textCell(place, value, style) {
  // "_x000A_" would be read as a sign written by its number.
  const text = xmlText([...String(value)].slice(0, MAX_CELL).join("")).replace(
    /_(?=x[0-9a-f]{4}_)/gi,
    "_x005F_",
  );
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

/** Days since the program's beginning of time; null for what is no day, or before 1 March 1900. */
function serialOf(day) {
  const serial = dateOf(day) / 86_400_000 + 25_569;
  return dateOf(day) && serial > 60 ? serial : null;
}

/** About as high as its longest text: not all programs find that out when they open a file. */
function heightOf(row, columns) {
  const lines = row.map((value, index) =>
    wellFormed(value)
      .split("\n")
      .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns[index].width)), 0),
  );
  return Math.min(MAX_HEIGHT, LINE_HEIGHT * Math.max(...lines));
}

/** Need for action also as bars in the cells. */
function bars({ columns, rows }) {
  const index = columns.findIndex(({ kind }) => kind === "percent");
  if (index < 0 || !rows.length) return "";
  return (
    `<conditionalFormatting sqref="${letter(index)}2:${letter(index)}${rows.length + 1}">` +
    '<cfRule type="dataBar" priority="1"><dataBar minLength="0" maxLength="100"><cfvo type="num" val="0"/>' +
    '<cfvo type="num" val="1"/><color rgb="FFE3A19B"/></dataBar></cfRule></conditionalFormatting>'
  );
}

/** Columns with a few fixed words offer them, so that filters stay useful. Other words may be written. */
function choices({ columns, rows }) {
  const lists = columns.flatMap(({ choices: words }, index) => {
    const list = words?.join(",") ?? "";
    if (!list || list.length > MAX_CHOICES || words.some((word) => /[,"]/.test(word))) return [];
    const place = `${letter(index)}2:${letter(index)}${rows.length + 1 + SPARE_ROWS}`;
    return [
      '<dataValidation type="list" allowBlank="1" errorStyle="information" ' +
        `sqref="${place}"><formula1>"${xmlText(list)}"</formula1></dataValidation>`,
    ];
  });
  if (!lists.length) return "";
  return `<dataValidations count="${lists.length}">${lists.join("")}</dataValidations>`;
}

function styles() {
  const align = (side) => `<alignment horizontal="${side}" vertical="top" wrapText="1"/>`;
  const format = (number, side, more = "") =>
    `<xf numFmtId="${number}" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" ` +
    `applyBorder="1" applyAlignment="1"${more}>${align(side)}</xf>`;
  const bold = (fill) =>
    `<xf numFmtId="0" fontId="1" fillId="${fill}" borderId="1" xfId="0" applyFont="1" ` +
    `applyFill="1" applyBorder="1" applyAlignment="1">${align("left")}</xf>`;
  const font = (more) => `<font>${more}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`;
  const line = (side) => `<${side} style="thin"><color rgb="FFD3DBDA"/></${side}>`;
  return (
    `${XML}<styleSheet xmlns="${SHEET_NAMES}"><fonts count="2">${font("")}${font("<b/>")}</fonts>` +
    '<fills count="3"><fill><patternFill patternType="none"/></fill>' +
    '<fill><patternFill patternType="gray125"/></fill>' +
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE3EEF0"/></patternFill></fill></fills>' +
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>' +
    `<border>${["left", "right", "top", "bottom"].map(line).join("")}<diagonal/></border></borders>` +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    '<cellXfs count="8"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
    bold(2) +
    format(0, "general") +
    format(14, "left") +
    format(9, "center") +
    format(1, "center") +
    format(0, "general", ' quotePrefix="1"') +
    bold(0) +
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
    "</styleSheet>"
  );
}

// ---- places and names

/** A1:E9: the head with all rows. */
function filtered({ columns, rows }) {
  return `A1:${letter(columns.length - 1)}${rows.length + 1}`;
}

function absolute({ columns, rows }) {
  return `$A$1:$${letter(columns.length - 1)}$${rows.length + 1}`;
}

/** 0 is A, 26 is AA. */
function letter(index) {
  const before = index >= 26 ? letter(Math.floor(index / 26) - 1) : "";
  return before + String.fromCharCode(65 + (index % 26));
}

/** Names that the program takes: short, without its own signs, each once. */
function sheetNames(titles) {
  const names = [];
  for (const title of titles) {
    const name = title.replace(/[[\]:*?/\\']/g, " ").trim().slice(0, MAX_SHEET_NAME - 3);
    names.push(!name || names.includes(name) ? `${name} ${names.length + 1}`.trim() : name);
  }
  return names;
}

/** In a footer & begins an order, so it stands twice. */
function footer(title) {
  return xmlText(title.slice(0, 120).replaceAll("&", "&&"));
}
