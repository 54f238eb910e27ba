"""Numbering rows of the feed, after they were committed (rule 2)."""

import secrets

from django.db import transaction

from omwagtail.catalogue.models import FeedHead, Item, StampRun

BATCH = 1000


def stamp() -> int:
    """Number the rows that wait for it, in one short transaction; return how many.

    Whoever holds the head row numbers; anyone else finds it locked, skips it and returns 0. Rows
    in the middle of another transaction are skipped and get a number in the next run.
    """
    FeedHead.objects.get_or_create(pk=1)
    with transaction.atomic():
        head = FeedHead.objects.select_for_update(skip_locked=True).first()
        if head is None:
            return 0
        rows = list(
            Item.objects.unstamped()
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)[:BATCH]
        )
        if not rows:
            return 0
        first = head.last_seq + 1
        for seq, pk in enumerate(rows, start=first):
            Item.objects.filter(pk=pk).update(seq=seq)
        head.last_seq = first + len(rows) - 1
        head.save(update_fields=["last_seq"])
        StampRun.objects.create(
            first_seq=first, last_seq=head.last_seq, token=secrets.token_urlsafe(16)
        )
    return len(rows)


def stamp_all() -> int:
    """Number everything that waits, batch by batch; return how many."""
    total = 0
    while count := stamp():
        total += count
    return total


def has_unstamped() -> bool:
    """Whether rows wait for a number."""
    return Item.objects.unstamped().exists()
