"""Trying parked entries again: a newer version of this software may understand them (rule 14)."""

import json
from functools import partial

from django.utils import timezone

from omwagtail.harvest.applying import apply_entry, key_of
from omwagtail.harvest.entries import Faulty, check_entry
from omwagtail.harvest.intake import Change
from omwagtail.harvest.models import Offer, Source, SourceState
from omwagtail.harvest.offers import RETRY_PARKED
from omwagtail.harvest.patience import in_one_go
from omwagtail.harvest.scheduling import has_come


def retry_parked(limit: int = 200, *, source: Source | None = None) -> int:
    """Try the parked entries that are due, of active sources or of one; returns how many were
    taken in."""
    due = Offer.objects.filter(
        has_come("retry_due", RETRY_PARKED), source__state=SourceState.ACTIVE
    )
    if source is not None:
        due = due.filter(source=source)
    waiting = list(due.order_by("retry_due").values_list("source", "pk")[:limit])
    return sum(in_one_go(partial(_retry, pk, offer)) for pk, offer in waiting)


def _retry(source_id: int, offer_id: int) -> bool:
    source = Source.objects.select_for_update().filter(pk=source_id).first()
    offer = Offer.objects.filter(pk=offer_id, source=source_id).exclude(parked="").first()
    if source is None or source.state != SourceState.ACTIVE or offer is None:
        return False
    checked = check_entry(source, json.loads(offer.parked))
    if isinstance(checked, Faulty):
        offer.reason, offer.retry_due = checked.reason, timezone.now() + RETRY_PARKED
        offer.save(update_fields=["reason", "retry_due"])
        return False
    if key_of(checked) != offer.key:
        offer.delete()
    # It was offered in the pass in which it came, not in the one of today.
    return apply_entry(source, checked, anew=False) != Change.PARKED
