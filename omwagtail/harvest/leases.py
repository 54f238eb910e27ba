"""Who reads which source: leases in the source's row, with a fence against the late (rule 18)."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.translation import gettext as _

from omwagtail.catalogue.statements import Given, Update
from omwagtail.harvest.exceptions import LeaseLost
from omwagtail.harvest.hosts import is_taken
from omwagtail.harvest.models import READ_STATES, Source
from omwagtail.harvest.scheduling import LONGEST_RING_PAUSE, has_come, longest_pause

# Longer than reading and storing one page takes: every page that is stored renews the lease, and a
# killed worker's runs out. One that is slower loses it, and the fence refuses what it brings.
LEASE = timedelta(seconds=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to read a source. What is stored under an older fence is refused."""

    source_id: int
    fence: int
    rung: bool


def due_sources() -> QuerySet[Source]:
    """Sources whose time has come and that nobody reads now, longest waiting first.

    A ring counts from when it came: sources with endless news cannot push it back for ever.

    A ring makes a source due, within its pause (rule 19). So does a lease that ran out: whoever
    held it was killed, and what he was called for has not been done.
    """
    pause_is_over = has_come("ring_pause_until", timedelta(seconds=LONGEST_RING_PAUSE))
    rung = Q(rung__isnull=False) & (Q(ring_pause_until__isnull=True) | pause_is_over)
    lease_ran_out = has_come("lease_until", LEASE)
    return (
        Source.objects.filter(state__in=READ_STATES)
        .filter(has_come("due", longest_pause()) | rung | lease_ran_out)
        .filter(Q(not_before__isnull=True) | has_come("not_before", longest_pause()))
        .filter(Q(lease_until__isnull=True) | lease_ran_out)
        .exclude(is_taken())
        .order_by(Least("due", Coalesce("rung", "due")), "pk")
    )


def take_lease(source: Source) -> Lease | None:
    """Take the source if nobody holds it; None where somebody does or it is not read at all.

    The instance is the row then: whatever matters to a reader, and is changed, raises the fence.
    """
    was_rung = source.rung is not None
    values = {"now": timezone.now(), "pk": source.pk, "fence": source.fence, "holder": holder()}
    if not _taking().run(**values):
        return None
    source.fence, source.rung = source.fence + 1, None
    return Lease(source_id=source.pk, fence=source.fence, rung=was_rung)


@cache
def _taking() -> Update:
    """Four hundred sources are asked in a second or two, so this is put together once."""
    now = Given("now", models.DateTimeField())
    free = Source.objects.filter(
        Q(lease_until__isnull=True) | has_come("lease_until", LEASE, now),
        ~is_taken(now),
        pk=Given("pk", models.BigIntegerField()),
        state__in=READ_STATES,
        fence=Given("fence", models.BigIntegerField()),
    )
    # A ring that comes from here on is a new one: the source will be due again.
    return Update(
        free,
        fence=F("fence") + 1,
        lease_until=now + LEASE,
        lease_holder=Given("holder", models.CharField()),
        rung=None,
    )


def held_source(lease: Lease) -> Source:
    """The source's row as it is now. Raises LeaseLost under a newer fence."""
    return _still_held(Source.objects.all(), lease)


def lock_source(lease: Lease) -> Source:
    """The source's row, locked for this transaction. Raises LeaseLost under a newer fence."""
    return _still_held(Source.objects.select_for_update(), lease)


def _still_held(rows: QuerySet[Source], lease: Lease) -> Source:
    source = rows.filter(pk=lease.source_id, fence=lease.fence, state__in=READ_STATES).first()
    if source is None:
        raise LeaseLost(_("Another worker took the source over, or somebody changed it."))
    return source


def lock_with_relays(source: Source) -> tuple[Source, list[Source]]:
    """The row of a source and those of all relays but itself, locked for this transaction.

    What a relay brings depends on other sources (rule 15), so whoever changes one waits for the
    pages that are being stored. Always before any item is locked, as in storing a page: else the
    two would wait for each other. Raises Source.DoesNotExist.
    """
    rows = Source.objects.select_for_update().filter(Q(pk=source.pk) | Q(takes_relayed=True))
    locked = {row.pk: row for row in rows.order_by("pk")}
    if source.pk not in locked:
        raise Source.DoesNotExist
    return locked.pop(source.pk), list(locked.values())


def begin_again(relays: Iterable[Source]) -> None:
    """What relays offer of another source's origin is to be taken in otherwise from now on: they
    are read from their start, without changes that are on their way (rule 15)."""
    for relay in relays:
        relay.begin_again()
        relay.save()


def shut_out(sources: Iterable[Source]) -> None:
    """What is being read of sources was asked for under other rules: it is not to be stored."""
    for source in sources:
        source.shut_out()
        source.save(update_fields=["fence", "lease_until", "lease_holder"])


def release_the_dead() -> None:
    """End the leases of processes on this machine that no longer live, without waiting.

    If that is wrong, as it may be in containers of one name, the fence protects what is stored.
    """
    node = platform.node()[:40]
    for source in Source.objects.filter(lease_holder__startswith=f"{node}:"):
        if not _lives(source.lease_holder.rpartition(":")[2]):
            Source.objects.filter(pk=source.pk, fence=source.fence).update(
                lease_until=timezone.now() - timedelta(seconds=1), lease_holder=""
            )


def holder() -> str:
    """Who this process is: machine and process id."""
    return f"{platform.node()[:40]}:{os.getpid()}"


def _lives(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, ValueError):
        return True
    return True
