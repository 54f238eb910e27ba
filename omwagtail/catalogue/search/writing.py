"""Keeping the side table: always in the transaction that writes the item."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.search import handing_over
from omwagtail.catalogue.search.handing_over import SEARCHED
from omwagtail.catalogue.search.tables import PLACES, Entry, table_of
from omwagtail.catalogue.search.texts import texts_of
from omwagtail.catalogue.search.words import MAX_BYTES, MAX_NEAR_BYTES, size_of_all, tokens_of

BATCH = 500


def write_words(items: Sequence[Item], new: Collection[int] = ()) -> None:
    """Write the words of items' shown documents; those that are ``new``, by their ids, have none
    yet."""
    _replace(items, new)


def remove_words(pks: Iterable[int]) -> None:
    """Take items out of the search."""
    if handing_over.is_handed_over():
        handing_over.remove(pks)
        return
    pks = list(pks)
    with connection.cursor() as cursor:
        for start in range(0, len(pks), BATCH):
            some = pks[start : start + BATCH]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(table_of(connection).remove % marks, some)


def write_all(items: Iterable[Item]) -> int:
    """Write the words of many items; return how many there were."""
    count, remaining = 0, iter(items)
    while batch := list(islice(remaining, BATCH)):
        _replace(batch)
        count += len(batch)
    return count


def without_words() -> QuerySet:
    """Accepted items that no search would find: their words were lost, or never written."""
    keys = RawSQL(table_of(connection).keys, [])
    return Item.objects.filter(state=ItemState.ACCEPTED).exclude(pk__in=keys)


def remove_orphans() -> int:
    """Take out the words of what is not searched, or no longer exists; return of how many."""
    if handing_over.is_handed_over():
        return 0
    searched = Item.objects.filter(state__in=SEARCHED).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(table_of(connection).keys)
        orphans = {pk for (pk,) in cursor.fetchall()}.difference(searched)
    remove_words(orphans)
    return len(orphans)


def repair_words() -> int:
    """Write the words that are missing and take out those that are too many; return of how many.

    Reads no document where there is nothing to do. What a backend of Wagtail's holds is not known.
    """
    if handing_over.is_handed_over():
        return 0
    return write_all(without_words()) + remove_orphans()


def _replace(items: Sequence[Item], new: Collection[int] = ()) -> None:
    if handing_over.is_handed_over():
        handing_over.add(items)
        return
    # FTS5 gathers words in memory as long as ids go up, and writes them down where one does not.
    entries = [_entry(item) for item in sorted(items, key=lambda item: item.pk)]
    remove_words(entry.item_id for entry in entries if entry.item_id not in new)
    _insert(entries)


def _insert(entries: list[Entry]) -> None:
    table = table_of(connection)
    with connection.cursor() as cursor:
        cursor.executemany(table.insert, [table.row(entry) for entry in entries])


def _entry(item: Item) -> Entry:
    tokens: dict[str, set[str]] = {}
    room = {"near": MAX_NEAR_BYTES, "all": MAX_BYTES}
    for place, texts in texts_of(item.data).items():
        left = room["all"] if place == PLACES[-1] else min(room.values())
        tokens[place] = tokens_of(texts, item.language, left)
        used = size_of_all(tokens[place]) // 2
        room = {name: value - used for name, value in room.items()}
    return Entry(item_id=item.pk, tokens=tokens)
