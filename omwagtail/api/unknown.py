"""What is not there: a program that misspells an address gets a problem, not a page."""

from typing import Any

from django.urls import reverse
from rest_framework.request import Request

from omwagtail.problems import Problem
from omwagtail.views import PublicView


class UnknownView(PublicView):
    """Every other address below ``/om/api/``. It has no operation, so nothing describes it."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Problem(
            404, f"There is nothing at this address. The API begins at {reverse('omwagtail_api')}."
        )
