"""Partners that work in several networks of the catalogue."""

from collections.abc import Callable
from typing import Any

from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.queries import ItemQuerySet
from omwagtail.catalogue.references import partners_of
from omwagtail.documents import document_key
from omwagtail.rendering.addresses import item_address
from omwagtail.rendering.navigation import Step

# Of all members together: a hint, not a register.
MAX_FOUND = 200


def other_networks(
    document: dict[str, Any],
    *,
    shown: ItemQuerySet | None = None,
    directory: Callable[[], str] = lambda: "",
) -> dict[str, list[Step]]:
    """Partner's code to links to the other networks it is a member of, by title.

    One query; none for a document that names no partner with a website. ``shown`` is all that the
    site shows, without it all that is visible; ``directory`` gives the address that foreign
    networks are shown under.
    """
    codes = set(partners_of(document))
    if not codes:
        return {}
    key = document_key(document["origin"], document["id"])
    shown = Item.objects.visible() if shown is None else shown
    networks = shown.of_type("network").exclude(key=key)
    terms = (
        ItemTerm.objects.filter(scheme="partner", code__in=codes, item__in=networks)
        .select_related("item")
        .defer("item__doc", "item__waiting_doc")
        .order_by("item__title", "pk")[:MAX_FOUND]
    )
    found: dict[str, list[Step]] = {}
    for term in terms:
        address = item_address(term.item, "" if term.item.is_own else directory())
        found.setdefault(term.code, []).append(Step(title=term.item.title, url=address))
    return found
