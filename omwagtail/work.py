"""Periodic work: every app adds its jobs, ``om_work`` does those that are due, in order.

A job looks for itself at what there is to do, so one that comes too early, twice or on two machines
at once does no harm.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from omwagtail.faults import fault_of, way_to

logger = logging.getLogger("omwagtail.work")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A piece of periodic work."""

    name: str
    # Returns a line for the log, or nothing where there was nothing to do.
    run: Callable[[], str | None]
    # Seconds between two runs, asked anew each time because it may be a setting; 0 is every turn.
    every: Callable[[], float] = field(default=lambda: 0)
    # Jobs with lower numbers run first.
    order: int = 0
    # Whether several processes side by side get more of it done: see om_work --workers.
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a job said; ``failed`` when it raised."""

    name: str
    text: str
    failed: bool = False


_jobs: dict[str, Job] = {}


def register(job: Job) -> None:
    """Add a job; one with the same name is replaced."""
    _jobs[job.name] = job


def jobs() -> list[Job]:
    """All jobs in their order."""
    return sorted(_jobs.values(), key=lambda job: (job.order, job.name))


class _Process:
    """What a job may ask about the process that it runs in."""

    is_asked_to_end: Callable[[], bool] = staticmethod(lambda: False)


def end_when(asked: Callable[[], bool]) -> None:
    """Say how this process finds out that it was asked to end."""
    _Process.is_asked_to_end = staticmethod(asked)


def is_ending() -> bool:
    """Whether this process was asked to end: a long job then finishes what it has begun."""
    return _Process.is_asked_to_end()


class Clock:
    """Remembers when each job ran last in this process.

    With ``only_shared`` it leaves the others to another process.
    """

    def __init__(self, *, only_shared: bool = False) -> None:
        self._last: dict[str, float] = {}
        self._only_shared = only_shared

    def turn(self) -> list[Outcome]:
        """Run the jobs that are due, and return what they said. One that fails stops no other."""
        mine = [job for job in jobs() if job.is_shared or not self._only_shared]
        return [outcome for job in mine if self._is_due(job) and (outcome := self._run(job))]

    def _is_due(self, job: Job) -> bool:
        last = self._last.get(job.name)
        return last is None or time.monotonic() - last >= job.every()

    def _run(self, job: Job) -> Outcome | None:
        try:
            text = job.run()
        except Exception as error:
            logger.error("%s failed: %s\n%s", job.name, fault_of(error), way_to(error))
            return Outcome(name=job.name, text=fault_of(error), failed=True)
        finally:
            self._last[job.name] = time.monotonic()
        return Outcome(name=job.name, text=text) if text else None
