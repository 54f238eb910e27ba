"""What a frame may do, and who may show it."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt

# Everything a frame needs lies under its own host, so nothing else is allowed.
FRAME_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors *"
)


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose page may stand in a frame on any site.

    It speaks the language of this site, as the page around it does, whatever the browser prefers.
    """

    @xframe_options_exempt
    @wraps(view)
    def with_policy(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            response = view(request, *args, **kwargs)
        response["Content-Security-Policy"] = FRAME_POLICY
        # The page is a part of another one; its own address has nothing to be found by.
        response["X-Robots-Tag"] = "noindex"
        return response

    return with_policy
