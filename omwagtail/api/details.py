"""One document, byte for byte as it was signed."""

import re
from typing import Any

from django.http import HttpResponse
from django.utils.encoding import iri_to_uri
from rest_framework.request import Request

from omwagtail.api.addresses import list_name
from omwagtail.api.components import document_examples, document_schema
from omwagtail.api.entries import may_pass_on
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.origins import origin_of_request
from omwagtail.describing import Parameter
from omwagtail.problems import Problem
from omwagtail.views import PublicView

KEY = re.compile(r"[0-9a-f]{32}")
COLUMNS = ("doc", "kid", "sig", "via", "rev", "reuse", "object_id", "url", "language")
NONE = "There is no document with this key here."
GONE = "This document is no longer offered."


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
        """
        item = self._item(request, key)
        if not may_pass_on(item):
            # The site that published it wants to be visited for the text.
            return HttpResponse(status=303, headers={"Location": iri_to_uri(item.url)})
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

    def _item(self, request: Request, key: str) -> Item:
        if not KEY.fullmatch(key):
            raise Problem(404, NONE)
        items = Item.objects.filter(key=key)
        if self.document_type:
            items = items.of_type(self.document_type)
        found = list(items.visible_at(origin_of_request(request)).only(*COLUMNS))
        if found:
            return found[0]
        if items.filter(state__in=[ItemState.WITHDRAWN, ItemState.GONE]).exists():
            raise Problem(410, GONE)
        raise Problem(404, NONE)
