"""Joining hubs: a person asks a hub to read this site, and from then on the hub is rung (rule 19).

What hubs do with the request is theirs to say; nobody is told here. So "joined" means that the hub
has the request, and leaving means that it hears of no more news.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from omwagtail.catalogue.origins import own_origins
from omwagtail.conf import settings
from omwagtail.documents import DocumentError, check_origin, normalise_origin, parse_json
from omwagtail.feed.models import HubRing, JoinedHub
from omwagtail.transport import (
    ConnectionFailed,
    FetchError,
    RedirectedElsewhere,
    RefusedAddress,
    Response,
    TlsError,
    TooSlow,
    fetch,
    user_agent_for,
)

WELL_KNOWN = "/.well-known/omwagtail"
JOIN_PATH = "/om/api/v1/join/"
MAX_ANSWER_BYTES = 262_144
# A person waits for two answers; Wagtail's own server gives up after half a minute.
MAX_SECONDS = 10
MAX_NAME = 255
# The hub answers, but not now.
LATER = (421, 429, 503)


class JoinError(Exception):
    """The hub was not joined; the message is a sentence for the person who asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A hub as it describes itself."""

    origin: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HubState:
    """A hub that hears of an origin's news, and how that goes."""

    hub: str
    origin: str
    joined: JoinedHub | None
    # By the setting HUBS, which only who runs the server can change.
    by_setting: bool
    ring: HubRing | None

    @property
    def name(self) -> str:
        """What it calls itself, else its host."""
        return (self.joined.name if self.joined else "") or urlsplit(self.hub).netloc


def hubs_of(origin: str) -> list[str]:
    """The hubs that hear of an origin's news: those of the setting first."""
    joined = JoinedHub.objects.filter(origin=origin).order_by("joined", "pk")
    return list(dict.fromkeys([*hubs_by_setting(), *joined.values_list("hub", flat=True)]))


def hubs_by_setting() -> list[str]:
    """The setting ``HUBS``, each as an origin is written."""
    return [hub.rstrip("/") for hub in settings.HUBS]


def states(origin: str) -> list[HubState]:
    """All hubs of an origin, as a person wants to see them."""
    joined = {one.hub: one for one in JoinedHub.objects.filter(origin=origin)}
    rings = {ring.hub: ring for ring in HubRing.objects.filter(origin=origin)}
    by_setting = hubs_by_setting()
    return [
        HubState(
            hub=hub,
            origin=origin,
            joined=joined.get(hub),
            by_setting=hub in by_setting,
            ring=rings.get(hub),
        )
        for hub in hubs_of(origin)
    ]


def join(address: str, *, origin: str) -> JoinedHub:
    """Ask the hub behind an address to read this origin, and ring it from now on.

    Asking again is allowed: the hub may have thrown the request away. To be called outside a
    transaction, because two answers of another site are waited for. Raises JoinError.
    """
    hub = look_up(address, origin=origin)
    response = _send(hub.origin, JOIN_PATH, origin=origin, json={"origin": origin})
    if not response.ok:
        raise JoinError(_why_not(hub.origin, response))
    joined, _created = JoinedHub.objects.update_or_create(
        hub=hub.origin, origin=origin, defaults={"name": hub.name}
    )
    # What kept it from being rung may be over.
    HubRing.objects.filter(hub=hub.origin, origin=origin).delete()
    return joined


@transaction.atomic
def leave(joined: JoinedHub) -> None:
    """Ring a hub no more. What it has of this site stays there."""
    HubRing.objects.filter(hub=joined.hub, origin=joined.origin).delete()
    joined.delete()


@transaction.atomic
def take_along(old_origin: str, new_origin: str) -> None:
    """The site has another origin now: the hubs that it joined hear of it under the new one."""
    for joined in JoinedHub.objects.filter(origin=old_origin):
        JoinedHub.objects.get_or_create(
            hub=joined.hub,
            origin=new_origin,
            defaults={"name": joined.name, "joined": joined.joined},
        )
        leave(joined)


def look_up(address: str, *, origin: str) -> Hub:
    """The hub behind what a person typed. Raises JoinError where there is none."""
    try:
        hub = check_origin(normalise_origin(address), allow_loopback_http=settings.DEMO_MODE)
    except DocumentError as error:
        raise JoinError(
            _("This is no address of a hub. It looks like https://hub.example.")
        ) from error
    if hub in own_origins():
        raise JoinError(_("This is your own site: it cannot join itself."))
    response = _send(hub, WELL_KNOWN, origin=origin)
    if not response.ok:
        raise JoinError(_why_not(hub, response))
    return _described(hub, response)


def _described(hub: str, response: Response) -> Hub:
    try:
        data = parse_json(response.body, max_bytes=MAX_ANSWER_BYTES)
    except DocumentError:
        data = None
    if not isinstance(data, dict) or data.get("v") != "om/1":
        raise JoinError(_no_hub(hub))
    named = data.get("origin")
    if named != hub:
        raise JoinError(_calls_itself(hub, named))
    if not isinstance(data.get("join"), str):
        raise JoinError(
            _("%(hub)s takes no requests: it gathers nothing from other sites.") % {"hub": hub}
        )
    name = data.get("name")
    line = " ".join(name.split())[:MAX_NAME] if isinstance(name, str) else ""
    return Hub(origin=hub, name=line)


def _send(hub: str, path: str, *, origin: str, json: Any = None) -> Response:
    try:
        return fetch(
            hub + path,
            method="GET" if json is None else "POST",
            json=json,
            max_bytes=MAX_ANSWER_BYTES,
            max_seconds=MAX_SECONDS,
            user_agent=user_agent_for(origin),
            allow_loopback=settings.DEMO_MODE,
        )
    except FetchError as error:
        raise JoinError(failure_in_words(hub, error)) from error


def failure_in_words(hub: str, error: FetchError) -> str:
    """Why nothing usable came from a hub, for a person who may change its address."""
    named = {"hub": hub}
    match error:
        case RedirectedElsewhere():
            return _("%(hub)s leads to another site, %(other)s. If that is the hub, enter it.") % {
                **named,
                "other": normalise_origin(error.location),
            }
        case RefusedAddress():
            return _("%(hub)s is no public address; nothing was sent there.") % named
        case TlsError():
            return _("The connection to %(hub)s is not secure; nothing was sent there.") % named
        case ConnectionFailed(code="unknown-host"):
            return _("There is no site at %(hub)s. Is the address spelt right?") % named
        case ConnectionFailed() | TooSlow():
            return _not_now(hub)
    return _no_hub(hub)


def _why_not(hub: str, response: Response) -> str:
    return _not_now(hub) if response.status in LATER else _no_hub(hub)


def _not_now(hub: str) -> str:
    return _("%(hub)s does not answer right now. Please try again later.") % {"hub": hub}


def _no_hub(hub: str) -> str:
    return _("The site at %(hub)s is no hub.") % {"hub": hub}


def _calls_itself(hub: str, named: Any) -> str:
    try:
        other = check_origin(named, allow_loopback_http=settings.DEMO_MODE)
    except (DocumentError, TypeError):
        return _no_hub(hub)
    return _("The site at %(hub)s calls itself %(other)s. Please enter that address.") % {
        "hub": hub,
        "other": other,
    }
