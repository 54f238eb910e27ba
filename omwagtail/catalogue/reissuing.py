"""Issuing all own documents anew, after the database was restored from a backup (rule 3).

Subscribers may have seen newer revisions than the backup holds, and would ignore what is published
now. A revision is a time, so one given now is above everything that was given before the restore.
"""

import json
import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from omwagtail.catalogue.building import next_rev, write_document
from omwagtail.catalogue.capture import store_text
from omwagtail.catalogue.models import FeedHead, Item, ItemState
from omwagtail.catalogue.origins import own_origins

BATCH = 200

logger = logging.getLogger("omwagtail.feed")


def reissue(proof: datetime | None = None) -> int:
    """Sign all own documents and withdrawals again with new revisions; return how many.

    ``proof`` is when the cursor was made that showed the restore: one made before the last time
    this was done proves nothing new, so that a hundred readers cause it once. Without it, it is
    done. One transaction: all or nothing, and while it runs a second call does nothing.
    """
    FeedHead.objects.get_or_create(pk=1)
    with transaction.atomic():
        head = FeedHead.objects.select_for_update(skip_locked=True).first()
        if head is None or (proof and head.reissued and head.reissued >= proof):
            return 0
        count = sum(_reissue_batch(batch) for batch in _batches(_own_items()))
        head.reissued = timezone.now()
        head.save(update_fields=["reissued"])
    logger.warning("issued %s own documents anew: the database was restored", count)
    return count


def _own_items() -> list[int]:
    own = Item.objects.filter(
        origin__in=own_origins(), state__in=(ItemState.ACCEPTED, ItemState.WITHDRAWN)
    )
    return list(own.order_by("seq", "pk").values_list("pk", flat=True))


def _batches(keys: list[int]) -> list[list[int]]:
    return [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]


def _reissue_batch(keys: list[int]) -> int:
    items = list(Item.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    for item in items:
        document = json.loads(item.doc) | {"rev": next_rev(item.rev)}
        store_text(item, write_document(document), document)
    return len(items)
