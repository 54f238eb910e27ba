"""The checklist at the top of a page's form: what is missing, with the way to each field."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.models import Page

from omwagtail.content.checklist import Hint
from omwagtail.content.syndication import syndication_state

# So many hints are shown at once; the others can be unfolded, so that the form is not pushed away.
SHOWN = 3


def checklist_of(page: Page) -> dict[str, Any]:
    """What the list's template shows of a page as it is: ``state``, ``wrong`` and ``missing``.

    The latter two are lists of (hint, label of its field) in the order of the form.
    """
    hints = _in_order_of_the_form(page, page.om_hints())
    entries = [(hint, _label(page, hint.field)) for hint in hints]
    wrong = [entry for entry in entries if entry[0].wrong]
    missing = [entry for entry in entries if not entry[0].wrong]
    return {
        "state": _state(page, len(wrong), len(missing)),
        "is_complete": not entries,
        "wrong": wrong,
        "missing": missing[:SHOWN],
        "more": missing[SHOWN:],
    }


def _in_order_of_the_form(page: Page, hints: list[Hint]) -> list[Hint]:
    fields = page.get_edit_handler().get_form_options().get("fields", [])
    places = {name: place for place, name in enumerate(fields)}
    return sorted(hints, key=lambda hint: places.get(hint.field, len(places)))


def _label(page: Page, field: str) -> str:
    try:
        return capfirst(page._meta.get_field(field).verbose_name) if field else ""
    except FieldDoesNotExist:
        return ""


def _state(page: Page, wrong: int, missing: int) -> str:
    if page.pk is None:
        return gettext("This is what a good page has. The list grows shorter as you write.")
    if wrong:
        return ngettext(
            "Not ready to be published: %(count)s point has to be put right.",
            "Not ready to be published: %(count)s points have to be put right.",
            wrong,
        ) % {"count": wrong}
    if missing:
        return ngettext(
            "Can be published. %(count)s hint on what would make it better:",
            "Can be published. %(count)s hints on what would make it better:",
            missing,
        ) % {"count": missing}
    return gettext("Nothing is missing. This page is ready for its readers.")


class ChecklistPanel(Panel):
    """What is missing on a page with ``om_hints``; it renews itself whenever Wagtail autosaves."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("What is still missing"), "icon": "tasks", **kwargs})

    @property
    def clean_name(self) -> str:
        """The same in every language: it is part of the panel's address."""
        return "om_checklist"

    class BoundPanel(Panel.BoundPanel):
        template_name = "omwagtail/admin/checklist_panel.html"

        class Media:
            css = {"all": ["omwagtail/admin/checklist.css"]}
            js = [Script("omwagtail/admin/checklist.js", type="module")]

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                **checklist_of(self.instance),
                "syndication": syndication_state(self.instance) if self.instance.pk else None,
                # The page's number follows; a new page has none before it is saved.
                "address": reverse("om_checklist", args=[0]).removesuffix("0/"),
            }
