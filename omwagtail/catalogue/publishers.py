"""Who publishes what the catalogue holds: their ids, and what they are called."""

from collections.abc import Collection

from django.db.models import Max

from omwagtail.catalogue.models import ItemTerm
from omwagtail.catalogue.queries import ItemQuerySet

SCHEME = "organisation"


def publisher_names(items: ItemQuerySet, ids: Collection[str] | None = None) -> dict[str, str]:
    """Id to name of all who published one of the items, or of those with these ids; one query.

    What waits for a decision has terms too, so ``items`` says what may name anybody.
    """
    terms = ItemTerm.objects.filter(scheme=SCHEME, item__in=items.order_by().values("pk"))
    if ids is not None:
        terms = terms.filter(code__in=ids)
    return dict(terms.values_list("code").annotate(Max("item__publisher")).order_by())
