"""Frozen editions of a check: all of them, and each as it was signed."""

import re
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from omwagtail.api.addresses import base_of
from omwagtail.api.components import document_schema
from omwagtail.api.details import KEY, see_original, without_signature
from omwagtail.api.entries import may_pass_on
from omwagtail.catalogue.editions import edition_name, edition_of, editions_of
from omwagtail.catalogue.models import Edition, Item, ItemState, ItemType
from omwagtail.catalogue.origins import origin_of_request
from omwagtail.catalogue.serving import shown_data, with_contacts_of_both
from omwagtail.describing import Parameter
from omwagtail.problems import Problem
from omwagtail.views import PublicView, json_response, parameter_problem

NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
DIGEST = re.compile(r"[0-9a-f]{64}")
# The text under a fingerprint never changes; but what is erased must leave other people's caches
# soon.
CACHE_A_DAY = "public, max-age=86400, immutable"

KEY_PARAMETER = Parameter("The key of the check.", {"type": "string", "pattern": "^[0-9a-f]{32}$"})
DIGEST_SCHEMA = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
ADDRESS_SCHEMA = {"type": "string", "format": "uri"}
GONE = "This check is no longer offered, so its editions are not either."
ENTRY_SCHEMA = {
    "type": "object",
    "properties": {
        "number": {"type": "integer"},
        "date": {"type": ["string", "null"], "format": "date"},
        "fingerprint": DIGEST_SCHEMA,
        "rev": {"type": "integer"},
        "current": {"type": "boolean"},
        # The signed text, and the page for readers.
        "url": ADDRESS_SCHEMA,
        "page": ADDRESS_SCHEMA,
    },
    "required": ["number", "date", "fingerprint", "rev", "current", "url", "page"],
}


class EditionView(PublicView):
    """What both have in common: the check that was asked for."""

    path_parameters = {"key": KEY_PARAMETER}
    refusals = {404: "There is no such check here.", 410: GONE}

    def find_check(self, request: Request, key: str) -> Item:
        """The check, if it may be shown here now; raises Problem."""
        known = Item.objects.of_type(ItemType.CHECK)
        known = known.filter(key=key) if KEY.fullmatch(key) else known.none()
        item = known.visible_at(origin_of_request(request)).first()
        if item is not None:
            return item
        offered_before = [ItemState.WITHDRAWN, ItemState.GONE]
        if known.filter(state__in=offered_before).exists():
            raise Problem(410, GONE)
        raise Problem(404, "There is no check with this key here.")


class EditionListView(EditionView):
    """The editions of one check."""

    operation = "checks_editions_list"
    answer: Any = {
        "type": "object",
        "properties": {
            "count": {"type": "integer"},
            "results": {"type": "array", "items": ENTRY_SCHEMA},
        },
        "required": ["count", "results"],
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        """Number, date and fingerprint of all editions that were published, the newest first.

        Corrected spelling under the same number is an entry of its own. By the fingerprint answers
        find the questions that they belong to.
        """
        item = self.find_check(request, key)
        base = base_of(request)
        current = edition_name(item.data)
        entries = [
            describe_edition(edition, item.key, base)
            | {"current": (edition.number, edition.fingerprint) == current}
            for edition in editions_of(item)
        ]
        return json_response({"count": len(entries), "results": entries})


class EditionDetailView(EditionView):
    """One edition."""

    operation = "checks_editions_detail"
    parameters = {
        "fingerprint": Parameter(
            "Which of several texts under the same number; without it, the last one.", DIGEST_SCHEMA
        )
    }
    path_parameters = EditionView.path_parameters | {
        "number": Parameter("The number of the edition.", {"type": "integer", "minimum": 0})
    }
    answer = document_schema(ItemType.CHECK)
    answer_headers = {
        "Om-Key-Id": "The id of the key that signed it.",
        "Om-Signature": "The signature of `om/1`, a line feed and the body.",
    }
    refusals = {404: "There is no such check here, or no such edition of it.", 410: GONE}
    redirects = {303: "A foreign check that may only be quoted or linked to: the original."}

    def get(self, request: Request, key: str, number: str) -> HttpResponse:
        """The check as it was signed when this edition was first published.

        A foreign one that may only be quoted or linked to is a redirect (303) to the original. One
        without signature in the headers is shortened: the check names a contact no longer.
        """
        item = self.find_check(request, key)
        if not may_pass_on(item):
            return see_original(item.url)
        edition = self._edition(item, number)
        document = with_contacts_of_both(edition.data, shown_data(item))
        if document != edition.data:
            return without_signature(document, item.language)
        headers = {"Om-Key-Id": edition.kid, "Om-Signature": edition.sig}
        headers["ETag"] = f'"{edition.sig[:43]}"'
        if self.query.get("fingerprint"):
            headers["Cache-Control"] = CACHE_A_DAY
        return HttpResponse(edition.doc, content_type="application/json", headers=headers)

    def _edition(self, item: Item, number: str) -> Edition:
        mark = self.query.get("fingerprint")
        if mark is not None and not DIGEST.fullmatch(mark):
            errors = [("fingerprint", "It must be 64 lower-case hexadecimal digits.")]
            raise parameter_problem(errors, self.parameters)
        found = edition_of(item, int(number), mark) if NUMBER.fullmatch(number) else None
        if found is None:
            raise Problem(404, "There is no such edition of this check here.")
        return found


def describe_edition(edition: Edition, key: str, base: str) -> dict[str, Any]:
    """What an entry says of the edition itself; its addresses lead to exactly this text."""
    place = {"key": key, "number": edition.number}
    query = f"?fingerprint={edition.fingerprint}"
    return {
        "number": edition.number,
        "date": edition.date.isoformat() if edition.date else None,
        "fingerprint": edition.fingerprint,
        "rev": edition.rev,
        "url": base + reverse("omwagtail_edition", kwargs=place) + query,
        "page": base + reverse("omwagtail_check_edition", kwargs=place) + query,
    }
