"""System checks: whether frames can be framed, as far as that can be seen from inside."""

import re
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from omwagtail.conf import settings
from omwagtail.embed.lines import FRAMES
from omwagtail.embed.policies import EVERYBODY, ancestors, framed, named_ancestors

ANCESTOR = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:(\d{1,5}|\*))?", re.ASCII)
# These keep off what a view has said itself.
WELL_BEHAVED = ("django.", "wagtail.", "whitenoise.", "omwagtail.")


@register("omwagtail")
def check_ancestors(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A policy that browsers cannot read forbids all framing."""
    given = settings.EMBED_ANCESTORS
    if given == EVERYBODY:
        return []
    right = isinstance(given, list | tuple)
    wrong = [one for one in given if not _is_ancestor(one)] if right else [given]
    return [
        Error(
            f'OMWAGTAIL["EMBED_ANCESTORS"] names no origin: {one!r}.',
            hint='Write "*", or a list such as ["https://www.hwk.example"], without paths.',
            id="omwagtail.E011",
        )
        for one in wrong
    ]


@register("omwagtail")
def check_framing(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A project's own middleware may forbid framing for all of its pages."""
    return [
        Warning(
            f"The middleware {name} forbids other sites to show frames: {header}.",
            hint=f"Let it pass over addresses that begin with {FRAMES}.",
            id="omwagtail.W007",
        )
        for name in django_settings.MIDDLEWARE
        if not name.startswith(WELL_BEHAVED) and (header := _forbidding_header(name))
    ]


def _is_ancestor(value: Any) -> bool:
    return isinstance(value, str) and ANCESTOR.fullmatch(value) is not None


def _forbidding_header(name: str) -> str:
    """What a middleware, alone around a frame, does to its headers; empty for nothing bad."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", FRAMES, FRAMES
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "443", "REMOTE_ADDR": "127.0.0.1"}

    @framed
    def frame(request: HttpRequest) -> HttpResponse:
        # No middleware of a cache keeps it.
        return HttpResponse(headers={"Cache-Control": "no-store"})

    try:
        middleware = import_string(name)(frame)
        if iscoroutinefunction(middleware):
            return ""
        response = middleware(request)
    except Exception:
        # It needs more than there is here; what it does can be seen from outside (framing.py).
        return ""
    if response.get("X-Frame-Options", "").lower() in ("deny", "sameorigin"):
        return f"X-Frame-Options: {response['X-Frame-Options']}"
    policy = response.get("Content-Security-Policy", "")
    if any(sources != ancestors().split() for sources in named_ancestors(policy)):
        return f"Content-Security-Policy: {policy}"
    return ""
