"""The addresses that other sites' harvesters use."""

import re
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from omwagtail.catalogue.origins import origin_problem
from omwagtail.describing import Parameter
from omwagtail.documents import DOCUMENT_TYPES, FEED_PAGE_ENTRIES, DocumentError, parse_json
from omwagtail.feed.changes import NotNumbered, RestoredDatabase, read_changes
from omwagtail.feed.cursors import ForeignCursor, read_cursor
from omwagtail.feed.hosts import origin_asked_for
from omwagtail.feed.well_known import describe_site, takes_requests
from omwagtail.problems import Problem
from omwagtail.signals import asked_to_join, rung
from omwagtail.views import MAX_PARAMETER, NO_STORE, PublicView, json_response, parameter_problem

MAX_PING_BYTES = 1024
# Numbering takes milliseconds; what keeps it from being done may take longer.
RETRY_SECONDS = 5
FORMER_ORIGIN = "The site has another origin now, and its old key says so there."
WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


class WellKnownView(PublicView):
    """Who this site is: origin, keys, what it offers, and where."""

    operation = "feed_well_known"
    throttle_scope = "feed"
    answer = {"$ref": "#/components/schemas/Site"}
    redirects = {301: FORMER_ORIGIN}
    refusals = {
        421: "This host is not the origin of a site here.",
        503: "The site is not set up to publish.",
    }

    def get(self, request: Request) -> HttpResponse:
        """The site's own description: origin, signing keys, document types and addresses."""
        origin = origin_asked_for(request)
        return json_response(describe_site(origin))


class ChangesView(PublicView):
    """The feed."""

    operation = "feed_changes"
    throttle_scope = "feed"
    cache_control = NO_STORE
    parameters = {
        "since": Parameter(
            "The cursor that the last page gave as `next`; without it the feed starts anew.",
            {"type": "string", "maxLength": MAX_PARAMETER},
        ),
        "limit": Parameter(
            "Entries in a page.",
            {
                "type": "integer",
                "minimum": 1,
                "maximum": FEED_PAGE_ENTRIES,
                "default": FEED_PAGE_ENTRIES,
            },
            example=10,
        ),
        "type": Parameter(
            "Only one type of document.", {"type": "string", "enum": list(DOCUMENT_TYPES)}
        ),
    }
    answer = {"$ref": "#/components/schemas/FeedPage"}
    redirects = {301: FORMER_ORIGIN}
    refusals = {
        410: "The cursor is not of this feed, or the database was restored: read the feed from its "
        "start.",
        421: "This host is not the origin of a site here.",
        503: "What comes next is just being numbered, or the site is not set up to publish.",
    }

    def get(self, request: Request) -> HttpResponse:
        """The site's documents and withdrawals in the order of their changes, signed."""
        document_type = self.query.get("type", "")
        if document_type and document_type not in DOCUMENT_TYPES:
            raise self._refusal("type", f"There are: {', '.join(DOCUMENT_TYPES)}.")
        try:
            cursor = read_cursor(since) if (since := self.query.get("since")) else None
            page = read_changes(request, cursor, document_type=document_type, limit=self._limit())
        except ForeignCursor as error:
            raise Problem(410, f"{error} Read the feed from its start, without `since`.") from error
        except RestoredDatabase as error:
            raise Problem(
                410,
                "The database was restored from a backup and all documents are issued anew. "
                "Read the feed from its start, without `since`.",
            ) from error
        except NotNumbered as error:
            raise Problem(
                503,
                "What comes next is just being numbered. Ask again in some seconds.",
                headers={"Retry-After": str(RETRY_SECONDS)},
            ) from error
        return HttpResponse(page.as_json(), content_type="application/json")

    def _limit(self) -> int:
        given = self.query.get("limit", str(FEED_PAGE_ENTRIES))
        if WHOLE_NUMBER.fullmatch(given) and int(given) <= FEED_PAGE_ENTRIES:
            return int(given)
        raise self._refusal("limit", f"A whole number from 1 to {FEED_PAGE_ENTRIES}.")

    def _refusal(self, name: str, sentence: str) -> Problem:
        return parameter_problem([(name, sentence)], self.parameters)


class PingView(PublicView):
    """The doorbell."""

    operation = "feed_ping"
    throttle_scope = "ring"
    question = {"$ref": "#/components/schemas/Ring"}
    question_examples = {"ring": {"value": {"origin": "https://partner.example"}}}
    answer = {"$ref": "#/components/schemas/Accepted"}
    refusals = {413: f"The ring is longer than {MAX_PING_BYTES} bytes."}

    def post(self, request: Request) -> HttpResponse:
        """Another site says that it has news: `{"origin": "https://…"}`, at most 1 KB."""
        rung.send_robust(sender=type(self), origin=_origin_told(request))
        # The same for every ring: nobody learns here which sources a site has (rule 19).
        return json_response({"status": "accepted"}, status=202)


class JoinView(PublicView):
    """Where other sites ask to be read."""

    operation = "feed_join"
    throttle_scope = "ring"
    question = {"$ref": "#/components/schemas/Ring"}
    question_examples = {"request": {"value": {"origin": "https://partner.example"}}}
    answer = {"$ref": "#/components/schemas/Accepted"}
    refusals = {
        404: "This site takes no requests to join.",
        413: f"The request is longer than {MAX_PING_BYTES} bytes.",
    }

    def post(self, request: Request) -> HttpResponse:
        """Another site asks to be taken in as a source: `{"origin": "https://…"}`, at most 1 KB.

        Nothing is fetched from there before a person of this site has opened the request.
        """
        if not takes_requests():
            raise Problem(404, "This site takes no requests to join.")
        asked_to_join.send_robust(sender=type(self), origin=_origin_told(request))
        # The same for everybody, known or not (rule 19).
        return json_response({"status": "accepted"}, status=202)


def _origin_told(request: Request) -> str:
    body = request._request.read(MAX_PING_BYTES + 1)
    if len(body) > MAX_PING_BYTES:
        raise Problem(413, f"The body has at most {MAX_PING_BYTES} bytes.")
    try:
        data: Any = parse_json(body)
    except DocumentError as error:
        raise Problem(400, str(error)) from error
    origin = data.get("origin") if isinstance(data, dict) else None
    if not isinstance(origin, str):
        raise Problem(400, 'The body is an object with the member "origin", a text.')
    if fault := origin_problem(origin):
        raise Problem(400, fault)
    return origin
