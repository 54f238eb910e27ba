"""Harvesting: who reads which source when, and what a harvest means for the next one."""

import logging
import math
import queue
import threading
import time
from collections import deque
from collections.abc import Collection, Iterator
from datetime import timedelta
from functools import cache

from django.db import DatabaseError, OperationalError, connection, models
from django.utils import timezone

from omwagtail.catalogue.statements import Given, Update
from omwagtail.faults import fault_of, way_to
from omwagtail.harvest.exceptions import HarvestError, LeaseLost, SourceStopped
from omwagtail.harvest.leases import Lease, due_sources, release_the_dead, take_lease
from omwagtail.harvest.models import Run, Source, SourceState
from omwagtail.harvest.offers import what_was_dropped
from omwagtail.harvest.patience import in_one_go, was_in_the_way
from omwagtail.harvest.run_log import log_run
from omwagtail.harvest.scheduling import (
    plan_after_failure,
    plan_after_own_fault,
    plan_after_success,
)
from omwagtail.harvest.visiting import note, visit

logger = logging.getLogger("omwagtail.harvest")

# Seconds one source may be read at a stretch, so that a large one does not make others wait.
TIME_SLICE = 10
# Between two of them that brought nothing new.
PAUSE_WITHOUT_NEWS = timedelta(minutes=1)
# Rows of due sources that are read at once, and seconds for which they may be used: meanwhile
# rings come, and other workers take some.
SEEN_AT_ONCE, SEEN_FOR = 50, 2.0


def harvest_due(
    limit: int = 100,
    *,
    seconds: float = math.inf,
    time_slice: float = TIME_SLICE,
    threads: int = 1,
) -> Iterator[Run]:
    """Harvest the sources that are due, each at most once, so many at a time as ``threads`` says.

    After ``seconds`` no further one is begun; those that are left have waited longest next time.
    """
    release_the_dead()
    line = Line(limit, time.monotonic() + seconds)
    if threads == 1:
        while source := line.next():
            if run := harvest(source, time_slice=time_slice):
                yield run
    else:
        yield from _harvest_at_once(line, time_slice, threads)


class Line:
    """The sources that are due, longest waiting first; safe to be asked by several threads."""

    def __init__(self, limit: int, deadline: float) -> None:
        self._left, self._deadline = limit, deadline
        self._done: set[int] = set()
        self._seen = {only_sound: Seen() for only_sound in (False, True)}
        self._lock = threading.Lock()

    def next(self, *, only_sound: bool = False) -> Source | None:
        """The next source to harvest; None where there is none, or time is over after the first.

        Those that failed last are left out on wish: they may take as long as they are allowed to,
        and somebody has to be there for the others.
        """
        with self._lock:
            is_late = self._done and time.monotonic() >= self._deadline
            if not self._left or is_late:
                return None
            source = self._take(only_sound)
            if source is not None:
                self._done.add(source.pk)
                self._left -= 1
            return source

    def close(self) -> None:
        """Let nobody begin with another one."""
        with self._lock:
            self._left = 0

    def _take(self, only_sound: bool) -> Source | None:
        seen = self._seen[only_sound]
        for is_fresh in (False, True):
            if is_fresh or time.monotonic() >= seen.until:
                seen.look(self._done, only_sound)
            while seen.sources:
                source = seen.sources.popleft()
                if source.pk not in self._done:
                    return source
        return None


class Seen:
    """Sources that were due a moment ago. Asked anew again and again: rings and other workers
    change meanwhile who is."""

    def __init__(self) -> None:
        self.sources: deque[Source] = deque()
        self.until = 0.0

    def look(self, done: Collection[int], only_sound: bool) -> None:
        """Look who is due now, but for those that were ``done``."""
        waiting = due_sources().exclude(pk__in=done)
        if only_sound:
            waiting = waiting.filter(failures=0)
        self.sources = deque(waiting[:SEEN_AT_ONCE])
        self.until = time.monotonic() + SEEN_FOR


def _harvest_at_once(line: Line, time_slice: float, threads: int) -> Iterator[Run]:
    first = line.next()
    if first is None:
        return
    done: queue.SimpleQueue[Run | BaseException | None] = queue.SimpleQueue()

    def work(only_sound: bool, source: Source | None) -> None:
        try:
            while source := source or line.next(only_sound=only_sound):
                if run := harvest(source, time_slice=time_slice):
                    done.put(run)
                source = None
        except BaseException as error:
            done.put(error)
        finally:
            connection.close()
            done.put(None)

    # One of them, which is not the one that begins, never waits for a source that failed last.
    begins = [first, *[None] * (threads - 1)]
    crew = [
        threading.Thread(target=work, args=(number == threads - 1, source))
        for number, source in enumerate(begins)
    ]
    for thread in crew:
        thread.start()
    failure = None
    try:
        for _ending in crew:
            while (result := done.get()) is not None:
                if isinstance(result, BaseException):
                    failure = result
                else:
                    yield result
    finally:
        line.close()
        for thread in crew:
            thread.join()
    if failure is not None:
        raise failure


