"""How many items carry each code: the numbers beside a list's filters."""

from collections.abc import Sequence

from django.db.models import Count

from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.queries import ItemQuerySet

# Schemes that are columns of the item; all others are terms.
COLUMNS = ("type", "language", "origin")


def facet_counts(queryset: ItemQuerySet, schemes: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each scheme its codes that occur in ``queryset``, with their numbers of items.

    A scheme is one of the terms' (``topic``, ``company-size``) or of ``COLUMNS``. Regions are
    stored with their parents, so a Land counts the items of its districts too.
    """
    found: dict[str, dict[str, int]] = {scheme: {} for scheme in schemes}
    terms = [scheme for scheme in found if scheme not in COLUMNS]
    if terms:
        rows = (
            ItemTerm.objects.filter(scheme__in=terms, item__in=_bare(queryset))
            .values_list("scheme", "code")
            .annotate(number=Count("pk"))
        )
        for scheme, code, number in rows.order_by("scheme", "code"):
            found[scheme][code] = number
    for scheme in found.keys() - set(terms):
        rows = Item.objects.filter(pk__in=_bare(queryset)).exclude(**{scheme: ""})
        found[scheme] = dict(rows.values_list(scheme).annotate(number=Count("pk")).order_by(scheme))
    return found


def counts(queryset: ItemQuerySet, scheme: str) -> dict[str, int]:
    """Code to number of items, for the codes of a scheme that occur in ``queryset``."""
    return facet_counts(queryset, [scheme])[scheme]


def type_counts(queryset: ItemQuerySet) -> dict[str, int]:
    """Document type to number of items."""
    return counts(queryset, "type")


def _bare(queryset: ItemQuerySet) -> ItemQuerySet:
    """Only the keys, unordered: what a subquery needs."""
    return queryset.order_by().values("pk")
