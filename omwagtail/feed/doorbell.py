"""The doorbell: tells the hubs that there is news (rules 17 and 19).

Never inside publishing: a hub that is down or slow must not be noticed by an editor. So this is
periodic work, after the numbering, and each hub has its own pace.
"""

import logging
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.relaying import newest_number
from omwagtail.conf import settings
from omwagtail.feed.joining import failure_in_words, hubs_of
from omwagtail.feed.models import HubRing
from omwagtail.transport import FetchError, fetch, user_agent_for

PING_PATH = "/om/api/v1/ping/"
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=24)
# Doublings of a minute until a day is passed; more would overflow a timedelta one day.
MAX_DOUBLINGS = 11
# A ring is a hundred bytes: a hub that takes longer holds up the other work of the turn.
MAX_SECONDS = 10
MAX_ANSWER_BYTES = 65_536

logger = logging.getLogger("omwagtail.doorbell")


def ring_hubs() -> str | None:
    """Ring each hub that has not heard of our newest numbers; a line for the log, or nothing."""
    lines = []
    for origin in own_origins():
        hubs = hubs_of(origin)
        if not hubs or (newest := newest_number(origin)) is None:
            continue
        for hub in hubs:
            if line := _ring_if_due(hub, origin, newest):
                lines.append(line)
    return "; ".join(lines) or None


def _ring_if_due(hub: str, origin: str, newest: int) -> str | None:
    if hub == origin:
        return None
    ring, _created = HubRing.objects.get_or_create(hub=hub, origin=origin)
    # After a restore our numbers are lower than what the hub was told: it must hear of that too.
    if ring.rung_seq == newest or ring.due > timezone.now():
        return None
    try:
        _ring(hub, origin)
    except FetchError as error:
        return _note_failure(ring, error)
    ring.rung_seq, ring.rung, ring.failures, ring.last_error = newest, timezone.now(), 0, ""
    ring.save(update_fields=["rung_seq", "rung", "failures", "last_error"])
    return f"rang {hub}"


def _ring(hub: str, origin: str) -> None:
    response = fetch(
        hub + PING_PATH,
        method="POST",
        json={"origin": origin},
        max_bytes=MAX_ANSWER_BYTES,
        max_seconds=MAX_SECONDS,
        user_agent=user_agent_for(origin),
        allow_loopback=settings.DEMO_MODE,
    )
    if not response.ok:
        raise RingRefused(response.status, response.retry_after)


class RingRefused(FetchError):
    """The hub answered, and did not take the ring. ``retry_after`` in seconds, or None."""

    def __init__(self, status: int, retry_after: int | None) -> None:
        super().__init__("refused", f"The hub answered with status {status}.")
        self.status = status
        self.retry_after = retry_after


def _note_failure(ring: HubRing, error: FetchError) -> str:
    ring.failures += 1
    asked = timedelta(seconds=getattr(error, "retry_after", None) or 0)
    ring.due = timezone.now() + max(pause_after(ring.failures), asked)
    ring.last_error = _in_words(ring.hub, error)
    ring.save(update_fields=["failures", "due", "last_error"])
    logger.warning("%s cannot be rung: %s", ring.hub, error)
    return f"{ring.hub} cannot be rung: {error}"


def _in_words(hub: str, error: FetchError) -> str:
    """For the page on which a person joins hubs, and for the site's health."""
    if isinstance(error, RingRefused):
        return _("The hub answered with status %s.") % error.status
    return failure_in_words(hub, error)


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: a minute, doubling, at most a day."""
    return min(FIRST_PAUSE * 2 ** min(failures - 1, MAX_DOUBLINGS), LONGEST_PAUSE)