def harvest(source: Source, *, time_slice: float = TIME_SLICE) -> Run | None:
    """Read what is new at a source. None where somebody else reads it, or it is not read at all.

    After ``time_slice`` seconds no further page is begun, and the source stays due. Whatever goes
    wrong with the source is written into the run and the source, not raised. A run that found
    nothing new leaves no row in the log; then the returned one was never stored.
    """
    lease = take_lease(source)
    if lease is None:
        return None
    run = Run(source=source)
    finished = False
    try:
        finished = visit(source, lease, run, time_slice)
    except LeaseLost as error:
        run.error = str(error)
    except SourceStopped as error:
        run.error = str(error)
        _plan(lease, lambda source: _stop(source, run.error))
    except HarvestError as error:
        run.error, retry_after = str(error), error.retry_after
        _plan(lease, lambda source: plan_after_failure(source, run.error, retry_after))
    except DatabaseError as error:
        if was_in_the_way(error):
            # Nobody's fault, and nothing is lost: a page and its cursor go together.
            logger.info("harvest of %s: others were in the way, it goes on soon", source.origin)
        else:
            run.error = fault_of(error)
            _log("harvest of %s could not be stored: %s\n%s", source, error)
        _plan(lease, plan_after_own_fault)
    except Exception as error:
        # A mistake of ours that this source brings to light must not keep others from being read.
        run.error = fault_of(error)
        _log("harvest of %s failed: %s\n%s", source, error)
        _plan(lease, lambda source: plan_after_failure(source, run.error))
    else:
        _plan_after_success(source, lease, run, finished)
        if run.parked:
            run.error = what_was_dropped(source)
    run.finished = timezone.now()
    note(run)
    log_run(run, finished=finished)
    return run


def _log(message: str, source: Source, error: Exception) -> None:
    logger.error(message, source.origin, fault_of(error), way_to(error))


def _stop(source: Source, message: str) -> None:
    source.state, source.last_error = SourceState.STOPPED, message


def _plan_after_success(source: Source, lease: Lease, run: Run, finished: bool) -> None:
    news = bool(run.added or run.changed or run.withdrawn)
    plan_after_success(source, news=news, was_rung=lease.rung)
    if not finished:
        # What goes on and on without anything new is not read without a pause.
        source.due = timezone.now() + (timedelta(0) if news else PAUSE_WITHOUT_NEWS)
    # Nobody but the lease's holder writes these columns, so they are as they were read under it: a
    # round without news costs one statement.
    source.lease_until, source.lease_holder = None, ""
    columns = {name: getattr(source, name) for name in PLAN_AFTER_SUCCESS}
    values = {"pk": lease.source_id, "fence": lease.fence, **columns}
    try:
        _planning().run(**values)
    except OperationalError:
        # Others were in the way, or the database was restarted meanwhile.
        in_one_go(lambda: _planning().run(**values))


@cache
def _planning() -> Update:
    """Put together once: most rounds bring nothing, and do this alone."""
    held = Source.objects.filter(
        pk=Given("pk", models.BigIntegerField()), fence=Given("fence", models.BigIntegerField())
    )
    fields = [Source._meta.get_field(name) for name in PLAN_AFTER_SUCCESS]
    return Update(held, **{field.name: Given(field.name, field) for field in fields})


PLAN_COLUMNS = (
    "lease_until",
    "lease_holder",
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
PLAN_AFTER_SUCCESS = tuple(name for name in PLAN_COLUMNS if name != "state")


def _plan(lease: Lease, change) -> None:
    """Let ``change`` set the plan, and give the lease back; under lock, for its holder only.

    ``rung`` is not in the plan: whoever rang during the harvest is heard after it.
    """

    def write() -> None:
        held = Source.objects.select_for_update().filter(pk=lease.source_id, fence=lease.fence)
        source = held.first()
        if source is not None:
            change(source)
            source.lease_until, source.lease_holder = None, ""
            source.save(update_fields=PLAN_COLUMNS)

    in_one_go(write)
