"""What the example sites add to the package: a front page, and the loader's memory."""

from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Count, F, Max
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from omwagtail.catalogue.models import Item, ItemType
from omwagtail.pages.models import DirectoryPage

FEATURES = ["bold", "italic", "link", "ul", "ol"]
CHECKS_SHOWN = 4
ENTRIES_SHOWN = 6


class HomePage(Page):
    """The front page of an example site: a welcome, and what stands in the catalogue."""

    headline = models.CharField(_("headline"), max_length=255, blank=True)
    intro = RichTextField(_("introduction"), blank=True, features=FEATURES)
    footer = RichTextField(_("text below every page"), blank=True, features=FEATURES)

    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("intro"),
        FieldPanel("footer"),
    ]
    template = "example_site/home_page.html"
    max_count = 1

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def directory(self) -> DirectoryPage | None:
        """The directory of everything, where documents of other sites have their page."""
        return DirectoryPage.objects.child_of(self).live().filter(types=[]).first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``checks`` and ``entries`` (items, newest first), ``kinds``, ``publishers``."""
        shown = Item.objects.visible().exclude(type=ItemType.ORGANISATION)
        newest = shown.order_by(F("published").desc(nulls_last=True), "-pk")
        return {
            **super().get_context(request, *args, **kwargs),
            "checks": newest.filter(type=ItemType.CHECK)[:CHECKS_SHOWN],
            "entries": newest.exclude(type=ItemType.CHECK)[:ENTRIES_SHOWN],
            "kinds": self._kinds(shown),
            "publishers": self._publishers(shown),
        }

    def _publishers(self, shown: models.QuerySet) -> list[dict[str, Any]]:
        """Who publishes here: origin, name and number of entries; without a name it is the host."""
        rows = shown.order_by("origin").values("origin")
        publishers = rows.annotate(name=Max("publisher"), entries=Count("pk"))
        return [
            {**row, "name": row["name"] or urlsplit(row["origin"]).netloc} for row in publishers
        ]

    def _kinds(self, shown: models.QuerySet) -> list[tuple[DirectoryPage, int]]:
        """The directories of one kind each, with the number of their entries."""
        directories = DirectoryPage.objects.child_of(self).live().in_menu()
        return [(page, shown.filter(type__in=page.types).count()) for page in directories]


class LoadedPiece(models.Model):
    """What ``load_content`` made of a piece of example_site/content, and from which text.

    A piece is written again when its text has changed; until then its page belongs to the editors.
    """

    name = models.CharField(max_length=255, unique=True)
    digest = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
