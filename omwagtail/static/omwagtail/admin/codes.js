/* A search field for long lists of checkboxes. Without it the list works as it is. */

const fold = (text) =>
  text.toLocaleLowerCase("de").normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");

function addSearch(list) {
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = list.dataset.omSearch;
  input.setAttribute("aria-label", list.dataset.omSearch);
  const found = document.createElement("output");
  const bar = document.createElement("div");
  bar.className = "om-codes__search";
  bar.append(input, found);
  list.prepend(bar);

  const options = [...list.querySelectorAll(".om-codes__option")];
  const groups = [...list.querySelectorAll("details")];
  const opened = new Map();

  input.addEventListener("input", () => {
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
    found.textContent = wanted ? `${list.dataset.omFound} ${count}` : "";
  });
  // Enter searches; it must not save the page.
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

document.querySelectorAll("[data-om-codes]").forEach(addSearch);
