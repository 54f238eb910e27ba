"""Which origin a Wagtail site is: the address that its documents, keys and feed stand under."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

from omwagtail.conf import settings
from omwagtail.documents import DocumentError, check_origin

DEFAULT_PORTS = {"http": 80, "https": 443}


def origin_of_site(site: Site) -> str:
    """The origin of a site: the setting ``ORIGINS`` by host name, else the site's root URL."""
    given = settings.ORIGINS
    if (origin := given.get(f"{site.hostname}:{site.port}") or given.get(site.hostname)) is None:
        origin = site.root_url
    return origin.rstrip("/").lower()


def origin_problem(origin: str) -> str | None:
    """Why an origin cannot stand in documents, in one sentence; None when it can."""
    try:
        check_origin(origin, allow_loopback_http=settings.DEMO_MODE)
    except DocumentError as error:
        return str(error)
    return None


def own_origins(sites: Iterable[Site] | None = None) -> dict[str, Site]:
    """The origins of this installation with their sites, invalid ones left out.

    Whoever has read the sites already passes them, which saves the query.
    """
    found = {
        origin_of_site(site): site for site in (Site.objects.all() if sites is None else sites)
    }
    return {origin: site for origin, site in found.items() if origin_problem(origin) is None}


def origin_of_request(request: HttpRequest, sites: Iterable[Site] | None = None) -> str | None:
    """The own origin that a request was sent to; None when its host is not one of ours (rule 6)."""
    return next(
        (origin for origin in own_origins(sites) if is_addressed(request, origin)),
        None,
    )


def is_addressed(request: HttpRequest, origin: str) -> bool:
    """Whether a request was sent to this origin.

    Only host and port are compared: behind a proxy that ends TLS the scheme may look like http.
    """
    asked = split_domain_port(request.get_host())
    parts = urlsplit(origin)
    host, port = split_domain_port(parts.netloc)
    default = str(DEFAULT_PORTS.get(parts.scheme, ""))
    return asked[0] == host and (asked[1] or default) == (port or default)
