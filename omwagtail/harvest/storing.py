"""Writing foreign items: the exact text with its signature, and what is kept beside it."""

from typing import Any

from django.utils import timezone

from omwagtail.catalogue.indexing import clear_index, images_of, index_item
from omwagtail.catalogue.models import Item, ItemState, Picture
from omwagtail.catalogue.relaying import hides_contacts
from omwagtail.documents import Envelope


def store_document(item: Item, envelope: Envelope, data: dict[str, Any]) -> Item:
    """Make this the item's text, in the place of the shown and of any waiting one."""
    forget_waiting(item)
    item.doc, item.sig, item.kid = envelope.doc, envelope.sig, envelope.kid
    item.rev, item.seq = data["rev"], None
    item.fill_columns(data)
    item.save()
    settle(item)
    return item


def store_as_waiting(item: Item, envelope: Envelope, data: dict[str, Any]) -> Item:
    """Keep a newer text beside the shown one, until a person has looked at it (rule 16)."""
    forget_waiting(item)
    item.waiting_doc, item.waiting_rev = envelope.doc, data["rev"]
    item.waiting_sig, item.waiting_kid = envelope.sig, envelope.kid
    item.__dict__.pop("waiting_data", None)
    # The feed must not hand on a contact that is no longer named.
    if hides_contacts(item):
        item.seq = None
    item.save()
    settle(item)
    return item


def store_waiting(item: Item, state: ItemState, reason: str = "") -> Item:
    """Make the waiting text the item's text."""
    envelope = Envelope(doc=item.waiting_doc, kid=item.waiting_kid, sig=item.waiting_sig)
    item.state, item.reason = state, reason
    return store_document(item, envelope, item.waiting_data)


def forget_waiting(item: Item) -> None:
    """Erase the waiting version; the caller saves."""
    if hides_contacts(item):
        item.seq = None
    item.waiting_doc = item.waiting_sig = item.waiting_kid = item.waiting_via = ""
    item.waiting_rev = None
    item.__dict__.pop("waiting_data", None)


def settle(item: Item) -> None:
    """Keep terms and pictures of what is shown or may soon be, and of nothing else."""
    if item.state in (ItemState.ACCEPTED, ItemState.PENDING):
        expect_pictures(item.data)
        index_item(item)
    else:
        clear_index(item)


def expect_pictures(data: dict[str, Any]) -> None:
    """Note the pictures of a document that are to be fetched; they are never hot-linked."""
    images = {image["id"]: image for image in images_of(data)}
    known = set(Picture.objects.filter(image_id__in=images).values_list("image_id", flat=True))
    now = timezone.now()
    Picture.objects.bulk_create(
        [
            Picture(image_id=identity, url=image["url"], due=now)
            for identity, image in images.items()
            if identity not in known
        ],
        ignore_conflicts=True,
    )
