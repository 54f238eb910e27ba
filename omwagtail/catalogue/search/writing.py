"""Keeping the side table: always in the transaction that writes the item."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.search.tables import PLACES, Entry, table_of
from omwagtail.catalogue.search.words import MAX_BYTES, MAX_NEAR_BYTES, size_of, tokens_of
from omwagtail.documents import code_of, plain_text
from omwagtail.vocabularies import vocabulary

# Members that hold no words for readers: addresses, ids, codes, figures of files.
WORDLESS = frozenset(
    {
        "id", "origin", "url", "uri", "website", "srcset", "media_type", "key", "kind", "type",
        "fingerprint", "symbol", "licence", "logo", "counterpart", "columns", "rule", "scope",
        "audience", "contacts", "as_of", "date", "from", "to", "since", "founded",
    }
)  # fmt: skip
# Lists of codes whose labels readers search for, and their vocabularies.
LABELLED = {
    "topics": "topics",
    "regions": "regions",
    "sectors": "sectors",
    "audiences": "audiences",
    "success_factors": "success-factors",
}
# Items that have words: those that are shown or may soon be.
SEARCHED = (ItemState.ACCEPTED, ItemState.PENDING)
BATCH = 500


def write_words(item: Item) -> None:
    """Write the words of an item's shown document."""
    remove_words([item.pk])
    _insert([_entry(item)])


def remove_words(pks: Iterable[int]) -> None:
    """Take items out of the search."""
    pks = list(pks)
    with connection.cursor() as cursor:
        for start in range(0, len(pks), BATCH):
            some = pks[start : start + BATCH]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(table_of(connection).remove % marks, some)


def write_all(items: Iterable[Item]) -> int:
    """Write the words of many items; return how many there were."""
    count, entries = 0, []
    for item in items:
        entries.append(_entry(item))
        count += 1
        if len(entries) == BATCH:
            _replace(entries)
            entries = []
    _replace(entries)
    return count


def without_words() -> QuerySet:
    """Accepted items that no search would find: their words were lost, or never written."""
    keys = RawSQL(table_of(connection).keys, [])
    return Item.objects.filter(state=ItemState.ACCEPTED).exclude(pk__in=keys)


def remove_orphans() -> int:
    """Take out the words of what is not searched, or no longer exists; return of how many."""
    searched = Item.objects.filter(state__in=SEARCHED).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(table_of(connection).keys)
        orphans = {pk for (pk,) in cursor.fetchall()}.difference(searched)
    remove_words(orphans)
    return len(orphans)


def repair_words() -> int:
    """Write the words that are missing and take out those that are too many; return of how many.

    Reads no document where there is nothing to do.
    """
    return write_all(without_words()) + remove_orphans()


def texts_of(document: dict[str, Any]) -> dict[str, list[str]]:
    """The texts that are searched, by place: title, summary (and labels), body."""
    publisher = document.get("publisher") or {}
    summary = [document.get("summary") or "", publisher.get("name") or "", *_labels(document)]
    body = [*_texts(document.get("body")), *_texts(document.get("files"))]
    return {"title": [document.get("title") or ""], "summary": summary, "body": body}


def _replace(entries: list[Entry]) -> None:
    remove_words(entry.item_id for entry in entries)
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
        used = sum(size_of(token) for token in tokens[place]) // 2
        room = {name: value - used for name, value in room.items()}
    return Entry(item_id=item.pk, tokens=tokens)


def _texts(value: Any) -> Iterator[str]:
    """All words for readers in a part of a document, without markup."""
    if isinstance(value, str):
        yield plain_text(value) if "<" in value or "&" in value else value
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name not in WORDLESS:
                yield from _texts(member)


def _labels(document: dict[str, Any]) -> Iterator[str]:
    """The words of codes; a region is also found by the names of those that it lies in."""
    language = document.get("language") or "de"
    for member, name in LABELLED.items():
        entries = document.get(member) or ()
        yield from (entry["label"] for entry in entries if isinstance(entry, dict))
        found = vocabulary(name)
        for code in found.with_ancestors([code_of(entry) for entry in entries]):
            yield found.label(code, language)
