"""How many items carry each code: the numbers beside a list's filters."""

from django.db.models import Count

from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.queries import ItemQuerySet


def counts(queryset: ItemQuerySet, scheme: str) -> dict[str, int]:
    """Code to number of items, for the codes of a scheme that occur in ``queryset``.

    Regions are stored with their parents, so a Land counts the items of its districts too.
    """
    rows = (
        ItemTerm.objects.filter(scheme=scheme, item__in=_bare(queryset))
        .values_list("code")
        .annotate(number=Count("item"))
    )
    return dict(rows.order_by("code"))


def type_counts(queryset: ItemQuerySet) -> dict[str, int]:
    """Document type to number of items."""
    rows = Item.objects.filter(pk__in=_bare(queryset)).values_list("type")
    return dict(rows.annotate(number=Count("pk")).order_by("type"))


def _bare(queryset: ItemQuerySet) -> ItemQuerySet:
    """Only the keys, unordered: what a subquery needs."""
    return queryset.order_by().values("pk")
