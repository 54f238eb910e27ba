"""When a source is read next (rules 17 and 19)."""

from datetime import timedelta
from random import SystemRandom
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from omwagtail.conf import settings
from omwagtail.harvest.models import READ_STATES, Source

# All in seconds.
FIRST_BACKOFF, LONGEST_BACKOFF = 60, 86_400
FIRST_RING_PAUSE, LONGEST_RING_PAUSE = 5, 3_600
# The time between two harvests shrinks with news and grows without.
WITH_NEWS, WITHOUT_NEWS = 0.5, 1.5
# Share by which times are spread, so that sources added together do not stay together.
JITTER = 0.1
# With so many sources, of which such a share failed within such a time, the fault is ours.
SOURCES_TO_COMPARE, SHARE_OF_FAILURES, TOGETHER = 10, 0.3, timedelta(minutes=15)

# What a clock that went wrong may add to a pause before it is not believed.
SLACK = timedelta(hours=1)

_random = SystemRandom()


def has_come(column: str, longest: timedelta, now: Any = None) -> Q:
    """Whether the moment in a column has come; ``now`` stands for the time in a kept statement.

    One that lies further away than the ``longest`` pause there is was written by a clock that went
    wrong: waiting for it could take years.
    """
    now = timezone.now() if now is None else now
    return Q(**{f"{column}__lte": now}) | Q(**{f"{column}__gt": now + (longest + SLACK)})


def longest_pause() -> timedelta:
    """The longest time for which a source is left alone."""
    return timedelta(seconds=max(LONGEST_BACKOFF, settings.POLL_SECONDS[1]))


def plan_after_success(source: Source, *, news: bool, was_rung: bool) -> None:
    """Set when the source is due again; the caller saves.

    The time between two harvests adapts to how much changes. A ring that brought nothing doubles
    the pause that rings of this source have to keep.
    """
    shortest, longest = settings.POLL_SECONDS
    interval = (source.interval or shortest) * (WITH_NEWS if news else WITHOUT_NEWS)
    source.interval = round(min(max(interval, shortest), longest))
    now = timezone.now()
    spread = source.interval * _random.uniform(1 - JITTER, 1 + JITTER)
    source.due = now + timedelta(seconds=min(max(spread, shortest), longest))
    if news:
        source.ring_pause, source.ring_pause_until = 0, None
    elif was_rung:
        source.ring_pause = min(max(source.ring_pause * 2, FIRST_RING_PAUSE), LONGEST_RING_PAUSE)
        source.ring_pause_until = now + timedelta(seconds=source.ring_pause)
    source.failures, source.last_failure, source.not_before = 0, None, None
    source.last_success, source.last_error = now, ""


def plan_after_failure(source: Source, message: str, retry_after: int | None = None) -> None:
    """Back off from 1 minute to 24 hours, longer if the source asks for it; never give up.

    Where many sources fail together nobody is counted as failing. The caller saves.
    """
    now = timezone.now()
    source.last_failure = now
    if many_fail_together(source):
        message += " " + _("Many sources fail at once, so the fault is probably on this side.")
    else:
        source.failures += 1
    doublings = min(max(source.failures - 1, 0), 20)
    pause = min(FIRST_BACKOFF * 2**doublings, LONGEST_BACKOFF)
    pause = min(pause * _random.uniform(1, 1 + JITTER), LONGEST_BACKOFF)
    source.not_before = now + timedelta(seconds=max(pause, retry_after or 0))
    source.due = source.not_before
    source.last_error = message


def plan_after_own_fault(source: Source) -> None:
    """Come again soon: storing failed here, which says nothing about the source."""
    source.due = timezone.now() + timedelta(seconds=FIRST_BACKOFF)


def many_fail_together(failing: Source) -> bool:
    """Whether so many sources fail at the same time that the fault is ours (rule 17)."""
    read = Source.objects.filter(state__in=READ_STATES)
    total = read.count()
    if total < SOURCES_TO_COMPARE:
        return False
    others = read.filter(last_failure__gte=timezone.now() - TOGETHER).exclude(pk=failing.pk)
    return others.count() + 1 > SHARE_OF_FAILURES * total


def ring(origin: str) -> bool:
    """Someone rang for ``origin``: note it, if that is a source and no ring waits already.

    Returns whether it may be answered at once. Nothing is fetched here. A ring within the pause
    counts when the pause is over; backoff and Retry-After are never shortened (rule 19). One
    statement that writes no plan, so that no ring is lost beside a harvest that ends.
    """
    now = timezone.now()
    source = Source.objects.filter(origin=origin, state__in=READ_STATES, rung__isnull=True).first()
    if source is None:
        return False
    noted = Source.objects.filter(pk=source.pk, rung__isnull=True).update(rung=now)
    free = max(filter(None, (now, source.ring_pause_until, source.not_before)))
    return bool(noted) and free <= now
