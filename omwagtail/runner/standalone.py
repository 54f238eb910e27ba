"""The pages of a check as files, for a server that hands out files and answers nothing.

There the module does everything on the device. What it asks for is a file beside the first page:
each frozen edition, what changing over from it shows, the page where results are compared. page.js
finds them by the names that are given here; without scripts a page is there to be read.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from omwagtail.catalogue.editions import edition_name, editions_of
from omwagtail.catalogue.models import Item
from omwagtail.rendering.sites import shown_origin
from omwagtail.runner.asked import Asked, asked_edition
from omwagtail.runner.comparing import comparison_context
from omwagtail.runner.context import addresses, form_context
from omwagtail.runner.frames import frame_of
from omwagtail.runner.responses import respond
from omwagtail.runner.views import surroundings

FORM, COMPARISON = "index.html", "comparison.html"
# For an edition that somebody began with and that is not among the files.
UNKNOWN = "unknown.html"
# So many digits of a fingerprint name a file, as they name an edition in a link.
DIGITS = 12
# Earlier texts of a check that are taken along, corrections counted: the last ones.
MAX_EDITIONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFile:
    name: str
    response: HttpResponse


def check_files(
    request: HttpRequest, item: Item, *, beside: Collection[str] = (), contacts: bool = False
) -> Iterator[PageFile]:
    """All pages of a check that may be shown whole, for a folder with the check's key as its name.

    ``beside`` are keys of checks whose folders lie beside it: only with one of these results of two
    sides can be compared. ``contacts`` takes the advisers along that this site names.
    """
    current = asked_edition(item, {})

    def form(asked: Asked, name: str) -> PageFile:
        return PageFile(name=name, response=_form(request, asked, name, contacts=contacts))

    def comparison(asked: Asked, name: str) -> PageFile:
        return PageFile(name=name, response=_comparison(request, asked, beside))

    yield form(current, FORM)
    yield form(replace(current, is_unknown=True), UNKNOWN)
    yield comparison(current, COMPARISON)
    for mark in _earlier(item):
        earlier = asked_edition(item, {"fingerprint": mark})
        yield form(earlier, _file("edition", mark))
        yield form(asked_edition(item, {"since": mark}), _file("since", mark))
        yield comparison(earlier, _file("comparison", mark))


def file_names(item: Item) -> dict[str, str]:
    """What page.js asks for, to the name of the file that holds it.

    A question without its answer stands for all that are not named.
    """
    current = edition_name(item.data)[1]
    names = {
        "": FORM,
        f"?fingerprint={current}": FORM,
        "?": UNKNOWN,
        "comparison/": COMPARISON,
        f"comparison/?fingerprint={current}": COMPARISON,
        "comparison/?": COMPARISON,
    }
    for mark in _earlier(item):
        names[f"?fingerprint={mark}"] = _file("edition", mark)
        names[f"?since={mark}"] = _file("since", mark)
        names[f"comparison/?fingerprint={mark}"] = _file("comparison", mark)
    return names


def _earlier(item: Item) -> list[str]:
    """Fingerprints of the editions before the current one, each once, the newest first."""
    current = edition_name(item.data)[1]
    marks = dict.fromkeys(edition.fingerprint for edition in editions_of(item))
    return [mark for mark in marks if mark != current][:MAX_EDITIONS]


def _file(kind: str, mark: str) -> str:
    return f"{kind}-{mark[:DIGITS]}.html"


def _form(request: HttpRequest, asked: Asked, name: str, *, contacts: bool) -> HttpResponse:
    frame = frame_of(request)

    def context() -> dict[str, Any]:
        made = form_context(asked, frame=frame) | surroundings(request, asked, frame=frame)
        if not contacts:
            made |= {"contacts": [], "regions": []}
        made["module_data"] |= {"files": file_names(asked.item), "address": name}
        return made | _standing_alone(request, asked)

    return _page(request, "omwagtail/check/form.html", context, asked)


def _comparison(request: HttpRequest, asked: Asked, beside: Collection[str]) -> HttpResponse:
    def context() -> dict[str, Any]:
        made = comparison_context(request, asked.item, asked, frame=frame_of(request))
        counterpart = made["counterpart"]
        if counterpart and counterpart.key in beside:
            where = {"url": f"../{counterpart.key}/", "files": file_names(counterpart)}
            made["module_data"]["counterpart"] |= where
        else:
            made["counterpart"] = made["module_data"]["counterpart"] = None
        return made | _standing_alone(request, asked)

    return _page(request, "omwagtail/check/comparison.html", context, asked)


def _standing_alone(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """No form leads to a server; the page says where the check can be filled in without scripts."""
    path = reverse("omwagtail_check", args=[asked.item.key])
    online = (shown_origin(request) or asked.item.origin) + path
    nowhere = dict.fromkeys(addresses(asked.item, frame=None), "")
    return nowhere | {"comparison_url": COMPARISON, "standalone": {"online": online}}


def _page(
    request: HttpRequest, template: str, context: Callable[[], dict[str, Any]], asked: Asked
) -> HttpResponse:
    return respond(
        request, template, context, language=asked.item.language, frame=frame_of(request)
    )
