"""What one transaction changed, looked at after its commit.

An editor's request waits for it. So objects are captured once, however often a signal named them,
and what changed too many for one request is left to a sweep at the next turn of ``om_work``.
"""

import contextlib
import logging
import threading
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import models, transaction
from wagtail.models import AbstractPage

from omwagtail.catalogue.capture import Outcome, capture_object
from omwagtail.catalogue.dependents import (
    Key,
    branch_of,
    count_sources,
    published_by,
    translations_of,
    users_of,
    users_of_branch,
    users_of_collection,
)
from omwagtail.catalogue.models import ItemType
from omwagtail.catalogue.purging import purging_together
from omwagtail.catalogue.sources import is_source
from omwagtail.catalogue.sweeping import sweep
from omwagtail.catalogue.wishes import want_sweep
from omwagtail.documents import DocumentError

# Documents that are captured before the editor's request is answered: about a second's work.
AT_ONCE = 200

logger = logging.getLogger("omwagtail.capture")


class Run(threading.local):
    """What is worked off after one commit; most signals of a transaction name the same objects.

    A batch that was noted after the run had begun belongs to a later commit, so it begins another.
    """

    def __init__(self) -> None:
        self.moment = 0
        self.began = 0
        self.captured: set[Key] = set()
        self.wished = False

    def note(self) -> int:
        """The moment at which something is noted for later."""
        self.moment += 1
        return self.moment

    def go_on(self, noted: int) -> None:
        """Whether with this run, or with a new one."""
        if noted > self.began:
            self.began = self.note()
            self.captured, self.wished = set(), False

    def has_room_for(self, objects: Collection[Key]) -> bool:
        return len(self.captured | set(objects)) <= AT_ONCE

    def leave_to_sweep(self) -> None:
        if not self.wished:
            self.wished = True
            want_sweep()


_run = Run()


class Batch:
    """What one signal told. Called after the commit, and never raises."""

    def __init__(self) -> None:
        self.noted = _run.note()
        self.objects: dict[Key, None] = {}
        self.branches: dict[str, AbstractPage] = {}
        self.collections: set[str] = set()
        self.referred: dict[type[models.Model], set[Any]] = {}
        self.is_everything = False
        self.wants_sweep = False

    def __call__(self) -> None:
        _run.go_on(self.noted)
        try:
            with purging_together():
                self._capture()
        except Exception:
            logger.exception("what a change means for others could not be found out")
            _want_sweep_safely()

    def _capture(self) -> None:
        if self.is_everything:
            _capture_everything()
            return
        if self.wants_sweep:
            _run.leave_to_sweep()
        affected = self._affected()
        if not _run.has_room_for(affected | self.objects.keys()):
            # What the editor works at, and the sweep does the rest.
            _run.leave_to_sweep()
            affected = set()
        waiting = [*self.objects, *sorted(affected - self.objects.keys(), key=str)]
        while waiting := [key for key in waiting if key not in _run.captured]:
            if len(_run.captured) >= AT_ONCE:
                _run.leave_to_sweep()
                return
            waiting = waiting[:AT_ONCE]
            _run.captured.update(waiting)
            further = self._further([(key, _capture_safely(*key)) for key in waiting])
            if not _run.has_room_for(further):
                _run.leave_to_sweep()
                return
            waiting = sorted(further, key=str)

    def _affected(self) -> set[Key]:
        found: set[Key] = set()
        for page in self.branches.values():
            found |= branch_of(page, AT_ONCE)
            if len(found) > AT_ONCE:
                return found
            found |= users_of_branch(page)
        for path in self.collections:
            found |= users_of_collection(path)
        for model, pks in self.referred.items():
            found |= users_of(model, pks)
        return found

    def _further(self, outcomes: Iterable[tuple[Key, Outcome]]) -> set[Key]:
        """Who else has to be looked at, because of what others see of a document now."""
        found: set[Key] = set()
        for (model, pk), outcome in outcomes:
            if not outcome.shows_otherwise:
                continue
            found |= users_of(model, [pk])
            if outcome.is_another:
                found |= translations_of(model, [pk])
            if model.om_document_type == ItemType.ORGANISATION:
                # It stands in all documents of its site.
                for origin in {face.origin for face in (outcome.before, outcome.after) if face}:
                    found |= published_by(origin, AT_ONCE)
        return found


@contextlib.contextmanager
def adding() -> Iterator[Batch]:
    """What is put in is worked off after the commit: ``with adding() as batch: …``."""
    batch = Batch()
    yield batch
    transaction.on_commit(batch)


def capture_later(source: models.Model) -> None:
    """Look at an object after the commit."""
    model = type(source)
    if isinstance(source, AbstractPage) and source.content_type_id:
        model = source.specific_class or model
    if is_source(model):
        with adding() as batch:
            batch.objects[model, source.pk] = None


def _capture_everything() -> None:
    if count_sources(AT_ONCE) > AT_ONCE:
        _run.leave_to_sweep()
    else:
        sweep()


def _capture_safely(model: type[models.Model], pk: Any) -> Outcome:
    """A capture that fails must not fail the editor's request: the sweep will try again."""
    try:
        return capture_object(model, pk)
    except DocumentError as error:
        logger.error("capture refused: %s %s: %s", model.__name__, pk, error)
    except Exception:
        logger.exception("capture failed: %s %s", model.__name__, pk)
        _want_sweep_safely()
    return Outcome(None)


def _want_sweep_safely() -> None:
    try:
        want_sweep()
    except Exception:
        logger.exception("the wish for a sweep could not be noted")
