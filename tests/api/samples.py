"""A site with something of everything that the API can show."""

from omwagtail.catalogue.models import Item
from omwagtail.documents import DOCUMENT_TYPES
from tests.catalogue.factories import FOREIGN_ORIGIN, edit_item, make_item, withdraw_item
from tests.documents.factories import RICH

IDENTITY = ("id", "origin", "rev", "url", "aliases")


def fill(origin: str) -> dict[str, list[Item]]:
    """Documents of each type by type: own, foreign, in other words, and what is gone."""
    found: dict[str, list[Item]] = {}
    for document_type in DOCUMENT_TYPES:
        members = _members(document_type)
        found[document_type] = [
            make_item(document_type, origin=origin, **members),
            make_item(document_type, origin=FOREIGN_ORIGIN, **members),
            make_item(document_type, origin=origin, title="Kürzer geht es nicht"),
            make_item(document_type, origin=FOREIGN_ORIGIN, reuse="link"),
            make_item(document_type, origin=FOREIGN_ORIGIN, reuse="excerpt", summary="Kurz."),
            withdraw_item(make_item(document_type, origin=origin)),
        ]
    edit_item(found["check"][0], title="Neue Fassung")
    return found


def _members(document_type: str) -> dict:
    document = RICH[document_type]()
    return {
        name: value
        for name, value in document.items()
        if name not in IDENTITY and name not in ("v", "op", "type")
    }
