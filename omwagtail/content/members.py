"""The small parts that documents share, made from what an editor chose. All cope with blanks."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import models
from wagtail.blocks import StreamValue
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.pictures import is_private
from omwagtail.catalogue.references import key_in

WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,8}|0")


def members_of(stream: StreamValue | None) -> list[Any]:
    """What the blocks of a StreamField add to a document: each block's ``to_document(value)``.

    Blocks that have nothing to say, or no such method, add nothing.
    """
    found = []
    for place, child in enumerate(stream or (), start=1):
        make = getattr(child.block, "to_document", None)
        # A child has no id until it was saved; then the place keeps it apart.
        member = make(child.value, identity=child.id or f"new-{place}") if make else None
        if member:
            found.append(member)
    return found


def first_member_of(stream: StreamValue | None) -> Any | None:
    """The same for a StreamField that holds one block at most."""
    return next(iter(members_of(stream)), None)


def texts_of(values: Iterable[str | None]) -> list[str]:
    """Texts without blanks."""
    return [text for value in values if (text := (value or "").strip())]


def amount_of(text: str | None) -> int | str:
    """A figure: a number where the text is a plain one, else the words ("over 400")."""
    text = (text or "").strip()
    return int(text) if WHOLE_NUMBER.fullmatch(text) else text


def organisation_of(organisation: models.Model | None, name: str = "") -> dict[str, Any] | None:
    """An organisation's member: the chosen one, else one that is only named; None for neither."""
    if organisation is None:
        return {"name": name.strip()} if name and name.strip() else None
    member = {
        "name": organisation.name,
        "type": organisation.type,
        "url": organisation.website,
        "region": organisation.region,
    }
    # Only a site's own organisation is a document; for the others a long list asks nothing.
    item = item_of(organisation) if organisation.site_id else None
    if item is not None and item.state == ItemState.ACCEPTED:
        member = {"id": item.urn, "origin": item.origin, **member}
    return member


def file_of(document: AbstractDocument | None, title: str = "") -> dict[str, Any] | None:
    """A download's member; None for a file in a private collection, or none at all."""
    if document is None or is_private(document):
        return None
    return {
        "url": document.url,
        "title": title or document.title,
        "media_type": document.content_type,
        "bytes": document.get_file_size(),
    }


def reference_of(page: Page | None, address: str = "") -> dict[str, str] | None:
    """Origin and id of a document: of an own page, or of an item with this address."""
    item = item_of(page.specific) if page is not None else _item_at(address)
    if item is None or item.state != ItemState.ACCEPTED:
        return None
    return {"origin": item.origin, "id": item.urn, "title": item.title}


def _item_at(address: str | None) -> Item | None:
    """The item that is published at an address, or shown at one of our directories."""
    if not address:
        return None
    visible = Item.objects.visible()
    if key := key_in(address):
        return visible.filter(key=key).first()
    return visible.filter(url=address).first()
