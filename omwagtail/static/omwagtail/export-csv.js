/**
 * CSV (RFC 4180) for German spreadsheets: semicolons, and a byte order mark that tells UTF-8 from
 * the encodings of the past. rendering/spreadsheets.py has the same rules: change both.
 */

// A spreadsheet's own limit is 32,767 characters in a cell.
export const MAX_CELL = 32_000;
const UNWANTED = /[\0-\x08\x0e-\x1b\x7f]|\p{Cs}/gu;
// Where some program or other begins a new cell or line.
const BORDER = /[;,|\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]/;
// A cell may begin behind spaces, signs that nobody sees, and quotation marks.
const SKIPPED = /["'\s\p{Cf}\p{Cc}\p{Zs}]/u;

/** @param {object} table as in export-tables.js */
export function csvOf({ columns, rows }) {
  const labels = columns.map(({ label }) => cell(label));
  const lines = rows.map((row) => row.map((value, index) => cell(value, columns[index].kind)));
  return "\ufeff" + [labels, ...lines].map((line) => `${line.join(";")}\r\n`).join("");
}

function cell(value, kind = "text") {
  if (value === null) return "";
  if (kind === "number") return String(value);
  if (kind === "percent") return `${value}%`;
  const text = asText(value);
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text with an apostrophe wherever a cell could begin as a formula. */
export function asText(text) {
  const signs = [...String(text).replace(UNWANTED, "")].slice(0, MAX_CELL);
  let written = "";
  let begins = true;
  signs.forEach((sign, place) => {
    if (begins && (isFormulaSign(sign) || (place === 0 && "\t\r\n".includes(sign)))) {
      written += "'";
      begins = BORDER.test(sign);
    } else if (BORDER.test(sign)) begins = true;
    else if (begins) begins = SKIPPED.test(sign);
    written += sign;
  });
  return written;
}

/** Also full-width signs and the like, which some programs fold into plain ones. */
function isFormulaSign(sign) {
  return sign === "\u2212" || "=+-@".includes(sign.normalize("NFKC")[0]);
}
