"""Which of several sites of one Wagtail a visitor is on, and so whose documents may be shown."""

from django.http import HttpRequest
from wagtail.models import Site

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.origins import is_addressed, origin_of_site, own_origins
from omwagtail.catalogue.queries import ItemQuerySet
from omwagtail.conf import settings

REMEMBERED = "_om_shown_origin"


def shown_origin(request: HttpRequest | None) -> str | None:
    """The origin that a visitor's request was sent to; under another name, such as that of a copy,
    the one of the site whose pages Wagtail shows there. None without a request, or without a site.

    Found once for a request, so any part of a page may ask.
    """
    if request is None:
        return None
    if not hasattr(request, REMEMBERED):
        setattr(request, REMEMBERED, _find_origin(request))
    return getattr(request, REMEMBERED)


def shown_site(request: HttpRequest | None) -> Site | None:
    """The site that a visitor is on, found as ``shown_origin`` finds its origin."""
    if request is None:
        return None
    own = own_origins().get(shown_origin(request) or "")
    return own or Site.find_for_request(request)


def shown_items(request: HttpRequest | None) -> ItemQuerySet:
    """All items that the site which a visitor is on shows; without a request, of all sites here."""
    return Item.objects.visible_at(shown_origin(request))


def is_of_sibling(item: Item, origin: str | None) -> bool:
    """Whether another site of this Wagtail published the item: it has its page there."""
    return item.is_own and origin is not None and item.origin != origin


def address_of_view(path: str, item: Item, origin: str | None) -> str:
    """Where a view below ``/om/`` serves this item: here; or at its own site, where the site with
    this origin only shows the item through an alias of its page.
    """
    serves_here = settings.SITES_SHARE or not is_of_sibling(item, origin)
    return path if serves_here else item.origin + path


def _find_origin(request: HttpRequest) -> str | None:
    origins = list(own_origins())
    addressed = [origin for origin in origins if is_addressed(request, origin)]
    if addressed or len(origins) == 1:
        return (addressed or origins)[0]
    site = Site.find_for_request(request)
    return origin_of_site(site) if site is not None else None
