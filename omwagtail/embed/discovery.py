"""Where a page's head says that it can be embedded."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from omwagtail.rendering.sites import shown_origin

# As the standard names them, in the order in which consumers like them.
LINK_TYPES = {"json": "application/json+oembed", "xml": "text/xml+oembed"}


def discovery_links(request: HttpRequest | None) -> list[tuple[str, str]]:
    """Media type and absolute address for the page that was asked for; none without an origin."""
    origin = shown_origin(request)
    if request is None or origin is None:
        return []
    endpoint, url = origin + reverse("omwagtail_oembed"), origin + request.get_full_path()
    return [
        (kind, f"{endpoint}?{urlencode({'url': url, 'format': name})}")
        for name, kind in LINK_TYPES.items()
    ]
