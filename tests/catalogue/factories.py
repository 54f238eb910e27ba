"""Items for tests: as capture would have written them, without pages. Nothing is numbered yet."""

import itertools
import uuid
from typing import Any

from omwagtail.catalogue.building import build_withdrawal, next_rev
from omwagtail.catalogue.indexing import clear_index, index_item
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.documents import SigningKey, document_key, dump_json, parse_document, sign

# The origin of the site that every test database begins with (tests/settings.py).
OWN_ORIGIN = "https://partner.example"
FOREIGN_ORIGIN = "https://kammer.example"
FOREIGN_KEY = SigningKey.from_private_bytes(bytes(range(32)))

_numbers = itertools.count(1)


def make_item(
    document_type: str = "practice-example",
    *,
    origin: str = OWN_ORIGIN,
    key: SigningKey | None = None,
    state: str = ItemState.ACCEPTED,
    **members: Any,
) -> Item:
    """A signed item; ``members`` replace those of the document. Foreign ones get another key."""
    number = next(_numbers)
    document = {
        "v": "om/1",
        "op": "upsert",
        "type": document_type,
        "id": f"urn:uuid:{uuid.uuid4()}",
        "origin": origin,
        "rev": next_rev(0),
        "url": f"{origin}/eintraege/{number}/",
        "language": "de",
        "title": f"Eintrag {number}",
        "published": "2026-03-01T09:30:00Z",
        **members,
    }
    item = Item(
        key=document_key(origin, document["id"]),
        origin=origin,
        uuid=document["id"].removeprefix("urn:uuid:"),
        type=document_type,
        state=state,
    )
    return _store(item, document, key or _key_of(origin))


def edit_item(item: Item, *, key: SigningKey | None = None, **members: Any) -> Item:
    """A newer revision of an item; one that was withdrawn is published again."""
    earlier = item.data if item.state != ItemState.WITHDRAWN else _renewed(item)
    item.state = ItemState.ACCEPTED
    document = earlier | {"rev": next_rev(item.rev)} | members
    return _store(item, document, key or _key_of(item.origin))


def withdraw_item(
    item: Item, reason: str = "unpublished", *, key: SigningKey | None = None
) -> Item:
    """The item's document taken back."""
    document = build_withdrawal(item, reason, rev=next_rev(item.rev))
    item.state, item.reason = ItemState.WITHDRAWN, reason
    return _store(item, document, key or _key_of(item.origin))


def _renewed(item: Item) -> dict[str, Any]:
    withdrawn = {name: value for name, value in item.data.items() if name != "reason"}
    return withdrawn | {
        "op": "upsert",
        "url": f"{item.origin}/wieder/{item.key}/",
        "language": "de",
        "title": "Wieder da",
    }


def _key_of(origin: str) -> SigningKey:
    return signing_key() if origin == OWN_ORIGIN else FOREIGN_KEY


def _store(item: Item, document: dict[str, Any], key: SigningKey) -> Item:
    text = dump_json(document)
    parse_document(text, allow_loopback_http=True)
    envelope = sign(text, key)
    item.doc, item.sig, item.kid, item.rev = text, envelope.sig, envelope.kid, document["rev"]
    item.fill_columns(document)
    item.seq = None
    item.save()
    if item.state == ItemState.WITHDRAWN:
        clear_index(item)
    else:
        index_item(item)
    return item
