"""Which origin a Wagtail site is: the address that its documents, keys and feed stand under."""

import time
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.core.signals import setting_changed
from django.db import connections, transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

from omwagtail.conf import settings
from omwagtail.documents import DocumentError, check_origin

DEFAULT_PORTS = {"http": 80, "https": 443}
# Seconds until a site that another process changed is noticed here. Every request asks for the
# origins, so they are not read each time.
REMEMBERED = 2.0


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

    Without ``sites`` they are remembered for a moment: a site that was saved in this process counts
    at once, one that another process saved after REMEMBERED seconds.
    """
    if sites is not None:
        return _origins_of(sites)
    # Sites of its own for every caller: a site keeps the root page that somebody asked it for.
    return {known.origin: known.site() for known in _memory.origins()}


def other_origins(origin: str) -> list[str]:
    """The origins of the other sites of this installation."""
    return [known.origin for known in _memory.origins() if known.origin != origin]


def origin_of_request(request: HttpRequest, sites: Iterable[Site] | None = None) -> str | None:
    """The own origin that a request was sent to; None when its host is not one of ours (rule 6)."""
    if sites is None:
        origins = (known.origin for known in _memory.origins())
    else:
        origins = iter(_origins_of(sites))
    return next((origin for origin in origins if is_addressed(request, origin)), None)


def is_addressed(request: HttpRequest, origin: str) -> bool:
    """Whether a request was sent to this origin.

    Only host and port are compared: behind a proxy that ends TLS the scheme may look like http.
    """
    asked = split_domain_port(request.get_host())
    parts = urlsplit(origin)
    host, port = split_domain_port(parts.netloc)
    default = str(DEFAULT_PORTS.get(parts.scheme, ""))
    return asked[0] == host and (asked[1] or default) == (port or default)


def _origins_of(sites: Iterable[Site]) -> dict[str, Site]:
    found = {origin_of_site(site): site for site in sites}
    return {origin: site for origin, site in found.items() if origin_problem(origin) is None}


class Known(NamedTuple):
    """An origin, and its site as the database gave it."""

    origin: str
    database: str
    columns: tuple[str, ...]
    values: tuple[Any, ...]

    def site(self) -> Site:
        return Site.from_db(self.database, self.columns, self.values)


class Memory:
    """The origins as they were read last, for all threads of this process."""

    def __init__(self) -> None:
        self.changes = 0
        # Read after so many changes, good until then. Replaced as a whole: a thread that read the
        # sites before another one changed them cannot bring back what it saw.
        self.read: tuple[int, float, tuple[Known, ...]] = (0, 0.0, ())

    def origins(self) -> tuple[Known, ...]:
        """What is remembered; read anew in a transaction, which may see what others never will."""
        if connections[Site.objects.db].in_atomic_block:
            return _read(Site.objects.all())
        changes, until, known = self.read
        if changes == self.changes and time.monotonic() < until:
            return known
        changes = self.changes
        known = _read(Site.objects.all())
        self.read = (changes, time.monotonic() + REMEMBERED, known)
        return known

    def forget(self, **kwargs: Any) -> None:
        """Read them anew when somebody asks next."""
        self.changes += 1

    def site_changed(self, using: str | None = None, **kwargs: Any) -> None:
        """Another thread may read the old state once more before the change is committed."""
        self.forget()
        transaction.on_commit(self.forget, using=using)

    def setting_changed(self, setting: str, **kwargs: Any) -> None:
        """Origins and what is a valid one depend on our settings."""
        if setting == "OMWAGTAIL":
            self.forget()


def _read(sites: Iterable[Site]) -> tuple[Known, ...]:
    columns = tuple(field.attname for field in Site._meta.concrete_fields)
    return tuple(
        Known(origin, site._state.db, columns, tuple(getattr(site, name) for name in columns))
        for origin, site in _origins_of(sites).items()
    )


_memory = Memory()
post_save.connect(_memory.site_changed, sender=Site, dispatch_uid="omwagtail.origins.saved")
post_delete.connect(_memory.site_changed, sender=Site, dispatch_uid="omwagtail.origins.deleted")
setting_changed.connect(_memory.setting_changed, dispatch_uid="omwagtail.origins.settings")
