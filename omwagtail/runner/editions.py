"""Pages about editions: what a check asked under a number, and what changed since."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from omwagtail.catalogue.editions import edition_of
from omwagtail.catalogue.models import Edition, Item, ItemState, ItemType
from omwagtail.documents import sanitise_document
from omwagtail.rendering.addresses import (
    directory_address,
    directory_near,
    item_address,
    web_address,
)
from omwagtail.rendering.editions import EditionLink, edition_links, edition_path
from omwagtail.rendering.provenance import provenance_of
from omwagtail.rendering.sites import shown_origin
from omwagtail.runner.asked import Asked, asked_edition, find_edition
from omwagtail.runner.changes import difference_of
from omwagtail.runner.responses import respond
from omwagtail.runner.views import find_check

DIGEST = re.compile(r"[0-9a-f]{64}")


def edition_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of a check's editions that is given the check, to be read only.

    410 or 404 where there is none. A foreign check that may only be quoted or linked to is a
    redirect (303) to the original.
    """

    @require_safe
    @wraps(view)
    def with_check(request: HttpRequest, key: str, **place: int) -> HttpResponse:
        item = find_check(request, key)
        if item is None:
            gone = Item.objects.filter(key=key, state__in=(ItemState.WITHDRAWN, ItemState.GONE))
            was_here = gone.of_type(ItemType.CHECK).exists()
            return respond(request, "omwagtail/check/gone.html", status=410 if was_here else 404)
        if not provenance_of(item.data, item, shown_origin(request)).shows_everything:
            return HttpResponse(status=303, headers={"Location": web_address(item.url)})
        return view(request, item, **place)

    return with_check


@edition_view
def check_edition(request: HttpRequest, item: Item, number: int) -> HttpResponse:
    """An edition with all its questions, to be read.

    ``?fingerprint=`` asks for one of several texts under the same number.
    """
    edition = edition_of(item, number, _fingerprint(request))
    template = "omwagtail/check/edition.html" if edition else "omwagtail/check/no_edition.html"
    return respond(
        request,
        template,
        lambda: _context(request, item, edition),
        language=item.language,
        status=200 if edition else 404,
    )


@edition_view
def check_changes(request: HttpRequest, item: Item) -> HttpResponse:
    """What changed between ``?from=`` and ``&to=``, fingerprints; without ``to`` until today."""
    given = request.GET.get("from", "")
    old = find_edition(item, given)
    new = asked_edition(item, {"fingerprint": request.GET.get("to", "")})
    if old is None or new.is_unknown:
        return respond(
            request,
            "omwagtail/check/no_edition.html",
            lambda: _common_context(request, item),
            language=item.language,
            status=404,
        )
    before = asked_edition(item, {"fingerprint": old.fingerprint})
    return respond(
        request,
        "omwagtail/check/changes.html",
        lambda: (
            _common_context(request, item)
            | {
                "document": new.document,
                "before": _named(item, before),
                "now": _named(item, new),
                "difference": difference_of(before.body, new.body),
            }
        ),
        language=item.language,
    )


def _fingerprint(request: HttpRequest) -> str | None:
    """None where none was asked for; what is no fingerprint is that of no text."""
    given = request.GET.get("fingerprint")
    if not given:
        return None
    return given if DIGEST.fullmatch(given) else "unknown"


def _context(request: HttpRequest, item: Item, edition: Edition | None) -> dict[str, Any]:
    common = _common_context(request, item)
    of_edition = _edition_context(request, item, edition, common["editions"]) if edition else {}
    return common | of_edition


def _common_context(request: HttpRequest, item: Item) -> dict[str, Any]:
    links = edition_links(item)
    is_foreign = not item.is_own
    directory = directory_address(directory_near(None, request), request) if is_foreign else ""
    return {
        "item": item,
        "editions": links,
        "current_url": item_address(item, directory),
        "canonical_url": web_address(item.url),
        "current": next((link for link in links if link.is_current), None),
    }


def _edition_context(
    request: HttpRequest, item: Item, edition: Edition, links: list[EditionLink]
) -> dict[str, Any]:
    shown = next(link for link in links if _is_of(link, edition))
    # It says where it stands itself; what leads to the original leads to the check of today.
    document = sanitise_document(edition.data)
    document["url"] = f"{shown_origin(request) or ''}{shown.path}"
    origin = shown_origin(request)
    return {
        "edition": shown,
        "document": document,
        "body": document.get("body") or {},
        "key": item.key,
        "provenance": provenance_of(edition.data | {"url": item.url}, item, origin),
        "breadcrumb": [],
        "contents": [],
    }


def _named(item: Item, asked: Asked) -> dict[str, Any]:
    edition = asked.edition
    path = edition_path(item.key, edition["number"], asked.fingerprint)
    return edition | {"path": path, "is_current": asked.newer is None}


def _is_of(link: EditionLink, edition: Edition) -> bool:
    return (link.number, link.fingerprint) == (edition.number, edition.fingerprint)
