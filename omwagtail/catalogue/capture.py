"""Capture: from a published object to its item. The only writer of own items.

Signals call this for speed and the sweep for truth; both may come twice, late or never, so every
function here looks at the object as it stands in the database and does what is missing.
"""

import logging

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from wagtail.models import AbstractPage

from omwagtail.catalogue.building import (
    build_document,
    build_withdrawal,
    content_digest,
    next_rev,
    write_document,
)
from omwagtail.catalogue.editions import ERASING
from omwagtail.catalogue.fingerprints import fingerprint
from omwagtail.catalogue.indexing import clear_index, index_item
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.sources import Placement, is_source, place
from omwagtail.conf import settings
from omwagtail.documents import DocumentError, document_key, parse_document, sign

# Enough for two captures that meet and one that comes between.
ATTEMPTS = 4
# A page that moves more often than this forgets its oldest addresses.
MAX_ALIASES = 20

logger = logging.getLogger("omwagtail.capture")


def capture(source: models.Model) -> Item | None:
    """Bring the item of ``source`` up to date: publish, replace, withdraw or leave it.

    Returns the object's item; None where nothing was ever published, or the object is gone.
    An object whose document would be wrong stays as it was published before, and is logged.
    """
    try:
        return capture_or_refuse(source)
    except DocumentError as error:
        logger.error("capture refused: %s %s: %s", type(source).__name__, source.pk, error)
        return item_of(source)


def capture_or_refuse(source: models.Model) -> Item | None:
    """The same for callers that report what is wrong: raises DocumentError."""
    model = type(source)
    if isinstance(source, AbstractPage) and source.content_type_id:
        # A page of a subclass is also a row of the class it extends: there is one document.
        model = source.specific_class or model
    if not is_source(model):
        return None
    return _capture_until_settled(model, source.pk)


def _capture_until_settled(model: type[models.Model], pk: object) -> Item | None:
    """An item that exists is locked while its object is looked at, so the last look wins. A new
    one cannot be locked: whoever made it looks once more, because the object may have changed.
    """
    for _ in range(ATTEMPTS):
        try:
            is_new = _capture_now(model, pk)
        except IntegrityError:
            # Two captures of a new object met: the other one has made the item by now.
            continue
        if not is_new:
            break
    return item_of(model(pk=pk))


@transaction.atomic
def _capture_now(model: type[models.Model], pk: object) -> bool:
    """Returns whether an item was made."""
    item = Item.objects.select_for_update().filter(**_link(model, pk)).first()
    is_new = item is None
    source = model._base_manager.filter(pk=pk).first()
    if source is None:
        _withdraw_deleted(item)
        return False
    placement = place(source)
    if placement.withheld:
        if item is not None:
            _withdraw(item, placement.withheld)
        return False
    if item is None:
        item = Item(**_link(model, pk), origin=placement.origin, type=source.om_document_type)
    elif item.origin != placement.origin:
        item = _move_to(item, placement.origin)
    _publish_if_changed(item, source, placement)
    return is_new


def item_of(source: models.Model) -> Item | None:
    """The item of an own object, whatever its state."""
    return Item.objects.filter(**_link(type(source), source.pk)).first()


def _withdraw_deleted(item: Item | None) -> None:
    """The object no longer exists: withdraw its document, and let go of the object."""
    if item is not None:
        item.content_type, item.object_id = None, None
        item.save(update_fields=["content_type", "object_id"])
        _withdraw(item, "deleted")


def _publish_if_changed(item: Item, source: models.Model, placement: Placement) -> None:
    mark = fingerprint(source, placement)
    document = build_document(source, placement, urn=item.urn, rev=item.rev)
    _keep_aliases(document, item)
    is_current = (
        item.pk
        and item.state == ItemState.ACCEPTED
        and item.kid == signing_key().kid
        and content_digest(document) == content_digest(item.data)
    )
    if not is_current:
        item.fingerprint = mark
        _publish(item, document)
    elif item.fingerprint != mark:
        Item.objects.filter(pk=item.pk).update(fingerprint=mark)


def _keep_aliases(document: dict, item: Item) -> None:
    """Earlier addresses stay known, so that links to them still find the document."""
    earlier = item.data if item.doc else {}
    addresses = [earlier.get("url"), *earlier.get("aliases", ())]
    aliases = [url for url in addresses if url and url != document["url"]]
    if aliases:
        document["aliases"] = list(dict.fromkeys(aliases))[:MAX_ALIASES]


def _publish(item: Item, document: dict) -> None:
    document["rev"] = next_rev(item.rev)
    text = write_document(document)
    parse_document(text, allow_loopback_http=settings.DEMO_MODE)
    item.key = document_key(item.origin, item.urn)
    item.state, item.reason = ItemState.ACCEPTED, ""
    store_text(item, text, document)
    index_item(item)


def _withdraw(item: Item, reason: str) -> None:
    # What was only unpublished and is deleted now says so: nobody may keep a copy any more.
    is_final = reason in ERASING and item.reason not in ERASING
    if item.state == ItemState.WITHDRAWN and not is_final:
        return
    document = build_withdrawal(item, reason, rev=next_rev(item.rev))
    item.state, item.reason, item.fingerprint = ItemState.WITHDRAWN, reason, ""
    store_text(item, write_document(document), document)
    clear_index(item)


def _move_to(item: Item, origin: str) -> Item:
    """The object moved to another site of this installation: the id goes along, the key changes."""
    link = {"content_type": item.content_type, "object_id": item.object_id}
    item.content_type, item.object_id = None, None
    item.save(update_fields=["content_type", "object_id"])
    _withdraw(item, "unpublished")
    earlier = Item.objects.filter(origin=origin, uuid=item.uuid).first()
    moved = earlier or Item(origin=origin, uuid=item.uuid, type=item.type)
    moved.content_type, moved.object_id = link["content_type"], link["object_id"]
    moved.rev = max(moved.rev, item.rev)
    return moved


def store_text(item: Item, text: str, document: dict) -> None:
    """Sign and store a text with its columns for lists, and let the stamper number the row anew."""
    envelope = sign(text, signing_key())
    item.doc, item.sig, item.kid, item.rev = text, envelope.sig, envelope.kid, document["rev"]
    item.fill_columns(document)
    item.seq = None
    item.save()
    item.__dict__.pop("data", None)


def sign_again(item: Item) -> None:
    """Sign an own text with the key of today; the text and its revision stay."""
    envelope = sign(item.doc, signing_key())
    Item.objects.filter(pk=item.pk, rev=item.rev).update(
        sig=envelope.sig, kid=envelope.kid, seq=None
    )


def _link(model: type[models.Model], pk: object) -> dict:
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=True)
    return {"content_type": content_type, "object_id": str(pk)}
