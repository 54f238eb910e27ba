"""A card of any item, for a frame: useful without scripts, forms, storage and cookies."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from omwagtail.catalogue.models import Item, ItemType
from omwagtail.rendering.addresses import directory_address, directory_near
from omwagtail.rendering.cards import Card, make_cards
from omwagtail.rendering.sites import shown_items, shown_origin
from omwagtail.runner.frames import THEME, frame_of
from omwagtail.runner.responses import respond


def card_of(item: Item, request: HttpRequest) -> Card:
    """What the site that was asked shows of an item; of a foreign one, with its page here."""
    shown_in = None if item.is_own else directory_near(None, request)
    directory = directory_address(shown_in, request)
    [card] = make_cards([item], directory=directory, origin=shown_origin(request))
    return card


@require_safe
def item_card(request: HttpRequest, key: str) -> HttpResponse:
    """The item with this key, if the site that was asked may show it now.

    ``list`` is what the framed list was asked for in which somebody opened it: the way back.
    """
    back = _list_address(request)
    item = shown_items(request).filter(key=key).first()
    if item is None:
        return respond(
            request,
            "omwagtail/embed/gone.html",
            lambda: {"back": back},
            frame=frame_of(request),
            frame_style="card.css",
            status=404,
        )
    card = card_of(item, request)
    context = {
        "back": back,
        "card": card,
        "document": item.data,
        "body": item.data.get("body") or {},
        "starts": item.type == ItemType.CHECK and card.provenance.shows_everything,
    }
    return respond(
        request,
        "omwagtail/embed/single.html",
        lambda: context,
        frame=frame_of(request),
        frame_style="card.css",
    )


def _list_address(request: HttpRequest) -> str:
    if "list" not in request.GET:
        return ""
    asked = QueryDict(request.GET["list"], mutable=True)
    if look := frame_of(request).look:
        asked[THEME] = look.key
    return f"{reverse('omwagtail_embed_list')}?{asked.urlencode()}"
