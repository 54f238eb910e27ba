/** Texts of any kind inside XML, and the file that office programs want: XML in a ZIP. */

/** Line ends as \n, without signs that XML cannot hold and halves of characters. */
export function wellFormed(text) {
  return String(text ?? "")
    .replace(/\r\n?|[\u2028\u2029\x85]/g, "\n")
    .replace(/[\0-\x08\v\f\x0e-\x1f\x7f\ufffe\uffff]/g, "")
    .replace(/\p{Cs}/gu, "\ufffd");
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function xmlText(text) {
  return wellFormed(text).replace(/[&<>"]/g, (sign) => ENTITIES[sign]);
}

export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
export const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006";

/**
 * What stands in every office file beside the content.
 *
 * @param {object} types path of a part to its content type
 * @param {string} main path of the part that is opened
 * @param {object} about {title, language, now}
 * @returns {object} path to text
 */
export function packageParts(types, main, { title, language, now }) {
  const overrides = Object.entries({
    ...types,
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
  }).map(([path, type]) => `<Override PartName="/${path}" ContentType="${type}"/>`);
  return {
    "[Content_Types].xml":
      `${XML}<Types xmlns="${PACKAGE}/content-types">` +
      '<Default Extension="rels" ' +
      'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Default Extension="xml" ContentType="application/xml"/>${overrides.join("")}</Types>`,
    "_rels/.rels": relations({
      [`${OFFICE}/relationships/officeDocument`]: main,
      [`${PACKAGE}/relationships/metadata/core-properties`]: "docProps/core.xml",
    }),
    "docProps/core.xml":
      `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" ` +
      'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
      `<dc:title>${xmlText(title)}</dc:title><dc:language>${xmlText(language)}</dc:language>` +
      `<dcterms:created xsi:type="dcterms:W3CDTF">${now.toISOString().slice(0, 19)}Z` +
      "</dcterms:created></cp:coreProperties>",
  };
}

/** @param {object} targets type to path; ids are rId1, rId2 … in their order */
export function relations(targets) {
  const all = Object.entries(targets).map(
    ([type, path], index) =>
      `<Relationship Id="rId${index + 1}" Type="${type.replace(/#.*/, "")}" Target="${path}"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all.join("")}</Relationships>`;
}
