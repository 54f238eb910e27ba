/* Beside each colour of a theme a button to choose one, and its contrast with the ground. Without
   it colours are typed, and the contrast is checked when the form is sent: embed/contrast.py. */

const WRITTEN = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i;

/** "#AbC" as "#aabbcc"; empty for what is no colour. */
function colourOf(text) {
  const digits = WRITTEN.exec(text.trim())?.[1].toLowerCase();
  if (!digits) return "";
  return `#${digits.length === 3 ? digits.replace(/./g, "$&$&") : digits}`;
}

/** Relative luminance as in WCAG 2.2. */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(first, second) {
  const [darker, lighter] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function written(ratio, digits) {
  const cut = Math.floor(ratio * 10 ** digits) / 10 ** digits;
  return cut.toLocaleString(document.documentElement.lang || undefined, {
    minimumFractionDigits: digits,
  });
}

const fields = [...document.querySelectorAll("[data-om-colour]")];
const valueOf = (name) => {
  const field = fields.find(({ dataset }) => dataset.omColour === name);
  return field ? colourOf(field.querySelector("input").value) : "";
};

function show(field) {
  const { omColour: name, omLeast: least, omEnough, omTooFaint } = field.dataset;
  const colour = valueOf(name);
  const ground = valueOf("surface");
  if (colour) field.querySelector("[type=color]").value = colour;
  const output = field.querySelector("output");
  if (!least) return;
  const ratio = colour && ground ? contrast(colour, ground) : 0;
  const sentence = ratio >= Number(least) ? omEnough : omTooFaint;
  const text = ratio
    ? sentence
        .replace("%(ratio)s", written(ratio, 2))
        .replace("%(least)s", written(Number(least), 1))
    : "";
  if (output.textContent !== text) output.textContent = text;
  output.classList.toggle("om-colour__faint", ratio > 0 && ratio < Number(least));
}

for (const field of fields) {
  const text = field.querySelector("input");
  const picker = document.createElement("input");
  const output = document.createElement("output");
  const label = document.querySelector(`label[for="${text.id}"]`)?.textContent.trim() ?? "";
  picker.type = "color";
  picker.setAttribute("aria-label", `${field.dataset.omChoose}: ${label.replace(/\*$/, "")}`);
  output.htmlFor = text.id;
  // The picker has no name: what is typed is what is sent.
  picker.addEventListener("input", () => {
    text.value = picker.value;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.dispatchEvent(new Event("change", { bubbles: true }));
  });
  text.addEventListener("input", () => fields.forEach(show));
  field.append(picker, output);
}
fields.forEach(show);
