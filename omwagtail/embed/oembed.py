"""oEmbed 1.0: an address goes in, what shows it on another site comes out.

Whoever discovers the link in a page's head shows what it is given in a sandbox and cuts it down to
a quotation and a frame: that is what ``card`` gives. Whoever has this site on a list of providers
takes it as it is, and says so in the line of that list: ``mode=full`` gives a check to fill in.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from rest_framework.request import Request

from omwagtail.catalogue.models import Item, ItemType
from omwagtail.catalogue.origins import own_origins
from omwagtail.embed.cards import card_of
from omwagtail.embed.lines import frame_line
from omwagtail.embed.targets import ListTarget, PrivateAddress, UnknownAddress, target_of
from omwagtail.embed.themes import theme_key
from omwagtail.problems import Problem, problem_of, problem_response
from omwagtail.rendering.cards import Card
from omwagtail.rendering.sites import address_of_view, shown_origin
from omwagtail.runner.frames import THEME
from omwagtail.views import PublicView, json_response

VERSION = "1.0"
FORMATS = ("json", "xml")
CARD, FULL = "card", "full"
# How long a consumer may keep an answer: what the frame shows changes meanwhile all the same.
CACHE_AGE = 86_400
# Pixels, where the consumer names no smaller ones.
CARD_WIDTH, LIST_WIDTH, CHECK_WIDTH = 600, 600, 720
LIST_HEIGHT, CHECK_HEIGHT = 640, 740
# Narrower cards have their picture above the words (card.css).
BESIDE = 480
MAX_PIXELS = 10_000
# JSON can say these characters, XML cannot.
NO_XML = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a frame lies, and how large it would like to be."""

    src: str
    width: int
    height: int

    def within(self, width: int | None, height: int | None) -> "Frame":
        """No larger than the consumer allows."""
        return Frame(
            src=self.src,
            width=min(self.width, width or self.width),
            height=min(self.height, height or self.height),
        )


class OEmbedView(PublicView):
    """The endpoint. What it does is described by the standard, not by our schema."""

    schema = None

    def read_query(self, request: Request) -> dict[str, str]:
        """Consumers send parameters of their own: they are not what is wrong with a question."""
        known = ("url", "format", "maxwidth", "maxheight", "mode")
        return {name: value for name in known if (value := request.GET.get(name))}

    def get(self, request: Request) -> HttpResponse:
        """Members as oembed.com names them."""
        asked = self.query
        written = asked.get("format", "json").lower()
        if written not in FORMATS:
            raise Problem(501, f"There are the formats {' and '.join(FORMATS)}.")
        if "url" not in asked:
            raise Problem(400, "The parameter `url` says what to embed.")
        try:
            target = target_of(asked["url"], request._request)
        except PrivateAddress as error:
            raise Problem(401, "What is at this address is not for everybody.") from error
        except UnknownAddress as error:
            raise Problem(404, "There is nothing at this address that can be embedded.") from error
        members = describe(
            target,
            request._request,
            full=asked.get("mode") == FULL,
            theme=theme_key(QueryDict(urlsplit(asked["url"]).query)),
            width=_pixels(asked, "maxwidth"),
            height=_pixels(asked, "maxheight"),
        )
        return json_response(members) if written == "json" else xml_response(members)

    def get_exception_handler(self):
        return _answer_error


