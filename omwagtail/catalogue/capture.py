"""Capture: from a published object to its item. The only writer of own items.

Signals call this for speed and the sweep for truth; both may come twice, late or never, so every
function here looks at the object as it stands in the database and does what is missing.
"""

import json
import logging
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from wagtail.models import AbstractPage

from omwagtail.catalogue.building import (
    build_document,
    build_withdrawal,
    next_rev,
    write_document,
)
from omwagtail.catalogue.editions import ERASING
from omwagtail.catalogue.fingerprints import Fingerprints, fingerprint_of
from omwagtail.catalogue.indexing import clear_index, index_item
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.pictures import known_pictures
from omwagtail.catalogue.purging import addresses_of, purge_later
from omwagtail.catalogue.sources import (
    Placement,
    Surroundings,
    is_source,
    place,
    source_models,
)
from omwagtail.conf import settings
from omwagtail.documents import DocumentError, check_document, document_key, sign

# Enough for two captures that meet and one that comes between.
ATTEMPTS = 4
# A page that moves more often than this forgets its oldest addresses.
MAX_ALIASES = 20
OWN = "organisation"

logger = logging.getLogger("omwagtail.capture")


class Face(NamedTuple):
    """What others show of a document: those who refer to it change with it."""

    key: str
    origin: str
    title: str
    url: str
    rev: int | None
    """Of an organisation, which stands in all documents of its site as a whole."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a capture did."""

    item: Item | None
    """The object's item by now; None where nothing was ever published, or the object is gone."""
    action: str = ""
    """``new``, ``changed``, ``moved``, ``withdrawn``, or empty where all was as it should be."""
    before: Face | None = None
    after: Face | None = None
    reason: str = ""
    """Why it was withdrawn."""

    @property
    def shows_otherwise(self) -> bool:
        """Whether those who refer to the document have to be looked at."""
        return self.before != self.after

    @property
    def is_another(self) -> bool:
        """Whether a document came, went, or has another key now."""
        return (self.before and self.before.key) != (self.after and self.after.key)


NOTHING = Outcome(None)


def capture(source: models.Model) -> Item | None:
    """Bring the item of ``source`` up to date: publish, replace, withdraw or leave it.

    Returns the object's item; None where nothing was ever published, or the object is gone.
    An object whose document would be wrong stays as it was published before, and is logged.
    """
    try:
        return capture_or_refuse(source).item
    except DocumentError as error:
        logger.error("capture refused: %s %s: %s", type(source).__name__, source.pk, error)
        return item_of(source)


def capture_or_refuse(source: models.Model) -> Outcome:
    """The same for callers that report what is wrong: raises DocumentError."""
    model = type(source)
    if isinstance(source, AbstractPage) and source.content_type_id:
        # A page of a subclass is also a row of the class it extends: there is one document.
        model = source.specific_class or model
    return capture_object(model, source.pk)


def capture_object(model: type[models.Model], pk: Any) -> Outcome:
    """Capture by model and primary key. Raises DocumentError.

    An item that exists is locked while its object is looked at, so the last look wins. A new one
    cannot be locked: whoever made it looks once more, because the object may have changed. An
    organisation is looked at again too: it names itself as its publisher.
    """
    if not is_source(model):
        return NOTHING
    first = None
    for _ in range(ATTEMPTS):
        try:
            outcome = _capture_now(model, pk)
        except IntegrityError:
            # Two captures of a new object met: the other one has made the item by now.
            continue
        first = first or outcome
        is_its_own_publisher = outcome.action == "changed" and model.om_document_type == OWN
        if outcome.action not in ("new", "moved") and not is_its_own_publisher:
            break
    if first is None:
        return Outcome(item_of(model(pk=pk)))
    action = first.action or outcome.action
    return Outcome(outcome.item, action, first.before, outcome.after, outcome.reason)


@transaction.atomic
def _capture_now(model: type[models.Model], pk: Any) -> Outcome:
    item = _locked_item(model, pk)
    before = _face(item)
    prints = Fingerprints(Surroundings())
    # Before the object is read: see there.
    mark = fingerprint_of(model, pk, prints)
    source = model._base_manager.filter(pk=pk).first()
    if source is None:
        return _withdraw_deleted(item, before)
    if isinstance(source, AbstractPage) and source.specific_class not in (model, None):
        # It is another type of page by now, and is captured as such.
        return _withdraw_former_type(item, before, source)
    placement = place(source, prints.around)
    if placement.withheld:
        action = _withdraw(item, placement.withheld) if item is not None else ""
        return Outcome(item, action, before, _face(item), placement.withheld)
    action = "changed"
    if item is None:
        item = Item(**_link(model, pk), origin=placement.origin, type=source.om_document_type)
        action = "new"
    elif item.origin != placement.origin:
        item, action = _move_to(item, placement.origin), "moved"
    is_published = _publish_if_changed(item, source, placement, prints, mark)
    return Outcome(item, action if is_published else "", before, _face(item))


def item_of(source: models.Model) -> Item | None:
    """The item of an own object, whatever its state."""
    return Item.objects.filter(**_link(type(source), source.pk)).first()


