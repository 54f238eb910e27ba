"""Panels of a check's form that hold no field."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

from omwagtail.content.editions import fingerprint_now, frozen_editions, published_edition


class EditionPanel(Panel):
    """What is published and what was, to be read only, beside the fields of the edition."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", gettext_lazy("Published edition"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "omwagtail/admin/edition_panel.html"

        def get_context_data(self, parent_context: dict | None = None) -> dict[str, Any]:
            page = self.instance
            published, frozen = published_edition(page), frozen_editions(page)
            same = [link.since for link in frozen if link.number == (published or {}).get("number")]
            return super().get_context_data(parent_context) | {
                "published": published,
                "editions": frozen,
                "draft": {
                    "number": page.edition_number or 1,
                    "fingerprint": fingerprint_now(page),
                },
                # A check that stays on this site has no frozen editions.
                "since": min(same, default=page.first_published_at),
                "changed": page.last_published_at,
            }


class FromFilePanel(Panel):
    """The way to a check from a file, where a new one is begun."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "omwagtail/admin/check_from_file_panel.html"

        def is_shown(self) -> bool:
            return not self.instance.pk and bool(self.url)

        @property
        def url(self) -> str:
            """Empty where the form is not that of a new page."""
            match = getattr(self.request, "resolver_match", None)
            try:
                return reverse("om_check_from_file", args=match.args, kwargs=match.kwargs)
            except (AttributeError, NoReverseMatch):
                return ""

        def get_context_data(self, parent_context: dict | None = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"url": self.url}
