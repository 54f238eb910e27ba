"""Panels that are folded while they hold nothing: a form shows first what is there."""

from typing import Any

from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

FOLDED = "collapsed"


def is_filled(panel: Panel.BoundPanel) -> bool:
    """Whether any field of a panel, which may hold others, has a value or an error."""
    names = panel.panel.get_form_options().get("fields", [])
    fields = [panel.form[name] for name in names if name in panel.form.fields]
    return any(field.value() or field.errors for field in fields)


class OptionalPanel(FieldPanel):
    """A field that many pages do without. A starting form may show it unfolded."""

    class BoundPanel(FieldPanel.BoundPanel):
        def classes(self) -> list[Any]:
            opened = self.field_name in getattr(self.instance, "om_opened", ())
            return super().classes() + ([] if opened or is_filled(self) else [FOLDED])


class OptionalGroup(MultiFieldPanel):
    """Fields under a heading that many pages do without."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def classes(self) -> list[Any]:
            return super().classes() + ([] if is_filled(self) else [FOLDED])
