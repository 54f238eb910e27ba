"""Reading the catalogue: what lists, the API and the feed ask for, by name."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone


class ItemQuerySet(models.QuerySet):
    """Reads of the catalogue. Writes are functions of the catalogue's other modules."""

    def visible(self):
        """Items that may be shown now: accepted and not expired."""
        return self.filter(state="accepted").filter(
            Q(expires__isnull=True) | Q(expires__gt=timezone.now())
        )

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

    def newest_first(self):
        """By the day of publication; what names none stands last, on every database alike."""
        return self.order_by(F("published").desc(nulls_last=True), "-pk")

    def unstamped(self):
        """Items that the stamper has not numbered yet, in the order they will be numbered."""
        return self.filter(seq__isnull=True).order_by("pk")
