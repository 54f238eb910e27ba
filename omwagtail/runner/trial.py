"""Trying out a check that is not published: the same form, from a draft, without anything kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from omwagtail.questionnaires import find_problems
from omwagtail.questionnaires.problems import MESSAGES
from omwagtail.runner.context import trial_context
from omwagtail.runner.responses import respond


def trial_response(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    """The form of ``document``, which may have blanks; above it what is missing.

    Answers and result stay in the browser, and where its scripts do not run, the page says that
    it can only be looked at.
    """
    return respond(
        request,
        "omwagtail/check/form.html",
        lambda: trial_context(document) | {"missing": _missing(document)},
        language=document.get("language", ""),
    )


def _missing(document: dict[str, Any]) -> list[str]:
    problems = find_problems(document.get("body") or {})
    return [gettext(MESSAGES[problem.code]) % problem.params for problem in problems]
