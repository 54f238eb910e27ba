"""The base of every view that machines read: the API, the feed, the schema.

Each policy of Django REST framework is fixed here, so that a project's REST_FRAMEWORK settings,
made for its own API, change nothing. Nobody is asked who they are: no session, user or cookie.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db.transaction import non_atomic_requests
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.gzip import gzip_page
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from omwagtail.describing import NO_STORE, Described, DescribedByView, Parameter
from omwagtail.problems import Problem, problem_of, problem_response
from omwagtail.throttling import AddressThrottle

# The longest honest values are cursors and origins.
MAX_PARAMETER = 512
EXPOSED_HEADERS = "ETag, Om-Key-Id, Om-Signature, Om-Via, Retry-After"
CACHE_A_MINUTE = "public, max-age=60"


class OneMediaType(BaseContentNegotiation):
    """Every address has one media type, whatever the client would like better."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class PublicView(Described, APIView):
    """A view for everyone, on any origin.

    Answers are bytes that the view made itself; what it raises becomes problem details.
    """

    throttle_scope = "read"
    """Which rate of the setting ``THROTTLE`` counts its requests."""

    cache_control = CACHE_A_MINUTE
    """``Cache-Control`` of a good answer; ``NO_STORE`` also leaves out ETag and 304."""

    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = [AddressThrottle]
    parser_classes = [JSONParser]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = OneMediaType
    metadata_class = None
    versioning_class = None
    schema = DescribedByView()

    @classmethod
    def as_view(cls, **initkwargs: Any):
        # Outside ATOMIC_REQUESTS: the feed commits its numbers before it reads them, and reads
        # need no transaction.
        return non_atomic_requests(gzip_page(super().as_view(**initkwargs)))

    def dispatch(self, request, *args, **kwargs):
        # What Django's forms say about a value is part of an English answer.
        with translation.override("en"):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # What Django REST framework would decide here is decided: everyone may read the one media
        # type that there is.
        self.format_kwarg = request.version = request.versioning_scheme = None
        request.accepted_renderer = self.renderer_classes[0]
        request.accepted_media_type = self.renderer_classes[0].media_type
        self.check_throttles(request)
        if request.method != "OPTIONS":
            self.query = self.read_query(request)

    def read_query(self, request: Request) -> dict[str, str]:
        """The query's parameters by name; one that is not known is a problem (400)."""
        return read_parameters(request, self.parameters)

    def throttled(self, request: Request, wait: float) -> None:
        raise Problem(
            429,
            f"There were too many requests from your address. Ask again in {wait} seconds.",
            headers={"Retry-After": str(wait)},
        )

    def get_exception_handler(self):
        return _answer_error

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a browser asks before a request with headers of its own."""
        return HttpResponse(
            status=204,
            headers={
                "Access-Control-Allow-Methods": ", ".join(self.allowed_methods),
                "Access-Control-Allow-Headers": "Content-Type, If-None-Match",
                "Access-Control-Max-Age": "86400",
            },
        )

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 200:
            response.headers.setdefault("Cache-Control", self.cache_control)
            if self.cache_control != NO_STORE:
                if "ETag" not in response.headers:
                    response.headers["ETag"] = etag_of(response.content)
                response = get_conditional_response(
                    self.request._request, etag=response["ETag"], response=response
                )
            if response.status_code == 304:
                _fit_compressed(request, response)
            if response.status_code == 412:
                response = problem_response(Problem(412, "`If-Match` names another version."))
        if response.status_code != 200 or self.cache_control == NO_STORE:
            # Django's cache middleware would keep these too, and answer others with a 304.
            self.request._request._cache_update_cache = False
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        response["X-Content-Type-Options"] = "nosniff"
        return response


def json_response(data: Any, *, status: int = 200) -> HttpResponse:
    """An answer of our own making; documents are never written this way."""
    text = json.dumps(data, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/json")


def etag_of(content: bytes) -> str:
    """An entity tag that changes with the content."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def read_parameters(request: Request, known: Mapping[str, Parameter]) -> dict[str, str]:
    """The query's parameters, each once and known by name; raises Problem (400).

    Empty ones are left out: a form sends all its fields.
    """
    errors = []
    for name, values in request.GET.lists():
        if name not in known:
            errors.append((name, "There is no such parameter here."))
        elif len(values) > 1:
            sentence = "This parameter may stand here once; several values stand in one: a,b."
            errors.append((name, sentence))
        elif len(values[0]) > MAX_PARAMETER:
            errors.append((name, f"The value has more than {MAX_PARAMETER} characters."))
        elif "\0" in values[0]:
            errors.append((name, "The value holds a NUL character."))
        elif "\ufffd" in values[0]:
            errors.append((name, "The value is no text in UTF-8."))
    if errors:
        raise parameter_problem(errors, known)
    return {name: value for name, value in request.GET.items() if value}


def parameter_problem(errors: list[tuple[str, str]], known: Mapping[str, Parameter]) -> Problem:
    """A 400 that says what is wrong with each parameter, and which ones there are."""
    return Problem(
        400,
        " ".join(f"{name[:64]}: {sentence}" for name, sentence in errors[:10]),
        errors=[{"parameter": name[:64], "detail": text} for name, text in errors[:10]],
        parameters=sorted(known),
    )


def _fit_compressed(request: Request, response: HttpResponse) -> None:
    """What a 304 says must fit the answer that a cache has: of a compressed one the tag is weak,
    and it is kept apart from the one for other readers."""
    patch_vary_headers(response, ["Accept-Encoding"])
    if "gzip" in request.headers.get("Accept-Encoding", "") and response["ETag"].startswith('"'):
        response["ETag"] = f"W/{response['ETag']}"


def _answer_error(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    problem = problem_of(error)
    return problem_response(problem) if problem else None
