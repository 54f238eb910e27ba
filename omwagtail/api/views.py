"""The read API: what this installation shows, own and foreign.

Documents are sent as the text that is stored. Nothing writes one anew on its way out, so what a
client gets is what was signed. A foreign one is only read for what its publisher lets others show.
"""

import json
import re
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from rest_framework.request import Request

from omwagtail.api.addresses import LISTS, base_of, list_path
from omwagtail.api.components import document_schema, list_schema
from omwagtail.api.entries import ENTRY_COLUMNS, may_pass_on, write_entry
from omwagtail.api.filters import ItemFilters, TypedItemFilters, find_errors
from omwagtail.api.paging import MAX_LIMIT, Paging, read_paging
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.search.words import read_query
from omwagtail.problems import Problem
from omwagtail.views import PublicView, json_response, parameter_problem
from omwagtail.vocabularies import UnknownVocabulary, Vocabulary, vocabulary, vocabulary_names

KEY = re.compile(r"[0-9a-f]{32}")

LIST_PARAMETERS = {
    "topic": "Code of the vocabulary `topics`.",
    "region": "Code of the vocabulary `regions` (NUTS); also finds what lies in the region.",
    "sector": "Code of the vocabulary `sectors`.",
    "audience": "Code of the vocabulary `audiences`.",
    "company_size": "Code of the vocabulary `company-sizes`.",
    "success_factor": "Code of the vocabulary `success-factors`.",
    "organisation_type": "Code of the vocabulary `organisation-types`, of the publisher.",
    "language": "Language tag; `de` also finds `de-AT`.",
    "origin": "The site that published it, or `self` for the one that is asked.",
    "q": "Words that must all occur, whole or as a beginning; found in German and English forms.",
    "limit": f"Entries in a page, from 1 to {MAX_LIMIT}.",
    "page": "Number of the page, from 1.",
}


class RootView(PublicView):
    """What there is."""

    operation = "api_root"

    def get(self, request: Request) -> HttpResponse:
        """Addresses of everything that this API offers."""
        base = base_of(request)
        links = {name.replace("-", "_"): base + list_path(kind) for name, kind in LISTS.items()}
        for name in ("vocabularies", "schema", "changes", "ping", "well_known"):
            links[name] = base + reverse(f"omwagtail_{name}")
        return json_response(links)


class ItemListView(PublicView):
    """A list of what this installation shows, the newest first; a search by what fits best."""

    document_type = ""
    """The type of all its entries; empty for all types."""

    @property
    def parameters(self) -> dict[str, str]:
        own = {} if self.document_type else {"type": "Type of the documents."}
        return own | LIST_PARAMETERS

    @property
    def operation(self) -> str:
        return f"{_name(self.document_type)}_list"

    @property
    def answer(self) -> dict[str, Any]:
        return list_schema(self.document_type)

    def get(self, request: Request) -> HttpResponse:
        """Documents that pass all filters, in pages, each with its key and its address here.

        Of a foreign document that its publisher lets others only quote or link to, an entry has
        the address of the original, the title and, where it may be quoted, the summary.
        """
        filters, paging = self._filters(request), read_paging(self.query)
        if errors := [*find_errors(filters), *paging.errors]:
            raise parameter_problem(errors, self.parameters)
        found = filters.qs
        count = found.count()
        if paging.page > paging.last_page(count):
            raise Problem(404, f"The list has {paging.last_page(count)} pages.")
        rows = found.best_first(self.query.get("q", ""))
        return self._answer(base_of(request), count, paging, rows.only(*ENTRY_COLUMNS))

    def _filters(self, request: Request) -> ItemFilters:
        items = Item.objects.visible()
        if not self.document_type:
            return TypedItemFilters(self.query, queryset=items, request=request._request)
        return ItemFilters(
            self.query, queryset=items.of_type(self.document_type), request=request._request
        )

    def _answer(self, base: str, count: int, paging: Paging, rows) -> HttpResponse:
        address = base + list_path(self.document_type)
        head = {
            "count": count,
            "next": paging.neighbour(address, self.query, count, 1),
            "previous": paging.neighbour(address, self.query, count, -1),
        }
        words = read_query(self.query.get("q", ""))
        entries = [write_entry(item, base, words) for item in rows[paging.window]]
        # The list is put together around the stored texts, which are JSON already.
        text = f'{json.dumps(head)[:-1]}, "results": [{",".join(entries)}]}}'
        return HttpResponse(text, content_type="application/json")


class ItemView(PublicView):
    """One document."""

    document_type = ""

    @property
    def operation(self) -> str:
        return f"{_name(self.document_type)}_detail"

    @property
    def answer(self) -> dict[str, Any]:
        return document_schema(self.document_type)

    def get(self, request: Request, key: str) -> HttpResponse:
        """The document as it was signed; its signature stands in the headers.

        A foreign one that may only be quoted or linked to is a redirect (303) to the original.
        """
        item = self._item(key)
        if not may_pass_on(item):
            # The site that published it wants to be visited for the text.
            return HttpResponse(status=303, headers={"Location": iri_to_uri(item.url)})
        headers = {"Om-Key-Id": item.kid, "Om-Signature": item.sig}
        if item.via:
            headers["Om-Via"] = item.via
        # One text has one signature, so it is the tag, and nothing needs to be hashed.
        headers["ETag"] = f'"{item.sig[:43]}"'
        return HttpResponse(item.doc, content_type="application/json", headers=headers)

    def _item(self, key: str) -> Item:
        items = Item.objects.filter(key=key) if KEY.fullmatch(key) else Item.objects.none()
        if self.document_type:
            items = items.of_type(self.document_type)
        item = items.visible().first()
        if item is not None:
            return item
        if items.filter(state=ItemState.WITHDRAWN).exists():
            raise Problem(410, "This document is no longer offered.")
        raise Problem(404, "There is no document with this key here.")


class VocabulariesView(PublicView):
    """The vocabularies."""

    operation = "vocabularies_list"

    def get(self, request: Request) -> HttpResponse:
        """Names, titles and addresses of all vocabularies."""
        base = base_of(request)
        return json_response(
            [
                {
                    "name": name,
                    "title": vocabulary(name).title,
                    "url": base + reverse("omwagtail_vocabulary", args=[name]),
                }
                for name in vocabulary_names()
            ]
        )


class VocabularyView(PublicView):
    """One vocabulary."""

    operation = "vocabularies_detail"

    def get(self, request: Request, name: str) -> HttpResponse:
        """All terms in their order, with labels in German and English, and their parents."""
        try:
            return json_response(describe_vocabulary(vocabulary(name)))
        except UnknownVocabulary as error:
            names = ", ".join(vocabulary_names())
            raise Problem(404, f"There is no such vocabulary. There are: {names}.") from error


def describe_vocabulary(found: Vocabulary) -> dict[str, Any]:
    """name, title and terms: code, labels, and parent, uri and heading where they apply."""
    terms = []
    for term in found:
        entry: dict[str, Any] = {"code": term.code, "labels": dict(term.labels)}
        if term.parent:
            entry["parent"] = term.parent
        if term.uri:
            entry["uri"] = term.uri
        if term.heading:
            entry["heading"] = True
        terms.append(entry)
    return {"name": found.name, "title": found.title, "terms": terms}


def _name(document_type: str) -> str:
    return {"": "items"}.get(document_type, f"{document_type.replace('-', '_')}s")
