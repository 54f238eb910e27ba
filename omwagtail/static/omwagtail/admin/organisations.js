/* Actors and members: a button that opens Wagtail's chooser for several organisations, and adds a
   block for each. */

(() => {
  const { StreamBlockDefinition } = window.wagtailStreamField.blocks;

  class OrganisationsBlockDefinition extends StreamBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      const stream = super.render(placeholder, prefix, initialState, initialError);
      const [name, kind] = Object.entries(this.childBlockDefsByName)[0];
      const chooser = kind.childBlockDefsByName.organisation.widget;

      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = this.meta.addSeveral;
      const said = document.createElement("output");
      said.className = "w-sr-only";
      const bar = document.createElement("div");
      bar.className = "om-many";
      bar.append(button, said);
      stream.element.append(bar);

      const add = (organisations) => {
        const room = (this.meta.maxNum ?? Infinity) - stream.children.length;
        const added = organisations.slice(0, Math.max(room, 0)).map((organisation) => {
          const value = { ...this.initialChildStates[name], organisation };
          // Only secure contexts can make an id; elsewhere the server does when it saves.
          const id = crypto.randomUUID?.() ?? null;
          return stream.insert({ type: name, value, id }, stream.children.length, {
            collapsed: this.meta.collapsed,
          });
        });
        said.textContent = this.meta.added.replace("%(count)s", added.length);
        // As typing would, so that autosave, preview and the warning before leaving notice it.
        stream.element.dispatchEvent(new Event("change", { bubbles: true }));
      };
      button.addEventListener("click", () => chooser.openModal(add, { multiple: true }));
      return stream;
    }
  }

  window.telepath.register("omwagtail.OrganisationsBlock", OrganisationsBlockDefinition);
})();
