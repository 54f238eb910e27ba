"""Advisers: whom a chamber names to turn to with the result of a check, by region and topic.

They belong to the site that shows a check, not to the check: no document and no feed carries them,
and beside a foreign check that is shown here stand the advisers from here.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import ModelLogEntry, Site

from omwagtail.documents import code_of
from omwagtail.rendering.wording import label_of
from omwagtail.vocabularies import vocabulary
from omwagtail.vocabularies.collation import german_sort_key

Choice = tuple[str, str]


class AdviserQuerySet(models.QuerySet):
    def shown_at(self, site: Site | None) -> "AdviserQuerySet":
        """Those whom visitors of a site may see; without a site those of all sites."""
        return self.filter(Q(site=None) | Q(site=site), public=True)


class Adviser(models.Model):
    """A person or a desk. Shown only once somebody has said that it may be: contacts are personal
    data, and a half-filled form must not publish any.
    """

    name = models.CharField(_("name"), max_length=255)
    role = models.CharField(_("responsible for"), max_length=255, blank=True)
    organisation = models.ForeignKey(
        "omwagtail.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    # Lists of codes; an empty one stands for all.
    regions = models.JSONField(_("regions"), default=list, blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    site = models.ForeignKey(
        Site,
        verbose_name=pgettext_lazy("of an adviser", "site"),
        null=True,
        blank=True,
        # Never left behind without a site: all others would then show them.
        on_delete=models.CASCADE,
        related_name="+",
    )
    public = models.BooleanField(_("may be shown"), default=False)
    sort_order = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    objects = AdviserQuerySet.as_manager()

    class Meta:
        app_label = "omwagtail"
        verbose_name = _("adviser")
        verbose_name_plural = _("advisers")
        ordering = ["sort_order", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not self.email and not self.phone:
            raise ValidationError(
                {"email": _("Say how to reach the adviser: by e-mail, by telephone, or both.")}
            )

    def serves(self, topics: Collection[str] = (), region: str = "") -> bool:
        """Whether the adviser is there for one of the topics and for the region.

        What is not known, no topic or no region, leaves nobody out.
        """
        return (not topics or not self.topics or not set(topics).isdisjoint(self.topics)) and (
            not region or not self.regions or _nearest(self.regions, region) is not None
        )


def advisers_for(
    site: Site | None, *, topics: Iterable[str] = (), region: str = ""
) -> list[Adviser]:
    """The advisers whom a site shows for any of the topics in a region, codes both.

    The most specific come first: named for region and topic, for the region, for the topic, then
    those for everything. Among those named for the region the district comes before the Land.
    """
    asked = set(topics)
    shown = Adviser.objects.shown_at(site).select_related("organisation")
    found = [adviser for adviser in shown if adviser.serves(asked, region)]
    # Sorting keeps the order of the list among equals.
    return sorted(found, key=lambda adviser: _distance(adviser, asked, region))


def adviser_choices(site: Site | None, document: dict[str, Any]) -> list[Adviser]:
    """All advisers whom a site shows beside a check, for a page that narrows them down by region.

    A region's code begins with those of the regions it lies in, so the page needs no tree: an
    adviser serves a visitor's region if it begins with one of the adviser's ``regions``.
    """
    return advisers_for(site, topics=[code_of(entry) for entry in document.get("topics") or ()])


def region_choices(advisers: Iterable[Adviser]) -> list[Choice]:
    """Codes and labels of the regions that these advisers are named for, by their labels."""
    codes = {code for adviser in advisers for code in adviser.regions}
    choices = [(code, label_of(code, "regions")) for code in codes]
    return sorted(choices, key=lambda choice: german_sort_key(choice[1]))


def _distance(adviser: Adviser, topics: set[str], region: str) -> tuple[int, int, int]:
    """What an order by nearness to a question is made of: region, topic, size of the region."""
    nearest = _nearest(adviser.regions, region) or 0
    return _rank(adviser.regions, bool(region)), _rank(adviser.topics, bool(topics)), nearest


def _rank(named: list[str], asked: bool) -> int:
    """0 for what was asked and is named; 2 for what is named and may not be meant."""
    if not named:
        return 1
    return 0 if asked else 2


def _nearest(regions: list[str], region: str) -> int | None:
    """How many levels above the region the nearest of these lies; None where none holds it."""
    around = vocabulary("regions").with_ancestors([region])
    return next((level for level, code in enumerate(around) if code in regions), None)


def _forget_name(sender: type, instance: Adviser, **kwargs: Any) -> None:
    """Wagtail's log keeps who did what, but no longer to whom."""
    entries = ModelLogEntry.objects.for_instance(instance)
    entries.update(label=str(Adviser._meta.verbose_name), data={})


post_delete.connect(_forget_name, sender=Adviser, dispatch_uid="omwagtail.advisers.deleted")
