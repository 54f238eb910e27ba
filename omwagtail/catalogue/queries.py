"""Reading the catalogue: what lists, the API and the feed ask for, by name."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.search.reading import best_first, containing
from omwagtail.catalogue.search.words import read_query
from omwagtail.conf import settings


class ItemQuerySet(models.QuerySet):
    """Reads of the catalogue. Writes are functions of the catalogue's other modules."""

    def visible(self):
        """Items that may be shown now: accepted and not expired."""
        return self.filter(state="accepted").filter(
            Q(expires__isnull=True) | Q(expires__gt=timezone.now())
        )

    def visible_at(self, origin: str | None):
        """Items that the site with this origin shows: its own, and what came from elsewhere.

        Other sites of the same Wagtail are other publishers: their documents are left out, unless
        ``SITES_SHARE`` is set. Without an origin all sites here are meant.
        """
        found = self.visible()
        if origin is None or settings.SITES_SHARE:
            return found
        others = [other for other in own_origins() if other != origin]
        return found.exclude(origin__in=others) if others else found

    def own(self, origin: str):
        """Items that this origin published."""
        return self.filter(origin=origin)

    def of_type(self, document_type: str):
        """Items of one document type, such as ``practice-example``."""
        return self.filter(type=document_type)

    def with_term(self, scheme: str, *codes: str):
        """Items that carry one of the codes, for example ``with_term("region", "DED")``."""
        terms = self.model.terms.rel.related_model.objects.filter(
            item=OuterRef("pk"), scheme=scheme, code__in=codes
        )
        return self.filter(Exists(terms))

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
