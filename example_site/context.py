"""What the page shell of the example sites needs on every page, also on those of the package."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from example_site.models import HomePage


def shell(request: HttpRequest) -> dict[str, object]:
    """``site_key``, ``site_name``, and ``site_home``, which is read when a template wants it."""
    return {
        "site_key": settings.SITE.key,
        "site_name": SimpleLazyObject(lambda: _site_name(request)),
        "site_home": SimpleLazyObject(lambda: _home(request)),
    }


def _site_name(request: HttpRequest) -> str:
    site = Site.find_for_request(request)
    return site.site_name if site else settings.WAGTAIL_SITE_NAME


def _home(request: HttpRequest) -> HomePage | None:
    site = Site.find_for_request(request)
    home = site.root_page.specific if site else None
    return home if isinstance(home, HomePage) else None
