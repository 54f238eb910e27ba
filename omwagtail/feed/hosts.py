"""Whose feed was asked for; and when there is none to give, why (rule 6).

An empty feed would read as "everything was taken back", so a site that was asked under another
name than its origin, such as a staging clone, stays silent and says so.
"""

from django.http import HttpRequest
from wagtail.models import Site

from omwagtail.catalogue.origins import (
    is_addressed,
    origin_of_request,
    origin_of_site,
    origin_problem,
    own_origins,
)
from omwagtail.conf import settings
from omwagtail.documents import DocumentError, normalise_origin
from omwagtail.feed.successions import successor_of
from omwagtail.problems import Problem


def origin_asked_for(request: HttpRequest) -> str:
    """The own origin that the request was sent to. Raises Problem: 421, or 503 where the site
    itself is not set up to publish; 301 where the site had this origin before (rule 22)."""
    if origin := origin_of_request(request):
        return origin
    if (former := _origin_named(request)) and (origin := successor_of(former)):
        raise Problem(
            301,
            f"This site is {origin} now; its well-known document proves it.",
            headers={"Location": origin + request.get_full_path()},
        )
    sites = list(Site.objects.all())
    host = request.get_host()
    for site in sites:
        origin = origin_of_site(site)
        if _is_meant(request, site, origin) and (fault := origin_problem(origin)):
            raise Problem(
                503,
                f"This site publishes nothing: {fault} Its operator can set the origin of "
                f'{site.hostname} in OMWAGTAIL["ORIGINS"].',
            )
    origins = list(own_origins(sites))
    answers = f" It publishes as {origins[0]} and answers there." if len(origins) == 1 else ""
    raise Problem(
        421,
        f"{host} is not the origin of a site here, so there is no feed.{answers} "
        "A copy of a site stays silent under another name.",
    )


def _origin_named(request: HttpRequest) -> str:
    """What the request says it was sent to; behind a proxy that ends TLS it was https. Empty for
    what is no origin."""
    scheme = request.scheme if settings.DEMO_MODE else "https"
    try:
        return normalise_origin(f"{scheme}://{request.get_host()}")
    except DocumentError:
        return ""


def _is_meant(request: HttpRequest, site: Site, origin: str) -> bool:
    if request.get_host().partition(":")[0] == site.hostname:
        return True
    try:
        return is_addressed(request, origin)
    except ValueError:  # urlsplit, for an origin that is no address at all
        return False
