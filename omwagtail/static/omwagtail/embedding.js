// A button that copies the line; without this module people select and copy it themselves.
const button = document.querySelector("[data-om=copy]");
const field = document.querySelector("[data-om=line]");
const said = document.querySelector("[data-om=copied]");

button.hidden = false;
button.addEventListener("click", async () => {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    said.textContent = said.dataset.done;
  } catch {
    // Forbidden or not there: what is selected can be copied by the keyboard.
    said.textContent = said.dataset.selected;
  }
});
