"""Foreign items: what becomes of their texts, in memory, and how many are written at once.

A page of changes speaks of up to five hundred documents. They are read together, changed in memory
by the functions above, and written together by ``write_items``: a statement for each kind of row,
not for each document.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils import timezone

from omwagtail.catalogue.bulk import insert_instances, insert_rows, update_instances
from omwagtail.catalogue.indexing import clear_indexes, images_of, index_items
from omwagtail.catalogue.models import Item, ItemState, Picture
from omwagtail.catalogue.relaying import hides_contacts
from omwagtail.documents import Envelope

# Only the stamper writes these (rule 2); ``seq`` is emptied here to ask it for a new one.
OF_THE_STAMPER = frozenset({"relay", "seq"})
# Items that lists may show, now or soon: these have terms, words and pictures.
INDEXED = (ItemState.ACCEPTED, ItemState.PENDING)

# Of a picture that is still to be fetched.
NOTHING_OF_A_PICTURE = {
    **dict.fromkeys(("digest", "file", "media_type", "error"), ""),
    **dict.fromkeys(("width", "height", "failures"), 0),
}


def put_document(item: Item, envelope: Envelope, data: dict[str, Any], via: str = "") -> None:
    """Make this the item's text, in the place of the shown and of any waiting one."""
    forget_waiting(item)
    item.doc, item.sig, item.kid, item.via = envelope.doc, envelope.sig, envelope.kid, via
    item.rev, item.seq = data["rev"], None
    item.fill_columns(data)
    # It has been parsed once already.
    item.__dict__["data"] = data


def put_waiting(item: Item, envelope: Envelope, data: dict[str, Any], via: str = "") -> None:
    """Keep a newer text beside the shown one, until a person has looked at it (rule 16)."""
    forget_waiting(item)
    item.waiting_doc, item.waiting_rev = envelope.doc, data["rev"]
    item.waiting_sig, item.waiting_kid, item.waiting_via = envelope.sig, envelope.kid, via
    item.__dict__.pop("waiting_data", None)
    # The feed must not hand on a contact that is no longer named.
    if hides_contacts(item):
        item.seq = None


def promote_waiting(item: Item, state: ItemState, reason: str = "") -> None:
    """Make the waiting text the item's text."""
    envelope = Envelope(doc=item.waiting_doc, kid=item.waiting_kid, sig=item.waiting_sig)
    item.state, item.reason = state, reason
    put_document(item, envelope, item.waiting_data, item.waiting_via)


def forget_waiting(item: Item) -> None:
    """Erase the waiting version."""
    if hides_contacts(item):
        item.seq = None
    item.waiting_doc = item.waiting_sig = item.waiting_kid = item.waiting_via = ""
    item.waiting_rev = None
    item.__dict__.pop("waiting_data", None)


def write_items(items: Collection[Item]) -> None:
    """Write items that were changed in memory, with what lists find them by, inside the caller's
    transaction; rows that exist are locked by the caller."""
    new = [item for item in items if item._state.adding]
    # In one order everywhere, so that two workers wait for each other and not in a circle.
    insert_instances(Item, sorted(new, key=lambda item: item.key), natural_key="key")
    added = {item.pk for item in new}
    known = [item for item in items if item.pk not in added]
    for is_new_to_the_feed in (True, False):
        rows = [item for item in known if (item.seq is None) == is_new_to_the_feed]
        kept = OF_THE_STAMPER - {"seq"} if is_new_to_the_feed else OF_THE_STAMPER
        update_instances(rows, kept)
    _settle(items, added)


def _settle(items: Collection[Item], new: set[int]) -> None:
    """Keep terms, words and pictures of what is shown or may soon be, and of nothing else."""
    indexed = [item for item in items if item.state in INDEXED]
    expect_pictures([item.data for item in indexed])
    index_items(indexed, new)
    # Of what is new there is nothing to clear.
    clear_indexes([item for item in items if item.state not in INDEXED and item.pk not in new])


def expect_pictures(documents: Iterable[dict[str, Any]]) -> None:
    """Note the pictures of documents that are to be fetched; they are never hot-linked."""
    images = {image["id"]: image for data in documents for image in images_of(data)}
    if not images:
        return
    known = set(Picture.objects.filter(image_id__in=images).values_list("image_id", flat=True))
    now = timezone.now()
    new = sorted(images.keys() - known)
    # Another worker may have noted the same one.
    insert_rows(
        Picture,
        ("image_id", "url"),
        ((identity, images[identity]["url"]) for identity in new),
        constants={**NOTHING_OF_A_PICTURE, "due": now, "created": now},
        ignore_conflicts=True,
    )
