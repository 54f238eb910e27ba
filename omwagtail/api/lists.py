"""The lists: what this installation shows, narrowed, ordered, counted and cut into pages.

An answer is put together around the stored texts, which are JSON already. Whether it is the one
that a client has is known from the rows' versions, before any text is read.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from rest_framework.request import Request

from omwagtail import __version__
from omwagtail.api.addresses import base_at, list_name, list_path
from omwagtail.api.cards import write_cards
from omwagtail.api.components import list_schema
from omwagtail.api.entries import Row, Version, write_entry
from omwagtail.api.facets import describe_facets
from omwagtail.api.filters import ItemFilters
from omwagtail.api.ordering import NEWEST, Ordering
from omwagtail.api.paging import Address, Page, addresses_of, read_on, read_page
from omwagtail.api.parameters import ALL_PARAMETERS, FACETS, LIST_PARAMETERS
from omwagtail.api.question import Question, read_question
from omwagtail.api.shortened import shortened
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.origins import origin_of_request
from omwagtail.catalogue.queries import ItemQuerySet, hidden_at
from omwagtail.catalogue.search.reading import FEW, best_keys
from omwagtail.catalogue.search.words import read_query
from omwagtail.catalogue.statements import Moment, Statement, counting
from omwagtail.describing import Parameter
from omwagtail.documents import DOCUMENT_TYPES
from omwagtail.views import PublicView, etag_of, parameter_problem


class ItemListView(PublicView):
    """A list of what this installation shows, the newest first; a search by what fits best."""

    document_type = ""
    """The type of all its entries; empty for all types."""

    refusals = {404: "The list has fewer pages."}

    @property
    def parameters(self) -> dict[str, Parameter]:
        return LIST_PARAMETERS if self.document_type else ALL_PARAMETERS

    @property
    def operation(self) -> str:
        return f"{list_name(self.document_type)}_list"

    @property
    def answer(self) -> dict[str, Any]:
        return list_schema(self.document_type)

    @property
    def throttle_scope(self) -> str:
        return "search" if self.request.GET.get("q") else "read"

    def get(self, request: Request) -> HttpResponse:
        """Documents that pass all filters, in pages, each with its key and its address here.

        Of a foreign document that its publisher lets others only quote or link to, an entry has
        the address of the original, the title and, where it may be quoted, the summary.
        """
        origin, names = origin_of_request(request), list(FACETS)
        if self.document_type:
            names.remove("type")
        self.hidden = tuple(hidden_at(origin))
        items = partial(shown, self.document_type, self.hidden)
        self.filters = ItemFilters(self.query, items, request._request)
        by_cursor = "cursor" in request.GET
        question = read_question(self.query, by_cursor=by_cursor, facets=names)
        if errors := [*self.filters.find_errors(), *question.errors]:
            raise parameter_problem(errors, self.parameters)
        return self._answer(request._request, question, base_at(origin, request))

    def _answer(self, request: HttpRequest, question: Question, base: str) -> HttpResponse:
        total, facets = self._facets(question)
        if question.as_cards:
            return self._cards(request, question, base, total, facets)
        if request.headers.get("If-None-Match"):
            page = self._page(question, base, Version, total)
            headers = {"ETag": self._tag(page, base, facets)}
            if get_conditional_response(request, etag=headers["ETag"]) is not None:
                return HttpResponse(headers=headers, content_type="application/json")
        page = self._page(question, base, Row, total)
        text = _put_together(page.head | facets, self._entries(page.rows, base, question))
        headers = {"ETag": self._tag(page, base, facets)}
        return HttpResponse(text, content_type="application/json", headers=headers)

    def _cards(
        self,
        request: HttpRequest,
        question: Question,
        base: str,
        total: int | None,
        facets: dict[str, Any],
    ) -> HttpResponse:
        """Its tag comes from the text: pictures arrive later than the documents that name them."""
        page = self._page(question, base, Version, total)
        paths = {kind: base + list_path(kind) for kind in DOCUMENT_TYPES}
        keys = [row.pk for row in page.rows]
        entries = write_cards(keys, base, paths, origin_of_request(request))
        text = _put_together(page.head | facets, entries)
        return HttpResponse(text, content_type="application/json")

    def _page(
        self, question: Question, base: str, kind: type[Row] | type[Version], total: int | None
    ) -> Page:
        address_with = addresses_of(base + list_path(self.document_type), self.query)
        if self.filters.is_empty and not question.by_cursor:
            return self._page_of_all(question, kind, address_with)
        found = self.filters.found()
        ordered = self._ordered(found, question)
        columns = kind._fields[:-1]
        if question.by_cursor:
            columns = (*columns, question.ordering.column)
        asked = kind.expressions(columns)

        def take(rows: QuerySet) -> list[Row] | list[Version]:
            if not self._is_ranked(question):
                return [kind(*values) for values in rows.values_list(*asked)]
            # To sort them with their texts a database would read all that were found.
            keys = self._keys(rows, total)
            texts = Item.objects.filter(pk__in=keys).values_list(*asked)
            read = {values[0]: kind(*values) for values in texts}
            return [read[key] for key in keys if key in read]

        if question.by_cursor:
            return read_on(ordered, question, take, address_with)
        return read_page(
            question,
            lambda start, stop: take(ordered[start:stop]),
            lambda: found.order_by().count() if total is None else total,
            address_with,
        )

    def _keys(self, rows: QuerySet, total: int | None) -> list[int]:
        """The keys of a page of a list that is ranked."""
        if "near" in self.query or (total is not None and total <= FEW):
            return list(rows.values_list("pk", flat=True))
        window = slice(rows.query.low_mark, rows.query.high_mark)
        return best_keys(self.filters.found(without="q"), read_query(self.query["q"]), window)

    def _page_of_all(
        self, question: Question, kind: type[Row] | type[Version], address_with: Address
    ) -> Page:
        """Of a list that nothing narrows, which is what most ask for."""
        database = Item.objects.db
        ordering = question.ordering or NEWEST
        listing, number = kept_statements(database, self.document_type, self.hidden, ordering, kind)
        return read_page(
            question,
            lambda start, stop: [kind(*values) for values in listing.rows(start, stop)],
            lambda: number.rows(0, 1)[0][0],
            address_with,
        )

    def _is_ranked(self, question: Question) -> bool:
        """Whether the order is by what fits best, which no index knows."""
        return question.ordering is None and bool({"q", "near"} & self.query.keys())

    def _ordered(self, found: ItemQuerySet, question: Question) -> ItemQuerySet:
        if question.ordering:
            return question.ordering.apply(found)
        ordered = found.best_first(self.query.get("q", ""))
        near = self.query.get("near")
        return ordered.nearest_first(near) if near and not question.best else ordered

    def _facets(self, question: Question) -> tuple[int | None, dict[str, Any]]:
        """The number of all documents where it was counted in passing, and those of the filters."""
        if not question.facets:
            return None, {}
        total, facets = describe_facets(question.facets, self.query, self.filters.found)
        return total, {"facets": facets}

    def _entries(
        self, rows: list[Row], base: str, question: Question
    ) -> Iterator[tuple[bytes, ...]]:
        words = read_query(self.query.get("q", ""))
        # A list holds few types, and an address takes longer to find than an entry to write.
        paths = {kind: base + list_path(kind) for kind in {row.type for row in rows}}
        waiting = [row.pk for row in rows if row.waiting_rev is not None]
        instead = shortened(Item.objects.filter(pk__in=waiting)) if waiting else {}
        for row in rows:
            address = f"{paths[row.type]}{row.key}/"
            yield write_entry(row, address, words, question.fields, instead.get(row.key))

    def _tag(self, page: Page, base: str, facets: dict[str, Any]) -> str:
        """Changes with the answer: with what was asked, what stands around the entries, and the
        version of each of them. Hashing the texts would take as long as sending them."""
        asked = [__version__, base, self.document_type, sorted(self.query.items())]
        parts = [json.dumps([asked, page.head, facets]), *(row.mark for row in page.rows)]
        return etag_of("\n".join(parts).encode())


def shown(document_type: str, hidden: tuple[str, ...], now: Moment | None = None) -> ItemQuerySet:
    """What a list shows when nothing narrows it: but for what other sites here publish."""
    items = Item.objects.visible(now).without(*hidden)
    return items.of_type(document_type) if document_type else items


@lru_cache(maxsize=128)
def kept_statements(
    database: str,
    document_type: str,
    hidden: tuple[str, ...],
    ordering: Ordering,
    kind: type[Row] | type[Version],
) -> tuple[Statement, Statement]:
    """What reads the rows of such a list, and what counts them."""
    items = shown(document_type, hidden, Moment()).using(database)
    rows = ordering.apply(items).values_list(*kind.expressions(kind._fields[:-1]))
    return Statement(rows), Statement(counting(items))


def _put_together(head: dict[str, Any], entries: Iterable[tuple[bytes, ...]]) -> bytes:
    parts = [json.dumps(head, ensure_ascii=False)[:-1].encode(), b', "results": [']
    for number, entry in enumerate(entries):
        if number:
            parts.append(b",")
        parts += entry
    parts.append(b"]}")
    return b"".join(parts)
