"""Numbering rows of the feed, after they were committed (rule 2)."""

import secrets
from collections.abc import Iterable

from django.db import connection, transaction

from omwagtail.catalogue.models import FeedHead, Item, StampRun
from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.relaying import Facts, facts_of, relay_of

BATCH = 1000


def stamp() -> int:
    """Number the rows that wait for it, in one short transaction; return how many.

    Whoever holds the head row numbers; anyone else finds it locked, skips it and returns 0. Rows
    in the middle of another transaction are skipped and get a number in the next run. With its
    number a foreign row also gets what the feed says of it from then on.
    """
    FeedHead.objects.get_or_create(pk=1)
    with transaction.atomic():
        head = FeedHead.objects.select_for_update(skip_locked=True).first()
        if head is None:
            return 0
        waiting = Item.objects.unstamped().select_for_update(skip_locked=True)
        rows = list(facts_of(waiting)[:BATCH])
        if not rows:
            return 0
        first = head.last_seq + 1
        own = own_origins()
        _write(
            (seq, relay_of(Facts(*facts), own).value, pk)
            for seq, (pk, *facts) in enumerate(rows, start=first)
        )
        head.last_seq = first + len(rows) - 1
        head.save(update_fields=["last_seq"])
        StampRun.objects.create(
            first_seq=first, last_seq=head.last_seq, token=secrets.token_urlsafe(16)
        )
    return len(rows)


def _write(rows: Iterable[tuple[int, str, int]]) -> None:
    """``(seq, relay, pk)`` into the rows, in one go: the ORM would take a statement for each."""
    table = connection.ops.quote_name(Item._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET seq = %s, relay = %s WHERE id = %s", list(rows))


def stamp_all() -> int:
    """Number everything that waits, batch by batch; return how many."""
    total = 0
    while count := stamp():
        total += count
    return total


def has_unstamped() -> bool:
    """Whether rows wait for a number."""
    return Item.objects.unstamped().exists()
