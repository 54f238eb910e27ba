"""One harvest: take the lease, read page by page, store each, plan the next time."""

import logging
import math
import time
from collections.abc import Iterator
from dataclasses import fields

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from omwagtail.harvest.applying import Counts, apply_page
from omwagtail.harvest.exceptions import (
    CursorExpired,
    FeedStuck,
    HarvestError,
    LeaseLost,
    SourceStopped,
)
from omwagtail.harvest.leases import Lease, due_sources, give_back, release_the_dead, take_lease
from omwagtail.harvest.models import Run, Source, SourceState
from omwagtail.harvest.offers import MAX_PARKED, has_many_parked
from omwagtail.harvest.reading import ChangesPage, discover, read_changes
from omwagtail.harvest.scheduling import (
    plan_after_failure,
    plan_after_own_fault,
    plan_after_success,
)

logger = logging.getLogger("omwagtail.harvest")

# Seconds one source may be read at a stretch, so that a large one does not make others wait.
TIME_SLICE = 10
# A feed may have rows that are just being numbered; that takes it some milliseconds.
READS_OF_A_STUCK_PAGE, PAUSE_BETWEEN = 3, 0.4


def harvest_due(
    limit: int = 100, *, seconds: float = math.inf, time_slice: float = TIME_SLICE
) -> Iterator[Run]:
    """Harvest the sources that are due, one after the other, each at most once.

    After ``seconds`` no further one is begun; those that are left have waited longest next time.
    """
    release_the_dead()
    deadline = time.monotonic() + seconds
    done: list[int] = []
    # Asked anew each time: rings and other workers change meanwhile who is due.
    while len(done) < limit and (source := due_sources().exclude(pk__in=done).first()):
        done.append(source.pk)
        if run := harvest(source, time_slice=time_slice):
            yield run
        if time.monotonic() >= deadline:
            return


def harvest(source: Source, *, time_slice: float = TIME_SLICE) -> Run | None:
    """Read what is new at a source. None where somebody else reads it, or it is not read at all.

    After ``time_slice`` seconds no further page is begun, and the source stays due. Whatever goes
    wrong with the source is written into the run and the source, not raised.
    """
    lease = take_lease(source)
    if lease is None:
        return None
    try:
        source.refresh_from_db()
        run = Run.objects.create(source=source)
    except (Source.DoesNotExist, IntegrityError):
        # Removed by somebody in this moment.
        return None
    finished = False
    try:
        finished = _read(source, lease, run, time_slice)
    except LeaseLost as error:
        run.error = str(error)
    except SourceStopped as error:
        run.error = str(error)
        _plan(lease, lambda source: _stop(source, run.error))
    except HarvestError as error:
        run.error, retry_after = str(error), error.retry_after
        _plan(lease, lambda source: plan_after_failure(source, run.error, retry_after))
    except DatabaseError as error:
        logger.exception("harvest of %s could not be stored", source.origin)
        run.error = f"{type(error).__name__}: {error}"
        _plan(lease, plan_after_own_fault)
    except Exception as error:
        # A mistake of ours that this source brings to light must not keep others from being read.
        logger.exception("harvest of %s failed", source.origin)
        run.error = f"{type(error).__name__}: {error}"
        _plan(lease, lambda source: plan_after_failure(source, run.error))
    else:
        _plan(lease, lambda source: _plan_after_success(source, lease, run, finished))
        if run.parked and has_many_parked(source):
            run.error = _(
                "The source has very many bad entries: only the first %(count)s are kept."
            ) % {"count": MAX_PARKED}
    run.finished = timezone.now()
    _note(run)
    give_back(lease)
    return run


def _read(source: Source, lease: Lease, run: Run, time_slice: float) -> bool:
    """Read pages until nothing is left (True) or the time slice is over (False)."""
    if source.cursor and not source.pass_is_full and _is_full_pass_due(source):
        _begin_full_pass(source, lease)
    deadline = time.monotonic() + time_slice
    cursor = source.cursor
    while True:
        try:
            page = _read_page(source.origin, cursor)
        except CursorExpired:
            if not cursor:
                raise
            cursor = ""
            _begin_full_pass(source, lease)
            continue
        _check_key(source, page)
        _count(run, apply_page(lease, page))
        if not page.more:
            return True
        if time.monotonic() > deadline:
            return False
        cursor = page.next


def _read_page(origin: str, cursor: str) -> ChangesPage:
    for _attempt in range(READS_OF_A_STUCK_PAGE - 1):
        try:
            return read_changes(origin, cursor)
        except FeedStuck:
            time.sleep(PAUSE_BETWEEN)
    return read_changes(origin, cursor)


def _check_key(source: Source, page: ChangesPage) -> None:
    """Raise SourceStopped where the source has another key than the one that was approved.

    An entry under a strange key alone does not prove that: it is parked, like any bad entry.
    """
    kids = [entry.get("kid") for entry in page.entries if isinstance(entry, dict)]
    if all(kid in (None, source.kid) for kid in kids):
        return
    if discover(source.origin).kid == source.kid:
        return
    raise SourceStopped(
        _(
            "The source signs with another key than the one that was approved. "
            "Compare the new key with its operator, then approve the source again."
        )
    )


def _is_full_pass_due(source: Source) -> bool:
    return source.full_pass_due is not None and source.full_pass_due <= timezone.now()


def _begin_full_pass(source: Source, lease: Lease) -> None:
    """From the start again; what was offered until now belongs to the pass before (rule 13)."""
    columns = {"cursor": "", "pass_is_full": True, "pass_number": F("pass_number") + 1}
    if not Source.objects.filter(pk=source.pk, fence=lease.fence).update(**columns):
        raise LeaseLost(_("Another worker took the source over, or somebody changed it."))
    source.refresh_from_db()


def _count(run: Run, counts: Counts) -> None:
    run.pages += 1
    for column in fields(Counts):
        setattr(run, column.name, getattr(run, column.name) + getattr(counts, column.name))
    _note(run)


def _note(run: Run) -> None:
    """Write the run's row, unless its source was removed meanwhile, and the row with it."""
    columns = ["finished", "pages", "error", *(column.name for column in fields(Counts))]
    Run.objects.filter(pk=run.pk).update(**{name: getattr(run, name) for name in columns})


def _stop(source: Source, message: str) -> None:
    source.state, source.last_error = SourceState.STOPPED, message


def _plan_after_success(source: Source, lease: Lease, run: Run, finished: bool) -> None:
    news = bool(run.added or run.changed or run.withdrawn)
    plan_after_success(source, news=news, was_rung=lease.rung)
    if not finished:
        source.due = timezone.now()


PLAN_COLUMNS = (
    "state",
    "due",
    "interval",
    "failures",
    "last_failure",
    "not_before",
    "ring_pause",
    "ring_pause_until",
    "last_success",
    "last_error",
)


def _plan(lease: Lease, change) -> None:
    """Let ``change`` set the plan, under lock and only for the lease's holder.

    ``rung`` is not in the plan: whoever rang during the harvest is heard after it.
    """
    with transaction.atomic():
        source = (
            Source.objects.select_for_update().filter(pk=lease.source_id, fence=lease.fence).first()
        )
        if source is not None:
            change(source)
            source.save(update_fields=PLAN_COLUMNS)
