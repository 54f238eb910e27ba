"""Which document a page shows: the accepted one, else one made from the page as it is now."""

from typing import Any

from django.db import models

from omwagtail.catalogue.building import build_document
from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.sources import Surroundings, place

# A document that was never published has no id of its own.
NO_ID = "urn:uuid:00000000-0000-0000-0000-000000000000"


def document_for(
    source: models.Model, *, preview: bool = False, around: Surroundings | None = None
) -> tuple[dict[str, Any], Item | None]:
    """The document that ``source`` shows to a visitor, with its item where that is what is shown.

    An alias shows its source's document. Previews, restricted pages, pages that take no part in
    syndication and captures still to come get a document made on the spot, without an item.
    Whoever asks for many passes what is ``around`` them all.
    """
    original = getattr(source, "alias_of", None)
    if original is not None:
        source = original.specific
    item = item_of(source) if source.pk else None
    if not preview and item is not None and item.state == ItemState.ACCEPTED:
        return item.data, item
    document = build_document(source, place(source, around), urn=item.urn if item else NO_ID, rev=0)
    return document, None


def shown_data(item: Item) -> dict[str, Any]:
    """The document of an item as visitors may see it.

    While a newer version waits for a decision, only contacts that both versions name are shown:
    whoever is no longer named is hidden at once (rule 16).
    """
    newer = item.waiting_data
    return item.data if newer is None else with_contacts_of_both(item.data, newer)


def with_contacts_of_both(document: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """A document without the contacts that a newer one no longer names."""
    shown = _with_contacts_of_both(document, newer)
    body, newer_body = shown.get("body"), newer.get("body")
    if isinstance(body, dict):
        shown["body"] = _with_contacts_of_both(body, newer_body or {})
    return shown


def _with_contacts_of_both(shown: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    # Not every type has contacts in its body; there it is an unknown member, which may be anything.
    contacts, named = shown.get("contacts"), newer.get("contacts")
    if not isinstance(contacts, list):
        return dict(shown)
    kept = [one for one in contacts if isinstance(named, list) and one in named]
    return {**shown, "contacts": kept}