def _face(item: Item | None) -> Face | None:
    if item is None or item.state != ItemState.ACCEPTED:
        return None
    rev = item.rev if item.type == "organisation" else None
    return Face(item.key, item.origin, item.title, item.url, rev)


def _locked_item(model: type[models.Model], pk: Any) -> Item | None:
    """The item of an object, also where a page was of another type when it was captured."""
    items = Item.objects.select_for_update()
    item = items.filter(**_link(model, pk)).first()
    if item is not None or not issubclass(model, AbstractPage):
        return item
    kin = [
        other
        for other in source_models()
        if issubclass(other, AbstractPage) and other.om_document_type == model.om_document_type
    ]
    content_types = ContentType.objects.get_for_models(*kin).values()
    item = items.filter(content_type__in=content_types, object_id=str(pk)).first()
    if item is not None:
        item.content_type = _link(model, pk)["content_type"]
        item.save(update_fields=["content_type"])
    return item


def _withdraw_deleted(item: Item | None, before: Face | None) -> Outcome:
    """The object no longer exists: withdraw its document, and let go of the object."""
    if item is None:
        return NOTHING
    item.content_type, item.object_id = None, None
    item.save(update_fields=["content_type", "object_id"])
    return Outcome(None, _withdraw(item, "deleted"), before, None, "deleted")


def _withdraw_former_type(item: Item | None, before: Face | None, page: AbstractPage) -> Outcome:
    """What the page was published as; of one type for ever, so it is not the same document."""
    kind = getattr(page.specific_class, "om_document_type", None)
    if item is None or kind == item.type:
        # One of the same type goes on as the item of the page's type of today.
        return capture_object(page.specific_class, page.pk) if item is not None else NOTHING
    return _withdraw_deleted(item, before)


def _publish_if_changed(
    item: Item, source: models.Model, placement: Placement, prints: Fingerprints, mark: str
) -> bool:
    with known_pictures(item, prints.around):
        document = build_document(
            source,
            placement,
            urn=item.urn,
            rev=next_rev(item.rev),
            around=prints.around,
            publisher=prints.publisher(placement.origin),
        )
    _keep_addresses(document, item)
    text = write_document(document)
    is_current = (
        item.pk
        and item.state == ItemState.ACCEPTED
        and item.kid == signing_key().kid
        and _says_the_same(text, item)
    )
    if not is_current:
        item.fingerprint = mark
        _publish(item, text)
    elif item.fingerprint != mark:
        item.fingerprint = mark
        Item.objects.filter(pk=item.pk).update(fingerprint=mark)
    return not is_current


def _says_the_same(text: str, item: Item) -> bool:
    """Whether a new text differs from the item's in nothing but its revision."""
    return {**json.loads(text), "rev": None} == {**item.data, "rev": None}


def _keep_addresses(document: dict, item: Item) -> None:
    """Earlier addresses stay known, so that links to them still find the document."""
    known = [url for url in (item.url, *item.earlier_urls) if url and url != document["url"]]
    item.earlier_urls = list(dict.fromkeys(known))[:MAX_ALIASES]
    if item.earlier_urls:
        document["aliases"] = item.earlier_urls


def _publish(item: Item, text: str) -> None:
    document = json.loads(text)
    check_document(document, allow_loopback_http=settings.DEMO_MODE)
    before = item.data if item.doc and item.pk else {}
    earlier = addresses_of(item)
    item.key = document_key(item.origin, item.urn)
    item.state, item.reason = ItemState.ACCEPTED, ""
    store_text(item, text, document)
    index_item(item, before)
    purge_later(item, earlier)


def _withdraw(item: Item, reason: str) -> str:
    """Returns ``withdrawn``, or nothing where it was before."""
    # What was only unpublished and is deleted now says so: nobody may keep a copy any more.
    is_final = reason in ERASING and item.reason not in ERASING
    if item.state == ItemState.WITHDRAWN and not is_final:
        return ""
    document = build_withdrawal(item, reason, rev=next_rev(item.rev))
    earlier = addresses_of(item)
    known = [item.url, *item.earlier_urls] if item.url else item.earlier_urls
    item.earlier_urls = [] if reason in ERASING else list(dict.fromkeys(known))[:MAX_ALIASES]
    item.state, item.reason, item.fingerprint = ItemState.WITHDRAWN, reason, ""
    store_text(item, write_document(document), document)
    clear_index(item)
    purge_later(item, earlier)
    return "withdrawn"


def _move_to(item: Item, origin: str) -> Item:
    """The object moved to another site of this installation: the id goes along, the key changes."""
    link = {"content_type": item.content_type, "object_id": item.object_id}
    item.content_type, item.object_id = None, None
    item.save(update_fields=["content_type", "object_id"])
    _withdraw(item, "unpublished")
    earlier = Item.objects.select_for_update().filter(origin=origin, uuid=item.uuid).first()
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
    item.__dict__["data"] = document


def sign_again(item: Item) -> None:
    """Sign an own text with the key of today; the text and its revision stay."""
    envelope = sign(item.doc, signing_key())
    Item.objects.filter(pk=item.pk, rev=item.rev).update(
        sig=envelope.sig, kid=envelope.kid, seq=None
    )


def _link(model: type[models.Model], pk: Any) -> dict:
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=True)
    return {"content_type": content_type, "object_id": str(pk)}
