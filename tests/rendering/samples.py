"""Documents and items for the tests of rendering."""

import io
from typing import Any

from django.http import HttpRequest
from PIL import Image

from omwagtail.catalogue.models import Item, Picture
from omwagtail.catalogue.pictures import address_of, describe, encode, keep
from omwagtail.rendering import render_document
from tests.catalogue.factories import FOREIGN_ORIGIN, OWN_ORIGIN, make_item
from tests.documents import factories
from tests.rendering.markup import Markup

TYPES = ("practice-example", "check", "network", "organisation")


def render(request: HttpRequest, document: dict[str, Any], **options: Any) -> Markup:
    """The page of a document."""
    return Markup(render_document(request, document, **options).render().content.decode())


def foreign_item(type: str = "practice-example", **changes: Any) -> Item:
    """An item that another site published, with all that its type can say."""
    return _item(factories.RICH[type](origin=FOREIGN_ORIGIN, **changes))


def own_item(type: str = "practice-example", **changes: Any) -> Item:
    """An item of this site; its page is not asked for anything."""
    item = _item(factories.RICH[type](origin=OWN_ORIGIN, **changes))
    item.object_id = str(item.pk)
    item.save()
    return item


def stored_picture(
    width: int = 1200, *, origin: str = FOREIGN_ORIGIN
) -> tuple[Picture, dict[str, Any]]:
    """A picture that is here, and the member of a document of this origin that names it."""
    out = io.BytesIO()
    Image.new("RGB", (width, width // 2), (width % 256, 90, 100)).save(out, "PNG")
    with Image.open(out) as source:
        content, real_width, height = encode(source, width)
    picture = Picture(width=real_width, height=height)
    keep(picture, content)
    url = origin + address_of(picture)
    return picture, {**describe(picture), "url": url, "alt": "Werkstatt", "credit": "Foto: Muster"}


def without_pictures(value: Any) -> Any:
    """A document in which no picture is named: nothing is behind those of the factories."""
    if isinstance(value, list):
        return [without_pictures(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    return {
        name: without_pictures(member)
        for name, member in value.items()
        if name not in ("images", "logo")
    }


def _item(document: dict[str, Any]) -> Item:
    members = {name: value for name, value in document.items() if name != "origin"}
    return make_item(document["type"], origin=document["origin"], **members)
