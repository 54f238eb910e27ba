/* A search field for long lists of checkboxes, and above them what is chosen. Without it the list
   works as it is. */

const fold = (text) =>
  text.toLocaleLowerCase("de").normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function addSearch(list) {
  const words = list.dataset;
  const input = element("input", { type: "search", placeholder: words.omSearch });
  input.setAttribute("aria-label", words.omSearch);
  const clear = element("button", {
    type: "button",
    className: "button button-small button-secondary",
    textContent: words.omClear,
    hidden: true,
  });
  const found = element("output", {});
  const chosen = element("p", { className: "om-codes__summary" });
  const bar = element("div", { className: "om-codes__search" });
  bar.append(input, clear, found, chosen);
  list.prepend(bar);

  const options = [...list.querySelectorAll(".om-codes__option")];
  const groups = [...list.querySelectorAll("details")];
  const opened = new Map();

  const search = () => {
    const wanted = fold(input.value.trim());
    if (wanted && opened.size === 0) groups.forEach((group) => opened.set(group, group.open));
    let count = 0;
    for (const option of options) {
      const matches = fold(option.textContent).includes(wanted);
      option.hidden = !matches;
      count += matches;
    }
    for (const group of groups) {
      const matches = group.querySelector(".om-codes__option:not([hidden])") !== null;
      group.hidden = !matches;
      group.open = wanted ? matches : (opened.get(group) ?? group.open);
    }
    if (!wanted) opened.clear();
    clear.hidden = !input.value;
    found.textContent = wanted ? `${words.omFound} ${count}` : "";
  };
  input.addEventListener("input", search);
  // Enter searches; it must not save the page.
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  clear.addEventListener("click", () => {
    input.value = "";
    search();
    input.focus();
  });

  const summarise = () => {
    const names = options
      .filter((option) => option.querySelector("input").checked)
      .map((option) => option.textContent.trim());
    chosen.hidden = names.length === 0;
    chosen.textContent = `${words.omChosen} ${names.length} – ${names.join(", ")}`;
  };
  list.addEventListener("change", summarise);
  summarise();
}

document.querySelectorAll("[data-om-codes]").forEach(addSearch);
