"""The sweep: compares everything that is published with its item, and repairs.

Signals can be lost and some changes send none; the sweep makes the catalogue true again. What it
reads in one go may be old by the time it repairs, so it only finds candidates: a repair is a
capture, which looks for itself. So any number of sweeps may run at once, and one that is ended in
the middle leaves nothing half done.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Site

from omwagtail.catalogue.capture import Outcome, capture_object, sign_again
from omwagtail.catalogue.dependents import Key, translations_of, users_of
from omwagtail.catalogue.fingerprints import Fingerprints
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.purging import purging_together
from omwagtail.catalogue.reindexing import write_missing
from omwagtail.catalogue.rows import Row, published_rows
from omwagtail.catalogue.sources import Surroundings, source_models
from omwagtail.catalogue.wishes import note_sweep
from omwagtail.documents import DocumentError

# What refers to what was repaired is looked at again, and what refers to that; then it is settled.
ROUNDS = 3

logger = logging.getLogger("omwagtail.sweep")


@dataclass(slots=True, kw_only=True)
class SweepReport:
    """What a sweep looked at and what it had to repair; counts of objects."""

    looked_at: int = 0
    repaired: int = 0
    withdrawn: int = 0
    failed: int = 0
    indexed: int = 0
    """Documents whose words or terms were missing in the search."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Of what was repaired: ``new``, ``changed``, ``moved``; of what was withdrawn: its reason."""
    problems: list[str] = field(default_factory=list)
    """A sentence for each object that failed: which one, and why."""

    @property
    def is_silent(self) -> bool:
        """Whether all was as it should be."""
        return not (self.repaired or self.withdrawn or self.failed or self.indexed)

    def __str__(self) -> str:
        said = f"{self.looked_at} looked at, {self.repaired} repaired, {self.withdrawn} withdrawn"
        if self.reasons:
            why = ", ".join(f"{count} {reason}" for reason, count in sorted(self.reasons.items()))
            said += f" ({why})"
        said += f", {self.indexed} indexed again" if self.indexed else ""
        return f"{said}, {self.failed} failed" if self.failed else said


class Known(NamedTuple):
    """An item as it was when the sweep began to look at its type."""

    state: str
    fingerprint: str
    origin: str


def sweep(progress: Callable[[int], None] = lambda looked_at: None) -> SweepReport:
    """Compare every published object with its item by fingerprint, and repair what differs.

    ``progress`` hears again and again how many objects were looked at.
    """
    # Wagtail remembers the sites for an hour, also where their rows were changed by hand.
    Site.clear_site_root_paths_cache()
    with purging_together():
        return Sweep(progress).run()


class Sweep:
    """One pass over everything; its report grows while it runs."""

    def __init__(self, progress: Callable[[int], None]) -> None:
        self.report = SweepReport()
        self.progress = progress
        self.prints = Fingerprints(Surroundings())
        # What others see otherwise now, and what was looked at because of that.
        self.changed: list[Key] = []
        self.done: set[Key] = set()

    def run(self) -> SweepReport:
        for model in source_models():
            self._sweep_model(model)
        self._repair_dependents()
        self.report.indexed = write_missing()
        _sign_withdrawals_again()
        _tell_of_orphans()
        note_sweep()
        return self.report

    def _sweep_model(self, model: type[models.Model]) -> None:
        known, present = _known_items(model), set()
        for rows in published_rows(model, self.prints.around):
            self.report.looked_at += len(rows)
            self.progress(self.report.looked_at)
            present.update(str(row.pk) for row in rows)
            marks = self.prints.of(model, [row for row in rows if not row.withheld])
            for row in rows:
                if _differs(known.get(str(row.pk)), row, marks.get(row.pk)):
                    self._repair(model, row.pk)
        # Items whose object is gone, or no longer public, while no signal said so.
        missing = known.keys() - present
        withdrawn = {pk for pk in missing if known[pk].state == ItemState.WITHDRAWN}
        for object_id in sorted(missing - withdrawn | _deleted(model, withdrawn)):
            self._repair(model, model._meta.pk.to_python(object_id))

    def _repair_dependents(self) -> None:
        """Who was looked at before what it refers to was repaired."""
        for _ in range(ROUNDS):
            changed, self.changed = self.changed, []
            if not changed:
                return
            for model, pk in sorted(_affected(changed) - self.done, key=str):
                self.done.add((model, pk))
                self._repair(model, pk)

    def _repair(self, model: type[models.Model], pk: Any) -> None:
        """Capture one object. One that cannot be captured must not keep the others from it."""
        try:
            outcome = capture_object(model, pk)
        except Exception as error:
            self._tell_of_failure(model, pk, error)
            return
        self._count(outcome)
        if outcome.shows_otherwise:
            self.prints.forget(model, pk)
            self.changed.append((model, pk))

    def _count(self, outcome: Outcome) -> None:
        if outcome.action == "withdrawn":
            self.report.withdrawn += 1
            self.report.reasons[outcome.reason] += 1
        elif outcome.action:
            self.report.repaired += 1
            self.report.reasons[outcome.action] += 1

    def _tell_of_failure(self, model: type[models.Model], pk: Any, error: Exception) -> None:
        is_refused = isinstance(error, DocumentError)
        reason = error if is_refused else f"{type(error).__name__}: {error}"
        name = model._base_manager.filter(pk=pk).first()
        problem = f"{model.__name__} {pk} “{name}” stays as it was: {reason}"
        # A refusal says all there is to say; only what was raised needs its place in the code.
        logger.error("sweep: %s", problem, exc_info=None if is_refused else error)
        self.report.failed += 1
        self.report.problems.append(problem)


def _differs(item: Known | None, row: Row, mark: str | None) -> bool:
    if row.withheld:
        return item is not None and item.state != ItemState.WITHDRAWN
    return item is None or item.fingerprint != mark or item.origin != row.origin


def _known_items(model: type[models.Model]) -> dict[str, Known]:
    items = Item.objects.filter(content_type=ContentType.objects.get_for_model(model))
    rows = items.values_list("object_id", "state", "fingerprint", "origin")
    return {pk: Known(*known) for pk, *known in rows.iterator()}


def _deleted(model: type[models.Model], withdrawn: set[str]) -> set[str]:
    """Of withdrawn items those whose object is gone for good: they say so, and leave no copy."""
    if not withdrawn:
        return set()
    return withdrawn - {str(pk) for pk in model._base_manager.values_list("pk", flat=True)}


def _affected(changed: Iterable[Key]) -> set[Key]:
    by_model: dict[type[models.Model], set[Any]] = {}
    for model, pk in changed:
        by_model.setdefault(model, set()).add(pk)
    affected: set[Key] = set()
    for model, pks in by_model.items():
        affected |= users_of(model, pks) | translations_of(model, pks)
    return affected


def _sign_withdrawals_again() -> None:
    """After the key has changed; what is shown is signed anew by its fingerprint."""
    withdrawn = Item.objects.filter(origin__in=own_origins(), state=ItemState.WITHDRAWN)
    for item in withdrawn.exclude(kid=signing_key().kid).iterator():
        sign_again(item)


def _tell_of_orphans() -> None:
    """Nothing is withdrawn for a page type that is not installed: it may be a mistake."""
    known = ContentType.objects.get_for_models(*source_models()).values()
    orphans = (
        Item.objects.filter(object_id__isnull=False)
        .exclude(content_type__in=known)
        .exclude(state=ItemState.WITHDRAWN)
    )
    if count := orphans.count():
        logger.warning(
            "%s documents stay published although their page type is no longer installed.", count
        )
