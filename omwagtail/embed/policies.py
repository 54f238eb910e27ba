"""What a frame may do, and who may show it."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from omwagtail.conf import settings
from omwagtail.embed.themes import look_of

EVERYBODY = "*"
# Everything a frame needs lies under its own host, so nothing else is allowed.
FRAME_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
)


def ancestors() -> str:
    """Who may show frames, as the policy writes it: everybody, or the origins of the setting
    ``EMBED_ANCESTORS``. The site itself always may, for its previews."""
    given = settings.EMBED_ANCESTORS
    return EVERYBODY if given == EVERYBODY else " ".join(["'self'", *given])


def named_ancestors(header: str) -> list[list[str]]:
    """Who may show a page, by each policy of a Content-Security-Policy header that says so; several
    headers arrive as one with commas."""
    directives = [
        directive.split() for policy in header.split(",") for directive in policy.split(";")
    ]
    return [
        [source.lower() for source in sources]
        for name, *sources in filter(None, directives)
        if name.lower() == "frame-ancestors"
    ]


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose page may stand in a frame on another site.

    It knows nobody: no cookie is read, so none is written, whatever the project's middleware does,
    and what it answers changes nothing, so nobody need prove that a form is ours.
    It looks as the theme that its address names.
    It speaks the language of this site, as the page around it does, whatever the browser prefers.
    """

    @csrf_exempt
    @xframe_options_exempt
    @wraps(view)
    def with_policy(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        _forget_visitor(request)
        # A preview has said already how it looks.
        if not hasattr(request, "om_look"):
            request.om_look = look_of(request)
        with translation.override(django_settings.LANGUAGE_CODE):
            response = view(request, *args, **kwargs)
        response["Content-Security-Policy"] = FRAME_POLICY + ancestors()
        # The page is a part of another one; its own address has nothing to be found by.
        response["X-Robots-Tag"] = "noindex"
        return response

    return with_policy


def _forget_visitor(request: HttpRequest) -> None:
    """Without cookies and with a session that is new and stays empty, there is nothing to renew."""
    request.COOKIES = {}
    if hasattr(request, "session"):
        request.session = type(request.session)()
