"""Links from a document to others: the network of an example, the counterpart of a check."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from omwagtail.catalogue.models import Item
from omwagtail.documents import document_key
from omwagtail.rendering.cards import Card, make_cards

# What the other document is for this one.
RELATIONS = {
    "network-of": _("The network behind this example"),
    "example-of": _("An example of this network's work"),
    "counterpart-check": _("The counterpart check for the other side"),
    "recommended-by": _("Recommended by"),
}


def related_documents(document: dict[str, Any], *, directory: str = "") -> list[Card]:
    """Cards of the related documents that this site can show, in the document's order.

    One query. Foreign ones lead to the directory at this address, else to their origin. What is
    not in the catalogue is left out: it may be withdrawn.
    """
    wanted = {
        document_key(entry["origin"], entry["id"]): entry.get("relation", "")
        for entry in _references(document)
    }
    if not wanted:
        return []
    found = {item.key: item for item in Item.objects.visible().filter(key__in=wanted)}
    items = [found[key] for key in wanted if key in found]
    notes = [str(RELATIONS.get(wanted[item.key], "")) for item in items]
    return make_cards(items, directory=directory, notes=notes)


def _references(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from document.get("related", ())
    counterpart = (document.get("body") or {}).get("counterpart")
    if counterpart:
        yield {**counterpart, "relation": "counterpart-check"}
