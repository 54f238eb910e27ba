"""Harvest's part of the periodic work."""

import sys
from datetime import timedelta

from django.utils import timezone

from omwagtail.conf import settings
from omwagtail.harvest.handing import hand_over_pictures, hand_over_sources
from omwagtail.harvest.harvesting import harvest_due
from omwagtail.harvest.hosts import forget_hosts
from omwagtail.harvest.keyring import pin_due
from omwagtail.harvest.models import Run
from omwagtail.harvest.pictures import delete_left_over, fetch_missing
from omwagtail.harvest.retrying import retry_parked
from omwagtail.work import Job, is_ending, register

HOUR = 3_600
# Seconds in a turn after which no further source is begun: what this site publishes itself waits.
SECONDS_FOR_SOURCES = 30
# How long the log keeps runs, and those that found nothing new.
KEEP_RUNS, KEEP_EMPTY_RUNS = timedelta(days=90), timedelta(days=1)


def harvest_job() -> str | None:
    """Harvest what is due, or hand it over; a line for each source that had news or trouble."""
    if settings.HARVEST_BACKEND:
        count = hand_over_sources()
        return f"{count} sources handed over to {settings.HARVEST_BACKEND}" if count else None
    lines = []
    # As many as there are until the time is over: a turn ends when its slowest source does, and
    # nobody waits for the next turn on account of that one.
    for run in harvest_due(
        sys.maxsize, seconds=SECONDS_FOR_SOURCES, threads=settings.HARVEST_THREADS
    ):
        if line := describe_run(run):
            lines.append(line)
        if is_ending():
            break
    return "\n".join(lines) or None


def keys_job() -> str | None:
    """Ask publishers that relays made known for their keys, and take in what waited for them."""
    pinned = pin_due()
    if not pinned:
        return None
    return f"{pinned} keys of relayed origins pinned, {retry_parked()} parked entries taken in"


def retry_job() -> str | None:
    """Try parked entries again."""
    count = retry_parked()
    return f"{count} parked entries taken in" if count else None


def pictures_job() -> str | None:
    """Fetch pictures that are missing, or hand that over; delete those that nobody shows."""
    delete_left_over()
    if settings.HARVEST_BACKEND:
        hand_over_pictures()
        return None
    return fetch_pictures()


def fetch_pictures() -> str | None:
    """Fetch pictures that are missing; silent where none is due."""
    fetched, failed = fetch_missing()
    return f"{fetched} fetched, {failed} failed" if fetched or failed else None


def prune_job() -> None:
    """Shorten the log, and what is remembered of hosts."""
    now = timezone.now()
    forget_hosts()
    Run.objects.filter(started__lt=now - KEEP_RUNS).delete()
    empty = Run.objects.filter(entries=0, error="", started__lt=now - KEEP_EMPTY_RUNS)
    empty.delete()


def describe_run(run: Run) -> str | None:
    """A run in one line; None where there was no news."""
    if not run.entries and not run.error:
        return None
    counts = (
        f"{run.entries} entries, {run.added} new, {run.changed} changed, "
        f"{run.withdrawn} withdrawn, {run.parked} parked"
    )
    said = "; ".join(filter(None, [counts if run.entries else "", run.error]))
    return f"{run.source.origin}: {said}"


def register_jobs() -> None:
    """After the doorbell: what this site has itself goes out before it looks elsewhere."""
    register(Job(name="harvest", run=harvest_job, order=40, is_shared=True))
    register(Job(name="relayed keys", run=keys_job, order=42))
    register(Job(name="retry", run=retry_job, every=lambda: HOUR, order=45))
    register(Job(name="pictures", run=pictures_job, order=50, is_shared=True))
    register(Job(name="prune", run=prune_job, every=lambda: HOUR, order=90))
