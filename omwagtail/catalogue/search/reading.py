"""Asking the side table, and showing where the words stand."""

import re
from collections.abc import Sequence
from html import escape

from django.db import connections
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from omwagtail.catalogue.search.handing_over import find, is_handed_over
from omwagtail.catalogue.search.tables import PLACES, table_of
from omwagtail.catalogue.search.words import WORD, QueryWord

# Characters of a snippet, and how many of them stand before the first word that was found.
SNIPPET = 240
BEFORE = 60
# Of so many the order is told at once.
FEW = 1_000
_SPACE = re.compile(r"\s")


def containing(queryset: QuerySet, words: Sequence[QueryWord]) -> QuerySet:
    """The items that hold all words; none where there is no word."""
    if not words:
        return queryset.none()
    if is_handed_over():
        return queryset.filter(pk__in=find(words))
    return queryset.filter(pk__in=_ids(queryset, words, PLACES))


def best_first(queryset: QuerySet, words: Sequence[QueryWord]) -> QuerySet:
    """Those with all words in the title first, then in title and summary; each the newest first.

    A backend of Wagtail's has an order of its own.
    """
    if not words:
        return queryset.newest_first()
    if is_handed_over():
        return _in_order_of(queryset, find(words))
    rank = Case(
        When(pk__in=_ids(queryset, words, PLACES[:1]), then=Value(0)),
        When(pk__in=_ids(queryset, words, PLACES[:2]), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    newest = queryset.newest_first()
    return newest.order_by(rank, *newest.query.order_by)


def best_keys(items: QuerySet, words: Sequence[QueryWord], window: slice) -> list[int]:
    """Keys of a page of the search among ``items`` in the order of ``best_first``.

    Where those with all words in the title fill the page, the others are not looked at: of a word
    that a third of all documents hold, few have it there.
    """
    if words and not is_handed_over():
        titled = items.filter(pk__in=_ids(items, words, PLACES[:1])).newest_first()
        keys = list(titled.values_list("pk", flat=True)[window])
        if len(keys) == window.stop - window.start:
            return keys
    found = best_first(containing(items, words), words)
    return list(found.values_list("pk", flat=True)[window])


def _in_order_of(queryset: QuerySet, keys: Sequence[int]) -> QuerySet:
    places = (When(pk=key, then=Value(place)) for place, key in enumerate(keys))
    return queryset.order_by(Case(*places, default=Value(len(keys)), output_field=IntegerField()))


def snippet(texts: Sequence[str], words: Sequence[QueryWord], language: str) -> str:
    """The first place in texts where a word stands, as HTML: escaped, each word in ``mark``.

    Empty where none of the texts holds any of the words.
    """
    for text in texts:
        spans = [
            match.span()
            for match in WORD.finditer(text)
            if any(word.occurs_as(match[0], language) for word in words)
        ]
        if spans:
            return _cut(text, spans)
    return ""


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    begin, end = _window(text, spans[0][0])
    pieces, place = ["… " if begin else ""], begin
    for first, last in spans:
        if last > end:
            break
        pieces += [escape(text[place:first]), "<mark>", escape(text[first:last]), "</mark>"]
        place = last
    pieces += [escape(text[place:end]), " …" if end < len(text) else ""]
    return "".join(pieces)


def _window(text: str, first: int) -> tuple[int, int]:
    """Where a snippet begins and ends, at the edges of words where there are any."""
    begin = max(0, first - BEFORE)
    if begin and (space := _SPACE.search(text, begin, first)):
        begin = space.end()
    end = min(len(text), begin + SNIPPET)
    if end < len(text):
        end = max((space.start() for space in _SPACE.finditer(text, begin, end)), default=end)
        end = max(end, min(len(text), first + SNIPPET // 2))
    return begin, end


def _ids(queryset: QuerySet, words: Sequence[QueryWord], places: Sequence[str]) -> RawSQL:
    sql, parameters = table_of(connections[queryset.db]).match(words, places)
    return RawSQL(sql, parameters)
