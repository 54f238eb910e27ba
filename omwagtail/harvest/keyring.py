"""The keys that documents are checked with: a source's own, and those of relayed origins (rule 10).

A source's key was pinned when a person approved it. An origin that only relays speak of has its
key read from its own well-known document over TLS, and pinned at first sight; until then what
relays say of it is parked. So a relay can withhold or delay, and never forge.
"""

import logging
import time
from collections.abc import Collection, Iterator
from datetime import timedelta
from functools import partial
from random import SystemRandom

from django.utils import timezone
from django.utils.functional import cached_property

from omwagtail.catalogue.origins import own_origins
from omwagtail.documents import DocumentError, b64url_decode
from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.models import DIRECT_STATES, Offer, RelayedOrigin, Source, SourceState
from omwagtail.harvest.patience import in_one_go
from omwagtail.harvest.reading import Discovery, discover
from omwagtail.harvest.scheduling import has_come
from omwagtail.harvest.succession import inherit, key_after

# Origins that relays may make known here, all together and each of them: they cost requests, and
# no relay takes the room of the others.
MAX_RELAYED_ORIGINS, MAX_ORIGINS_OF_A_RELAY = 5_000, 1_000
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=1), timedelta(days=1)
# An origin that had no other key to tell is left alone: any relay can sign in its name, wrongly.
PAUSE_WITHOUT_NEWS = timedelta(hours=1)
# Origins and seconds of one turn.
ORIGINS_A_TURN, SECONDS_A_TURN = 50, 20

_random = SystemRandom()
logger = logging.getLogger("omwagtail.harvest")


class KeyRing:
    """The keys that a source's entries are checked with, as they are when they are first needed."""

    def __init__(self, source: Source) -> None:
        self.source = source
        # Origins whose key is missing, or another than the one in an entry.
        self.unknown: set[str] = set()
        self.changed: set[str] = set()

    def leaves_out(self, origin: str) -> bool:
        """Whether documents of an origin are not taken from this source, whoever signed them: it is
        read directly, is blocked, is our own, or has moved to another address."""
        return origin in self._left_out

    def key_for(self, origin: str, kid: str) -> bytes:
        """The raw public key for a document's origin. Raises DocumentError where none is known."""
        if origin == self.source.origin:
            return b64url_decode(self.source.public_key, 32)
        pinned = self._pinned.get(origin)
        if pinned is None:
            self.unknown.add(origin)
            raise DocumentError("wrong-key", f"The key of {origin} is not known yet.")
        if pinned[0] != kid:
            self.changed.add(origin)
        return b64url_decode(pinned[1], 32)

    @cached_property
    def _pinned(self) -> dict[str, tuple[str, str]]:
        rows = RelayedOrigin.objects.exclude(public_key="")
        return {origin: key for origin, *key in rows.values_list("origin", "kid", "public_key")}

    @cached_property
    def _left_out(self) -> frozenset[str]:
        return left_out(self.source)


def left_out(relay: Source) -> frozenset[str]:
    """Origins that are not taken from a relay (rule 15)."""
    if not relay.takes_relayed:
        return frozenset()
    direct = Source.objects.filter(state__in=DIRECT_STATES).exclude(pk=relay.pk)
    moved = RelayedOrigin.objects.exclude(successor="")
    others = (rows.values_list("origin", flat=True) for rows in (direct, moved))
    # Of its own documents nothing is ever left out.
    return frozenset(own_origins()).union(*others) - {relay.origin}


def ask_for(ring: KeyRing) -> None:
    """Note the origins whose key is to be asked for, as far as there is room for them."""
    if ring.unknown:
        known = RelayedOrigin.objects.all()
        of_this_relay = known.filter(origin__in=ring.source.offers.values("origin"))
        room = min(
            MAX_RELAYED_ORIGINS - known.count(), MAX_ORIGINS_OF_A_RELAY - of_this_relay.count()
        )
        rows = [RelayedOrigin(origin=origin) for origin in sorted(ring.unknown)]
        RelayedOrigin.objects.bulk_create(rows[: max(room, 0)], ignore_conflicts=True)
    if ring.changed:
        # One that has failed lately has its own time.
        calm = RelayedOrigin.objects.filter(origin__in=ring.changed, due=None)
        calm.update(due=timezone.now())


