/* Below a section's text: a hint that fits what it is about, as long as nothing is written. */

(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;

  function addHint(prefix, hints) {
    const kind = document.getElementById(`${prefix}-kind`);
    const field = document
      .getElementById(`${prefix}-text`)
      ?.closest("[data-contentpath], [data-field-wrapper], .w-field__wrapper");
    if (!kind || !field) return;

    const hint = document.createElement("p");
    hint.id = `${prefix}-hint`;
    hint.className = "om-section-hint";
    field.append(hint);

    const describe = (element) => {
      const ids = (element.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
      if (!ids.includes(hint.id)) element.setAttribute("aria-describedby", [...ids, hint.id].join(" "));
    };
    const show = () => {
      const text = hints[kind.value] ?? "";
      const written = (field.querySelector("[data-contents]")?.textContent ?? "").trim();
      if (hint.textContent !== text) hint.textContent = text;
      hint.hidden = !text || written !== "";
    };
    let ready = false;
    // The editor of the text may come later than its field, and sets its own description anew.
    const update = () => {
      const editor = field.querySelector("[role=textbox]");
      if (!editor) return;
      describe(editor);
      if (!ready) show();
      ready = true;
    };
    describe(kind);
    show();
    update();
    kind.addEventListener("change", show);
    // Only when the editor is left: nothing shall move below the line that is being written.
    field.addEventListener("focusout", show);
    new MutationObserver(update).observe(field, {
      attributeFilter: ["aria-describedby"],
      childList: true,
      subtree: true,
    });
  }

  class SectionBlockDefinition extends StructBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      const block = super.render(placeholder, prefix, initialState, initialError);
      addHint(prefix, this.meta.sectionHints);
      return block;
    }
  }

  window.telepath.register("omwagtail.SectionBlock", SectionBlockDefinition);
})();
