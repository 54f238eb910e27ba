"""Saying no to a machine: problem details (RFC 9457), in English whatever the visitor's language.

A problem names what was wrong and what would be right, so that whoever reads a log can mend it.
"""

import json
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from rest_framework.exceptions import APIException

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Raised by a view; ``members`` are further members of the answer, JSON-able."""

    def __init__(
        self, status: int, detail: str, *, headers: dict[str, str] | None = None, **members: Any
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}
        self.members = members


def problem_response(problem: Problem) -> HttpResponse:
    """The answer to a problem: ``title``, ``status``, ``detail`` and its further members."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        **problem.members,
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", "Content-Language": "en", **problem.headers},
    )


def problem_of(error: Exception) -> Problem | None:
    """The problem that an exception of Django or Django REST framework stands for.

    None for an error of ours: that one is raised further and becomes a logged 500.
    """
    match error:
        case Problem():
            return error
        case Http404():
            return Problem(404, "There is nothing at this address.")
        case PermissionDenied():
            return Problem(403, "This is not allowed.")
        case SuspiciousOperation():
            return Problem(400, "The request cannot be read.")
        case APIException():
            headers = {"Retry-After": f"{error.wait:.0f}"} if getattr(error, "wait", None) else {}
            return Problem(error.status_code, str(error.detail), headers=headers)
    return None
