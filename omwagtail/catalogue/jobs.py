"""The catalogue's part of the periodic work."""

from datetime import timedelta

from django.db import DatabaseError

from omwagtail.catalogue.editions import freeze_missing, sign_editions_again
from omwagtail.catalogue.erasing import erase_traces
from omwagtail.catalogue.pictures import delete_unused_own
from omwagtail.catalogue.relaying import settle_relaying
from omwagtail.catalogue.stamping import stamp_all
from omwagtail.catalogue.statistics import refresh_statistics
from omwagtail.catalogue.sweeping import sweep
from omwagtail.catalogue.wishes import is_sweep_wanted, take_wish, want_sweep
from omwagtail.conf import settings
from omwagtail.work import Job, register

HOUR = 3_600
# A draft is previewed again and again; its pictures are derived once a day at the most.
UNUSED_PICTURES_STAY = timedelta(days=1)


def sweep_job() -> str | None:
    """Repair the catalogue; silent when it was true."""
    was_wanted = take_wish()
    try:
        report = sweep()
    except Exception:
        if was_wanted:
            want_sweep()
        raise
    return None if report.is_silent else str(report)


def seconds_between_sweeps() -> float:
    """None at all where somebody wished for one."""
    try:
        return 0 if is_sweep_wanted() else settings.SWEEP_SECONDS
    except DatabaseError:
        # Then the sweep would say so; the other jobs have their turn.
        return settings.SWEEP_SECONDS


def relaying_job() -> str | None:
    """Let the feed say what changed without a word; silent when nothing did."""
    count = settle_relaying()
    return f"{count} of other sites' documents offered or taken back" if count else None


def editions_job() -> str | None:
    """Freeze what was published before there were editions, and sign anew after the key changed;
    silent when there is nothing to do."""
    frozen, signed = freeze_missing(), sign_editions_again()
    return f"{frozen} frozen, {signed} signed again" if frozen or signed else None


def stamp_job() -> str | None:
    """Number what was committed; silent when nothing was."""
    count = stamp_all()
    return f"{count} numbered" if count else None


def unused_pictures_job() -> str | None:
    """Delete own pictures that no document shows: of drafts, of previews, of what was replaced."""
    count = delete_unused_own(older_than=UNUSED_PICTURES_STAY)
    return f"{count} deleted" if count else None


def statistics_job() -> str | None:
    """Tell SQLite how large the index of searches is; silent where it knows."""
    return "looked at how large the catalogue is" if refresh_statistics() else None


def erasing_job() -> str | None:
    """Take what was deleted out of the database's files, as far as that is cheap; silent."""
    erase_traces()
    return None


def register_jobs() -> None:
    """Sweep first, so that what it repairs is numbered in the same turn."""
    register(Job(name="sweep", run=sweep_job, every=seconds_between_sweeps, order=10))
    register(Job(name="editions", run=editions_job, every=seconds_between_sweeps, order=12))
    register(Job(name="relaying", run=relaying_job, every=seconds_between_sweeps, order=15))
    register(Job(name="stamp", run=stamp_job, order=20))
    register(Job(name="unused pictures", run=unused_pictures_job, every=lambda: HOUR, order=60))
    register(Job(name="statistics", run=statistics_job, every=lambda: HOUR, order=70))
    # After everything that deletes.
    register(Job(name="erasing", run=erasing_job, every=lambda: HOUR, order=95))
