"""Frames for other sites, and the scripts and styles that they load."""

import re
from typing import Any
from urllib.parse import urlencode

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from omwagtail.embed.lists import BadParameter, chosen_items
from omwagtail.embed.models import EmbedTheme
from omwagtail.embed.themes import theme_asset
from omwagtail.rendering.cards import make_cards
from omwagtail.rendering.sites import shown_items, shown_origin
from omwagtail.runner.assets import Asset, asset
from omwagtail.runner.frames import THEME, frame_of
from omwagtail.runner.published import published
from omwagtail.runner.responses import respond

# An address with a version never changes what it gives; one without may after an update.
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_DAY = "public, max-age=86400"
# Whoever changes a theme wants to see it.
FOR_A_WHILE = "public, max-age=300"
GZIP = re.compile(r"\bgzip\b")


@require_safe
def item_list(request: HttpRequest) -> HttpResponse:
    """Items as cards; what the parameters ask for and is not known here is a readable 400."""
    try:
        items = list(chosen_items(request.GET, shown_items(request)))
    except BadParameter as problem:
        return _list_page(request, "bad_list.html", {"reason": str(problem)}, status=400)
    cards = make_cards(items, origin=shown_origin(request))
    # Where a sandbox lets no page open, a card of this frame has a way back to this very list.
    asked = request.GET.copy()
    asked.pop(THEME, None)
    inside = {"list": asked.urlencode()}
    if look := frame_of(request).look:
        inside[THEME] = look.key
    return _list_page(request, "list.html", {"cards": cards, "inside": urlencode(inside)})


@require_safe
def serve_asset(request: HttpRequest, name: str) -> HttpResponse:
    """A script or style, for pages of any site.

    An address with a version gives what had this version, whenever that was, or leads to the
    present one: never other bytes.
    """
    try:
        found = asset(name)
    except KeyError as error:
        raise Http404 from error
    wanted = request.GET.get("v") or found.version
    if wanted != found.version:
        if (kept := published(name, wanted)) is None:
            return _lead_to_present(request.path)
        found = kept
    return _serve(request, found, otherwise=FOR_A_DAY)


@require_safe
def theme_style(request: HttpRequest, key: str) -> HttpResponse:
    """The style sheet of a theme, for frames, and for elements in pages of any site."""
    theme = get_object_or_404(EmbedTheme, key=key)
    return _serve(request, theme_asset(theme), otherwise=FOR_A_WHILE)


def _lead_to_present(path: str) -> HttpResponse:
    response = HttpResponseRedirect(path)
    response["Cache-Control"] = "no-store"
    # A module is followed across origins only where each answer on the way allows it.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _serve(request: HttpRequest, found: Asset, *, otherwise: str) -> HttpResponse:
    etag = f'"{found.version}"'
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    elif GZIP.search(request.headers.get("Accept-Encoding", "")):
        response = HttpResponse(found.gzipped, content_type=found.content_type)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(found.content, content_type=found.content_type)
    patch_vary_headers(response, ["Accept-Encoding"])
    # Weak: squeezed or not, it is the same text.
    response["ETag"] = f"W/{etag}"
    versioned = request.GET.get("v") == found.version
    response["Cache-Control"] = FOR_EVER if versioned else otherwise
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _list_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return respond(
        request,
        f"omwagtail/embed/{template}",
        lambda: context,
        frame=frame_of(request),
        frame_style="list.css",
        status=status,
    )
