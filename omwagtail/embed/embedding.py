"""The page where a web editor gets the line to paste."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.http import require_safe

from omwagtail.catalogue.models import Item, ItemType
from omwagtail.embed.cards import card_of
from omwagtail.embed.lines import frame_line
from omwagtail.embed.lists import DEFAULT_LIMIT, MAX_LIMIT, BadParameter, chosen_items
from omwagtail.rendering.sites import shown_items, shown_origin
from omwagtail.runner.assets import asset, asset_url
from omwagtail.runner.responses import respond
from omwagtail.vocabularies import vocabulary

WIDTH = 720
HEIGHTS = {"check": 740, "card": 420, "list": 640}
LEAST, MOST = 100, 4000
LIST_FIELDS = ("type", "topic", "region", "limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is embedded: an entry or a list."""

    title: str
    page: str
    """Absolute address that a link leads to."""

    frames: dict[str, str]
    """Absolute address of the frame for ``check``, ``card`` and ``list``, the best one first."""

    filters: dict[str, str]
    """Of a list: attributes of the elements. Empty for an entry."""


@require_safe
@xframe_options_deny
def embed_item(request: HttpRequest, key: str) -> HttpResponse:
    """How other sites show one entry, if this site may show all of it."""
    item = shown_items(request).filter(key=key).first()
    if item is None or not card_of(item, request).provenance.shows_everything:
        raise Http404
    return _page(request, _subject_of(item, request), {"item": item})


@require_safe
@xframe_options_deny
def embed_list(request: HttpRequest) -> HttpResponse:
    """How other sites show a list, chosen by type, topic and region."""
    filters = {name: value for name in LIST_FIELDS if (value := request.GET.get(name, ""))}
    problem = ""
    try:
        chosen_items(request.GET, shown_items(request))
    except BadParameter as error:
        problem, filters = str(error), {}
    address = reverse("omwagtail_embed_list") + (f"?{urlencode(filters)}" if filters else "")
    subject = Subject(
        title=gettext("Practice and checks"),
        page=_absolute(request, "/"),
        frames={"list": _absolute(request, address)},
        filters=filters,
    )
    language = get_language() or "de"
    choices = {
        "problem": problem,
        "filters": {"limit": str(DEFAULT_LIMIT), **filters},
        "most_entries": MAX_LIMIT,
        "types": ItemType.choices,
        "topics": vocabulary("topics").choices(language),
        "regions": vocabulary("regions").choices(language),
    }
    return _page(request, subject, choices)


def ways_of(subject: Subject) -> list[tuple[str, str]]:
    """Value and label of every way to embed it, the one for most sites first."""
    labels = {
        "check": gettext("Frame: needs no script"),
        "list": gettext("Frame: needs no script"),
        "card": gettext("Card with a link, in a frame"),
        "om-embed": gettext("As high as its content: needs a script"),
        "om-list": gettext("List in the look of your page: needs a script"),
        "om-directory": gettext("List with search in the look of your page: needs a script"),
        "link": gettext("Plain link"),
    }
    elements = ["om-embed"]
    if "list" in subject.frames:
        elements += ["om-list", "om-directory"]
    return [(way, labels[way]) for way in [*subject.frames, *elements, "link"]]


def line_of(
    subject: Subject,
    way: str,
    *,
    origin: str,
    height: int,
    click: bool = False,
    pinned: bool = False,
) -> SafeString:
    """The HTML to paste. ``pinned`` names the script's version and its integrity hash."""
    link = format_html('<a href="{}">{}</a>', subject.page, subject.title)
    if way == "link":
        return link
    if way in subject.frames:
        return frame_line(subject.frames[way], title=subject.title, width=WIDTH, height=height)
    if way == "om-embed":
        given = {
            "src": next(iter(subject.frames.values())),
            "title": subject.title,
            "min-height": str(height),
        }
        given |= {"click-to-load": ""} if click else {}
    else:
        given = {"src": origin, **subject.filters}
    attributes = format_html_join("", ' {}="{}"', given.items())
    tag = mark_safe(way)
    element = format_html("<{}{}>\n  {}\n</{}>", tag, attributes, link, tag)
    return format_html("{}\n{}", _script_line(f"{way}.js", origin, pinned=pinned), element)


def integrity(name: str) -> str:
    """The digest of an asset that browsers compare before they run it."""
    digest = hashlib.sha384(asset(name).content).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def _script_line(name: str, origin: str, *, pinned: bool) -> SafeString:
    if not pinned:
        address = origin + reverse("omwagtail_embed_asset", args=[name])
        return format_html('<script type="module" src="{}"></script>', address)
    return format_html(
        '<script type="module" src="{}" integrity="{}" crossorigin="anonymous"></script>',
        origin + asset_url(name),
        integrity(name),
    )


def _subject_of(item: Item, request: HttpRequest) -> Subject:
    names = ["card"]
    if item.type == ItemType.CHECK:
        names.insert(0, "check")
    frames = {
        name: _absolute(request, reverse(f"omwagtail_embed_{name}", args=[item.key]))
        for name in names
    }
    page = _absolute(request, card_of(item, request).url or item.url)
    return Subject(title=item.title, page=page, frames=frames, filters={})


def _page(request: HttpRequest, subject: Subject, more: dict[str, Any]) -> HttpResponse:
    ways = ways_of(subject)
    way = request.GET.get("way", "")
    way = way if way in dict(ways) else ways[0][0]
    kind = way if way in subject.frames else next(iter(subject.frames))
    height = _height(request.GET.get("height", ""), HEIGHTS[kind])
    origin = _absolute(request, "")
    click, pinned = "click" in request.GET, "pinned" in request.GET
    context = {
        "subject": subject,
        "ways": ways,
        "way": way,
        "is_frame": way in subject.frames,
        "is_element": way.startswith("om-"),
        "height": height,
        "least": LEAST,
        "most": MOST,
        "click": click,
        "pinned": pinned,
        "origin": origin,
        "host": origin.partition("://")[2],
        "oembed": origin + reverse("omwagtail_oembed"),
        "frame_address": subject.frames[kind],
        # Of this host, under whatever name it was asked.
        "preview": subject.frames[kind].removeprefix(origin),
        "line": line_of(subject, way, origin=origin, height=height, click=click, pinned=pinned),
        **more,
    }
    return respond(request, "omwagtail/embed/embedding.html", lambda: context)


def _height(given: str, otherwise: int) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 6):
        return otherwise
    return min(max(int(given), LEAST), MOST)


def _absolute(request: HttpRequest, path: str) -> str:
    origin = shown_origin(request) or f"{request.scheme}://{request.get_host()}"
    return urljoin(origin, path) if path else origin
