"""The sweep: compares everything that is published with its item, and repairs.

Signals can be lost and some changes send none; the sweep makes the catalogue true again. What it
reads in one go may be old by the time it repairs, so it only finds candidates: a repair is a
capture, which looks for itself.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import AbstractPage

from omwagtail.catalogue.capture import capture_or_refuse, sign_again
from omwagtail.catalogue.fingerprints import fingerprints
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.sources import Placement, Surroundings, place, source_models
from omwagtail.documents import DocumentError

CHUNK = 500

logger = logging.getLogger("omwagtail.sweep")


@dataclass(slots=True, kw_only=True)
class SweepReport:
    """What a sweep looked at and what it had to repair; counts of objects."""

    looked_at: int = 0
    repaired: int = 0
    withdrawn: int = 0
    failed: int = 0
    problems: list[str] = field(default_factory=list)
    """A sentence for each object that failed: which one, and why."""

    def __str__(self) -> str:
        said = f"{self.looked_at} looked at, {self.repaired} repaired, {self.withdrawn} withdrawn"
        return f"{said}, {self.failed} failed" if self.failed else said


def sweep() -> SweepReport:
    """Compare every published object with its item by fingerprint, and repair what differs."""
    report = SweepReport()
    for model in source_models():
        around = Surroundings()
        for chunk in _chunks(_published(model)):
            _sweep_chunk(chunk, around, report)
        _sweep_vanished(model, report)
    _sign_withdrawals_again()
    _tell_of_orphans()
    return report


def _published(model: type[models.Model]) -> models.QuerySet:
    if not issubclass(model, AbstractPage):
        return model._base_manager.all()
    # A subclass's pages are rows of this model too; they are swept with their own.
    content_type = ContentType.objects.get_for_model(model)
    pages = model._base_manager.filter(content_type=content_type)
    return pages.filter(live=True, alias_of__isnull=True).select_related("locale")


def _chunks(queryset: models.QuerySet) -> Iterator[list[models.Model]]:
    last = None
    queryset = queryset.order_by("pk")
    while chunk := list((queryset if last is None else queryset.filter(pk__gt=last))[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def _sweep_chunk(chunk: list[models.Model], around: Surroundings, report: SweepReport) -> None:
    placed = [(source, place(source, around)) for source in chunk]
    report.looked_at += len(placed)
    items = _items(chunk)
    marks = fingerprints([(source, where) for source, where in placed if not where.withheld])
    for source, where in placed:
        if _differs(items.get(str(source.pk)), where, marks.get(source.pk)):
            _repair(source, items.get(str(source.pk)), report)


def _differs(item: Item | None, where: Placement, mark: str | None) -> bool:
    if where.withheld:
        return item is not None and item.state != ItemState.WITHDRAWN
    return item is None or item.fingerprint != mark or item.origin != where.origin


def _repair(source: models.Model, before: Item | None, report: SweepReport) -> None:
    """Capture one object. One that cannot be captured must not keep the others from it."""
    try:
        after = capture_or_refuse(source)
    except Exception as error:
        is_refused = isinstance(error, DocumentError)
        reason = error if is_refused else f"{type(error).__name__}: {error}"
        problem = f"{type(source).__name__} {source.pk} “{source}” stays as it was: {reason}"
        # A refusal says all there is to say; only what was raised needs its place in the code.
        logger.error("sweep: %s", problem, exc_info=None if is_refused else error)
        report.failed += 1
        report.problems.append(problem)
        return
    if after is None or after.state == ItemState.WITHDRAWN:
        report.withdrawn += before is not None
    elif before is None or after.rev != before.rev:
        report.repaired += 1


def _items(sources: list[models.Model]) -> dict[str, Item]:
    content_type = ContentType.objects.get_for_model(type(sources[0]))
    items = Item.objects.filter(
        content_type=content_type, object_id__in=[str(source.pk) for source in sources]
    ).only("object_id", "state", "fingerprint", "origin", "rev")
    return {item.object_id: item for item in items}


def _sweep_vanished(model: type[models.Model], report: SweepReport) -> None:
    """Items whose object is gone, or no longer public, while no signal said so."""
    content_type = ContentType.objects.get_for_model(model)
    items = Item.objects.filter(content_type=content_type).exclude(state=ItemState.WITHDRAWN)
    known = {item.object_id: item for item in items.only("object_id", "state", "rev")}
    present = {str(pk) for pk in _published(model).values_list("pk", flat=True)}
    for object_id in sorted(known.keys() - present):
        _repair(model(pk=object_id), known[object_id], report)


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
