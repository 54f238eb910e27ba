"""How the runner answers: in the check's language, and without a trace of anyone."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from omwagtail.runner.assets import asset_url
from omwagtail.runner.frames import Frame

SITE_LAYOUT = "omwagtail/base.html"
FRAME_LAYOUT = "omwagtail/embed/frame.html"


def respond(
    request: HttpRequest,
    template: str,
    context: Callable[[], dict[str, Any]] = dict,
    *,
    language: str = "",
    frame: Frame | None = None,
    frame_style: str = "check.css",
    module: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page in the site's layout or the frame's. ``context`` is called in its language.

    ``language`` is the check's: its words and ours stand in one sentence, so they must agree,
    whatever the visitor's browser prefers. One that this site does not speak changes nothing.
    ``module`` is a script that the page loads: it is named before the page begins, as its style is.
    """
    layout = _layout(frame, frame_style)
    with speaking(language):
        response = render(
            request,
            template,
            {**context(), **layout},
            status=status,
        )
        response["Content-Language"] = translation.get_language()
    # A slow line fetches these while the page is still coming.
    response["Link"] = _preloaded(layout["style_url"])
    if frame and frame.look:
        response["Link"] += f", {_preloaded(frame.look.style_url)}"
    if module:
        response["Link"] += f", <{asset_url(module)}>; rel=modulepreload"
    # What was answered never stays in a cache; a form without answers may be asked for again.
    response["Cache-Control"] = "no-store" if request.method == "POST" else "no-cache"
    response["Referrer-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def speaking(language: str) -> translation.override:
    """While our own words are those of ``language``, if this site speaks it."""
    return translation.override(_spoken(language))


def _layout(frame: Frame | None, frame_style: str) -> dict[str, Any]:
    if not frame:
        return {"frame": None, "layout": SITE_LAYOUT, "style_url": asset_url("check.css")}
    return {
        "frame": frame,
        "layout": FRAME_LAYOUT,
        "style_url": asset_url(frame_style),
        "frame_script": asset_url("frame.js"),
    }


def _preloaded(style_url: str) -> str:
    return f"<{style_url}>; rel=preload; as=style"


def _spoken(language: str) -> str:
    try:
        return translation.get_supported_language_variant(language)
    except LookupError:
        return translation.get_language() or "en"