def describe(
    target: Item | ListTarget,
    request: HttpRequest,
    *,
    full: bool,
    theme: str = "",
    width: int | None = None,
    height: int | None = None,
) -> dict[str, Any]:
    """The members of an answer; ``width`` and ``height`` are the most that it may take,
    ``theme`` the key of a look."""
    origin = shown_origin(request) or f"{request.scheme}://{request.get_host()}"
    site = own_origins().get(origin)
    name = (site and site.site_name) or urlsplit(origin).netloc
    members: dict[str, Any] = {
        "version": VERSION,
        "type": "rich",
        "provider_name": name,
        "provider_url": f"{origin}/",
        "cache_age": CACHE_AGE,
    }
    if isinstance(target, ListTarget):
        address = origin + reverse("omwagtail_embed_list")
        frame = Frame(
            src=_asking(f"{address}?{target.query}" if target.query else address, theme),
            width=LIST_WIDTH,
            height=LIST_HEIGHT,
        ).within(width, height)
        members |= {"title": target.title or name, "author_name": name, "author_url": f"{origin}/"}
        return members | _rich(frame, members["title"])
    card = card_of(target, request)
    members |= {
        "title": target.title,
        "author_name": card.provenance.publisher,
        "author_url": card.provenance.publisher_url or target.origin,
    }
    if not card.provenance.shows_summary:
        # Its publisher allows no more than a link.
        return members | {"type": "link"}
    members |= _thumbnail(card, origin, width, height)
    runs = full and target.type == ItemType.CHECK and card.provenance.shows_everything
    frame = (_check_frame if runs else _card_frame)(card, origin, width).within(width, height)
    frame = replace(frame, src=_asking(frame.src, theme))
    quoted = "" if full else urljoin(origin, card.url)
    return members | _rich(frame, target.title, quoted)


def xml_response(members: Mapping[str, Any]) -> HttpResponse:
    """The same members as elements."""
    parts = [
        format_html("<{0}>{1}</{0}>", name, str(value).translate(NO_XML))
        for name, value in members.items()
    ]
    head = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'
    return HttpResponse(
        f"{head}\n<oembed>{''.join(parts)}</oembed>", content_type="text/xml; charset=utf-8"
    )


def _rich(frame: Frame, title: str, quoted: str = "") -> dict[str, Any]:
    """With ``quoted``, the address of the page, a quotation stands before the frame: WordPress
    shows it until the frame says that it is there, and where scripts are off."""
    line = frame_line(frame.src, title=title, width=frame.width, height=frame.height)
    if quoted:
        quotation = '<blockquote><a href="{}">{}</a></blockquote>{}'
        line = format_html(quotation, quoted, title, line)
    return {"html": str(line), "width": frame.width, "height": frame.height}


def _check_frame(card: Card, origin: str, width: int | None) -> Frame:
    return Frame(
        src=_address_of("omwagtail_embed_check", card.item, origin),
        width=CHECK_WIDTH,
        height=CHECK_HEIGHT,
    )


def _card_frame(card: Card, origin: str, width: int | None) -> Frame:
    is_check = card.item.type == ItemType.CHECK
    if min(width or CARD_WIDTH, CARD_WIDTH) >= BESIDE:
        height = 260 if is_check else 200
    else:
        height = 200 + 60 * is_check + 120 * card.has_picture
    return Frame(
        src=_address_of("omwagtail_embed_card", card.item, origin), width=CARD_WIDTH, height=height
    )


def _address_of(view: str, item: Item, origin: str) -> str:
    return urljoin(origin, address_of_view(reverse(view, args=[item.key]), item, origin))


def _asking(address: str, theme: str) -> str:
    """The address with a look, unless it names one."""
    parts = urlsplit(address)
    if not theme or THEME in QueryDict(parts.query):
        return address
    return f"{address}{'&' if parts.query else '?'}{urlencode({THEME: theme})}"


def _thumbnail(
    card: Card, origin: str, width: int | None, height: int | None
) -> dict[str, str | int]:
    """The largest picture that is small enough; none where its size is not known."""
    fitting = [
        size
        for size in card.pictures.sizes(card.image)
        if 0 < size.width <= (width or MAX_PIXELS) and 0 < size.height <= (height or MAX_PIXELS)
    ]
    if not fitting:
        return {}
    size = fitting[-1]
    return {
        "thumbnail_url": urljoin(origin, size.url),
        "thumbnail_width": size.width,
        "thumbnail_height": size.height,
    }


def _pixels(asked: Mapping[str, str], name: str) -> int | None:
    """A limit of the consumer; one that is no number of pixels limits nothing."""
    text = asked.get(name, "")
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        return None
    return int(text) or None


def _answer_error(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Problem details without ``type``: consumers would take it for what is embedded."""
    problem = problem_of(error)
    if problem is None:
        return None
    response = problem_response(problem)
    members = json.loads(response.content)
    members.pop("type")
    response.content = json.dumps(members, ensure_ascii=False)
    return response
