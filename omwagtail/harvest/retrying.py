"""Trying parked entries again: a newer version of this software may understand them (rule 14)."""

import json

from django.db import transaction
from django.utils import timezone

from omwagtail.documents import Gone
from omwagtail.harvest.applying import apply_entry
from omwagtail.harvest.entries import Faulty, check_entry
from omwagtail.harvest.intake import Change
from omwagtail.harvest.models import Offer, Source, SourceState
from omwagtail.harvest.offers import RETRY_PARKED


def retry_parked(limit: int = 200) -> int:
    """Try the parked entries that are due, of active sources; returns how many were taken in."""
    due = Offer.objects.filter(retry_due__lte=timezone.now(), source__state=SourceState.ACTIVE)
    waiting = list(due.order_by("retry_due").values_list("source", "pk")[:limit])
    return sum(_retry(source, offer) for source, offer in waiting)


@transaction.atomic
def _retry(source_id: int, offer_id: int) -> bool:
    source = Source.objects.select_for_update().filter(pk=source_id).first()
    offer = Offer.objects.filter(pk=offer_id).exclude(parked="").first()
    if source is None or source.state != SourceState.ACTIVE or offer is None:
        return False
    checked = check_entry(source, json.loads(offer.parked))
    if isinstance(checked, Faulty):
        offer.reason, offer.retry_due = checked.reason, timezone.now() + RETRY_PARKED
        offer.save(update_fields=["reason", "retry_due"])
        return False
    if isinstance(checked, Gone):
        offer.delete()
        return apply_entry(source, checked) != Change.PARKED
    # It was offered in the pass in which it came, not in the one of today.
    known = source.offers.filter(key=checked.key).first() or offer
    change = apply_entry(source, checked)
    source.offers.filter(key=checked.key).update(pass_number=known.pass_number)
    if offer.key != checked.key:
        offer.delete()
    return change != Change.PARKED
