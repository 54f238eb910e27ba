"""What is not there: a program that misspells an address gets a problem, not a page for readers."""

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import is_valid_path, reverse
from rest_framework.request import Request

from omwagtail.problems import Problem
from omwagtail.views import PublicView


class UnknownView(PublicView):
    """Every other address from ``/om/api/`` on. It has no operation, so nothing describes it."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Its parameters are not what is wrong with it."""
        self.check_throttles(request)

    def get(self, request: Request, rest: str) -> HttpResponse:
        """Where only the slash at the end is missing, lead on: whatever APPEND_SLASH says, and so
        that scripts of other sites may follow."""
        if not rest.endswith("/") and _is_known(f"{request.path_info}/"):
            query = request.META.get("QUERY_STRING")
            address = quote(f"{request.path}/") + (f"?{query}" if query else "")
            return HttpResponse(status=308, headers={"Location": address})
        raise Problem(
            404, f"There is nothing at this address. The API begins at {reverse('omwagtail_api')}."
        )


def _is_known(path: str) -> bool:
    match = is_valid_path(path)
    return bool(match) and getattr(match.func, "cls", None) is not UnknownView
