"""One document, byte for byte as it was signed."""

import re
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.encoding import iri_to_uri
from rest_framework.request import Request

from omwagtail.api.addresses import list_name
from omwagtail.api.components import document_examples, document_schema
from omwagtail.api.entries import may_pass_on
from omwagtail.api.shortened import shortened
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.origins import origin_of_request
from omwagtail.catalogue.queries import is_visible_at
from omwagtail.describing import Parameter
from omwagtail.problems import Problem
from omwagtail.views import PublicView, json_response

KEY = re.compile(r"[0-9a-f]{32}")
NONE = "There is no document with this key here."
GONE = "This document is no longer offered."


class Stored(NamedTuple):
    """What is read of an item."""

    type: str
    origin: str
    state: str
    expires: datetime | None
    doc: str
    kid: str
    sig: str
    via: str
    rev: int
    reuse: str
    object_id: str | None
    url: str
    language: str
    waiting_rev: int | None

    @property
    def is_own(self) -> bool:
        return self.object_id is not None


@cache
def stored() -> QuerySet:
    """All rows as Stored has them: put together once, since it takes as long as to ask."""
    return Item.objects.values_list(*Stored._fields)


class ItemView(PublicView):
    """One document."""

    document_type = ""
    """Its type; empty for any."""

    path_parameters = {
        "key": Parameter(
            "The key of the document, as lists give it.",
            {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        )
    }
    answer_headers = {
        "Om-Key-Id": "The id of the key that signed it.",
        "Om-Signature": "The signature of `om/1`, a line feed and the body.",
        "Om-Via": "The site that passed it on, if it was not read at its origin.",
        "Content-Language": "The language of the document.",
    }
    refusals = {404: NONE, 410: GONE}
    redirects = {303: "A foreign document that may only be quoted or linked to: the original."}

    @property
    def operation(self) -> str:
        return f"{list_name(self.document_type)}_detail"

    @property
    def answer(self) -> dict[str, Any]:
        return document_schema(self.document_type)

    @property
    def answer_examples(self) -> dict[str, Any]:
        return document_examples(self.document_type)

    def get(self, request: Request, key: str) -> HttpResponse:
        """The document as it was signed; its signature stands in the headers.

        A foreign one that may only be quoted or linked to is a redirect (303) to the original.

        A foreign one without signature in the headers is shortened: its publisher no longer names
        a contact, in a newer version that is not shown here yet.
        """
        item = self._read(request, key)
        if not may_pass_on(item):
            return see_original(item.url)
        if item.waiting_rev is not None and (
            shown := shortened(Item.objects.filter(key=key)).get(key)
        ):
            return without_signature(shown, item.language)
        headers = {
            "Om-Key-Id": item.kid,
            "Om-Signature": item.sig,
            "Content-Language": item.language,
            # One revision has one text and one signature, so nothing needs to be hashed.
            "ETag": f'"{item.rev}.{item.sig[:22]}"',
        }
        if item.via:
            headers["Om-Via"] = item.via
        return HttpResponse(item.doc, content_type="application/json", headers=headers)

    def _read(self, request: Request, key: str) -> Stored:
        """The document with this key, if it may be shown here; raises Problem.

        It is asked for by its key alone: conditions would take longer to write than to look at.
        """
        rows = stored().filter(key=key) if KEY.fullmatch(key) else ()
        for row in map(Stored._make, rows):
            if self.document_type not in ("", row.type):
                continue
            if is_visible_at(row, origin_of_request(request)):
                return row
            if row.state in (ItemState.WITHDRAWN, ItemState.GONE):
                raise Problem(410, GONE)
        raise Problem(404, NONE)


def see_original(url: str) -> HttpResponse:
    """The site that published a document wants to be visited for the text."""
    return HttpResponse(status=303, headers={"Location": iri_to_uri(url)})


def without_signature(document: dict[str, Any], language: str) -> HttpResponse:
    """A document of which less is shown than was signed."""
    response = json_response(document)
    response["Content-Language"] = language
    return response
