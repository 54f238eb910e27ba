/** How the document looks: real styles, so that headings can be found, listed and changed. */

import { OFFICE, XML, xmlText } from "./export-xml.js";

const WORD_NAMES = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const ACCENT = "0B5C6B";
const MUTED = "4C5D63";
const LINE = "B9C6C8";

/** A file of the document: its outermost element with what stands in it. */
export function wordPart(name, inside) {
  return `${XML}<w:${name} xmlns:w="${WORD_NAMES}" xmlns:r="${OFFICE}/relationships">${inside}</w:${name}>`;
}

// Id, the name by which Word knows it, what holds for the paragraph, for its letters, and more.
// Sizes are half points, spaces twentieths of a point.
const PARAGRAPHS = [
  ["Title", "Title", { before: 0, after: 200 }, { bold: true, color: ACCENT, size: 44 }],
  ["Heading1", "heading 1", { before: 360, after: 120, level: 0 }, { bold: true, color: ACCENT, size: 32 }],
  ["Heading2", "heading 2", { before: 300, after: 100, level: 1 }, { bold: true, size: 26 }],
  ["Heading3", "heading 3", { before: 240, after: 80, level: 2 }, { bold: true, size: 22 }],
  ["ListBullet", "List Bullet", { before: 0, after: 60, bullet: true }, {}],
  ["Fact", "Fact", { before: 0, after: 40, tab: 2600 }, {}],
  ["Source", "Source", { before: 20, after: 40 }, { color: MUTED, size: 17 }],
  ["Footer", "footer", { before: 0, after: 0 }, { color: MUTED, size: 17 }],
];

/** @param {string} language such as "de-DE", in which spelling is checked and read aloud */
export function styleSheet(language) {
  const spoken = language ? `<w:lang w:val="${xmlText(language)}"/>` : "";
  return wordPart(
    "styles",
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" ' +
      `w:eastAsia="Calibri" w:cs="Calibri"/><w:sz w:val="21"/><w:szCs w:val="21"/>${spoken}</w:rPr>` +
      '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="264" ' +
      'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>' +
      '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>' +
      "<w:qFormat/></w:style>" +
      '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>' +
      '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="108" w:type="dxa"/>' +
      '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>' +
      PARAGRAPHS.map(paragraphStyle).join("") +
      tableStyle(),
  );
}

function paragraphStyle([id, name, { before, after, level, bullet, tab }, { bold, color, size }]) {
  const heading = level !== undefined;
  return [
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>`,
    '<w:basedOn w:val="Normal"/>',
    heading ? '<w:next w:val="Normal"/>' : "",
    "<w:qFormat/><w:pPr>",
    heading ? "<w:keepNext/><w:keepLines/>" : "",
    bullet ? '<w:numPr><w:numId w:val="1"/></w:numPr>' : "",
    tab ? `<w:tabs><w:tab w:val="left" w:pos="${tab}"/></w:tabs>` : "",
    `<w:spacing w:before="${before}" w:after="${after}"/>`,
    tab ? `<w:ind w:left="${tab}" w:hanging="${tab}"/>` : "",
    heading ? `<w:outlineLvl w:val="${level}"/>` : "",
    "</w:pPr><w:rPr>",
    bold ? "<w:b/><w:bCs/>" : "",
    color ? `<w:color w:val="${color}"/>` : "",
    size ? `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>` : "",
    "</w:rPr></w:style>",
  ].join("");
}

function tableStyle() {
  const borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map(
    (side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="${LINE}"/>`,
  );
  return [
    '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/>',
    '<w:basedOn w:val="TableNormal"/>',
    '<w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>',
    `<w:tblPr><w:tblBorders>${borders.join("")}</w:tblBorders></w:tblPr>`,
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr>',
    '<w:shd w:val="clear" w:color="auto" w:fill="E3EEF0"/></w:tcPr></w:tblStylePr></w:style>',
  ].join("");
}

/** The one list there is: bullets. */
export function numbering() {
  return wordPart(
    "numbering",
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>' +
      '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>' +
      '<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="340"/>' +
      "</w:pPr></w:lvl></w:abstractNum>" +
      '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
  );
}

/** Without it Word opens the file as one of 2007. */
export function settings() {
  return wordPart(
    "settings",
    '<w:compat><w:compatSetting w:name="compatibilityMode" ' +
      'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
  );
}
