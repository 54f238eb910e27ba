"""Reading the catalogue: what lists, the API and the feed ask for, by name."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone

from omwagtail.catalogue.origins import other_origins
from omwagtail.catalogue.search.reading import best_first, containing
from omwagtail.catalogue.search.words import read_query
from omwagtail.catalogue.statements import Moment
from omwagtail.conf import settings
from omwagtail.vocabularies import vocabulary

# What has no date is older than everything: no database then needs a rule for what is missing.
NO_DATE = datetime(1000, 1, 1, tzinfo=UTC)


class ItemQuerySet(models.QuerySet):
    """Reads of the catalogue. Writes are functions of the catalogue's other modules."""

    def visible(self, now: datetime | Moment | None = None):
        """Items that may be shown now: accepted and not expired."""
        return self.filter(state="accepted").filter(
            Q(expires__isnull=True) | Q(expires__gt=now or timezone.now())
        )

    def visible_at(self, origin: str | None):
        """Items that the site with this origin shows: its own, and what came from elsewhere.

        Other sites of the same Wagtail are other publishers: their documents are left out, unless
        ``SITES_SHARE`` is set. Without an origin all sites here are meant.
        """
        return self.visible().without(*hidden_at(origin))

    def without(self, *origins: str):
        """Items that none of these origins published."""
        return self.exclude(origin__in=origins) if origins else self

    def own(self, *origins: str):
        """Items that this origin published, or one of several."""
        return self._with_column("origin", origins)

    def of_type(self, *document_types: str):
        """Items of a document type, such as ``practice-example``, or of one of several."""
        return self._with_column("type", document_types)

    def _with_column(self, column: str, values: tuple[str, ...]):
        # Databases follow an index in its order for one value, and sort for a list of values.
        if len(values) == 1:
            return self.filter(**{column: values[0]})
        return self.filter(**{f"{column}__in": values})

    def published_since(self, moment: datetime):
        """Items that were first published then or later; none that names no date."""
        return self.filter(sort_published__gte=moment, sort_published__gt=NO_DATE)

    def modified_since(self, moment: datetime):
        """Items that changed then or later; none that names no date."""
        return self.filter(sort_modified__gte=moment, sort_modified__gt=NO_DATE)

    def near(self, region: str):
        """Items in the Land that a region (NUTS) lies in; for a country, in the country."""
        return self.with_term("region", _around(region)[-1])

    def nearest_first(self, region: str):
        """What lies in the region first, then what shares the next larger one with it, and so on.

        Within each the order stays as it is.
        """
        steps = [
            When(self._carries("region", (code,)), then=Value(place))
            for place, code in enumerate(_around(region)[:-1])
        ]
        if not steps:
            return self
        rank = Case(*steps, default=Value(len(steps)), output_field=IntegerField())
        return self.order_by(rank, *self.query.order_by)

    def with_term(self, scheme: str, *codes: str):
        """Items that carry one of the codes, for example ``with_term("region", "DED")``."""
        return self.filter(self._carries(scheme, codes))

    def _carries(self, scheme: str, codes: tuple[str, ...]) -> Exists:
        terms = self.model.terms.rel.related_model.objects
        return Exists(terms.filter(item=OuterRef("pk"), scheme=scheme, code__in=codes))

    def naming(self, key: str):
        """Items whose documents name the document with this key as a related one."""
        return self.filter(terms__scheme="related", terms__code=key)

    def translations_of(self, group: str):
        """Items that say the same in several languages, the one that they name included.

        ``group`` is what ``translation_group`` gives for any of them.
        """
        terms = self.model.terms.rel.related_model.objects
        named = terms.filter(scheme="translation", code=group)
        return self.filter(Q(key=group) | Q(pk__in=named.values("item")))

    def search(self, text: str):
        """Items that hold all words of what a visitor typed; none where it holds no word."""
        return containing(self, read_query(text))

    def best_first(self, text: str):
        """In the order of a search: words in the title first, then in the summary, then newest."""
        return best_first(self, read_query(text))

    def newest_first(self):
        """By the day of publication; what names none stands last, on every database alike."""
        return self.order_by("-sort_published", "-pk")

    def unstamped(self):
        """Items that the stamper has not numbered yet, in the order they will be numbered."""
        return self.filter(seq__isnull=True).order_by("pk")


def hidden_at(origin: str | None) -> list[str]:
    """The origins whose documents the site with this origin does not show."""
    return [] if origin is None or settings.SITES_SHARE else other_origins(origin)


def is_visible_at(item, origin: str | None) -> bool:
    """What ``visible_at`` asks of an item, of one that has been read: anything with the columns
    ``state``, ``expires`` and ``origin``."""
    if item.state != "accepted" or (item.expires and item.expires <= timezone.now()):
        return False
    return item.origin not in hidden_at(origin)


def _around(region: str) -> list[str]:
    """A region and the larger ones that it lies in, nearest first, without the country."""
    regions = [region, *vocabulary("regions").ancestors(region)]
    return regions[:-1] or regions