def pin_due(
    limit: int = ORIGINS_A_TURN,
    *,
    seconds: float = SECONDS_A_TURN,
    origins: Collection[str] | None = None,
) -> int:
    """Ask the origins whose key is due for it; returns how many keys were pinned or followed.

    ``origins`` asks only these. No transaction may be open: it asks other sites.
    """
    deadline = time.monotonic() + seconds
    return sum(_pin(relayed) for relayed in _due(limit, origins, deadline))


def _due(limit: int, origins: Collection[str] | None, deadline: float) -> Iterator[RelayedOrigin]:
    waiting = RelayedOrigin.objects.filter(has_come("due", LONGEST_RETRY)).order_by("due", "pk")
    if origins is not None:
        waiting = waiting.filter(origin__in=origins)
    for relayed in list(waiting[:limit]):
        if time.monotonic() >= deadline:
            return
        # Claimed, so that no other worker asks at the same time.
        claimed = RelayedOrigin.objects.filter(pk=relayed.pk, due=relayed.due)
        if not claimed.update(due=timezone.now() + FIRST_RETRY):
            continue
        if not relayed.kid and not Offer.objects.filter(origin=relayed.origin).exists():
            # The relay that spoke of it was removed, or speaks of it no longer.
            relayed.delete()
            continue
        yield relayed


def _pin(relayed: RelayedOrigin) -> bool:
    try:
        found = discover(relayed.origin)
        key = found.public_key if not relayed.kid else key_after(relayed, found)
    except HarvestError as error:
        _plan_retry(relayed, str(error))
        return False
    if key is None:
        _plan_retry(relayed, "It has another key, and nothing by the old one says so.")
        return False
    return in_one_go(partial(_keep, relayed, found))


def _keep(relayed: RelayedOrigin, found: Discovery) -> bool:
    """Pin a key that was proved, and follow what it says of former addresses: all or nothing, since
    nobody asks a second time. Returns whether it is a new one."""
    row = RelayedOrigin.objects.select_for_update().filter(pk=relayed.pk).first()
    if row is None or row.kid != relayed.kid:
        return False
    is_new = row.kid != found.kid
    is_in_vain = not is_new and not row.failures
    row.kid, row.public_key, row.error = found.kid, found.public_key, ""
    row.failures = int(is_in_vain)
    row.due = timezone.now() + PAUSE_WITHOUT_NEWS if is_in_vain else None
    row.pinned = timezone.now() if is_new else row.pinned
    row.save()
    if is_new:
        _try_again(row.origin)
    inherit(found, _pinned_relayed(found))
    logger.info("the key of %s was pinned: %s", row.origin, row.kid)
    return is_new


def _pinned_relayed(found: Discovery) -> list[RelayedOrigin]:
    """Relayed origins that a site says it has taken the place of."""
    former = {one.old_origin for one in found.successions} - {found.origin}
    known = RelayedOrigin.objects.filter(origin__in=former, successor="").exclude(kid="")
    direct = Source.objects.filter(state__in=DIRECT_STATES)
    return list(known.exclude(origin__in=direct.values("origin")))


def _try_again(origin: str) -> None:
    """What was parked for want of the key is tried now. Of what was too much to keep the relay is
    asked anew: its feed is read from the start."""
    parked = Offer.objects.filter(origin=origin).exclude(reason="")
    parked.exclude(parked="").update(retry_due=timezone.now())
    now = timezone.now()
    dropped = Source.objects.filter(pk__in=parked.filter(parked="").values("source"))
    dropped.filter(state=SourceState.ACTIVE).update(full_pass_due=now, due=now)


def _plan_retry(relayed: RelayedOrigin, message: str) -> None:
    failures = relayed.failures + 1
    pause = min(FIRST_RETRY * 2 ** min(failures - 1, 11), LONGEST_RETRY)
    RelayedOrigin.objects.filter(pk=relayed.pk).update(
        failures=failures,
        error=message,
        due=timezone.now() + pause * _random.uniform(1, 1.1),
    )
