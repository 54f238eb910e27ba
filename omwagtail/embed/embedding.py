"""The line that a web editor pastes, in each way that there is, with its options."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from omwagtail.embed.lines import frame_line
from omwagtail.embed.models import EmbedTheme
from omwagtail.embed.subjects import Subject
from omwagtail.embed.themes import theme_key
from omwagtail.runner.assets import asset, asset_url
from omwagtail.runner.frames import THEME

WIDTH = 720
HEIGHTS = {"check": 740, "card": 420, "list": 640}
LEAST, MOST = 100, 4000
LISTING = ("om-list", "om-directory")
COMPACT = "compact"
# What a page with a Content-Security-Policy has to allow, as docs/reference/embeds.md says.
FRAME_NEEDS = ("frame-src",)
NEEDS = {
    "link": (),
    "om-embed": ("script-src", "frame-src"),
    **dict.fromkeys(LISTING, ("script-src", "connect-src", "img-src")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a web editor chose; what a way has no use for is ignored by its line."""

    way: str
    height: int
    """Pixels: of a frame, or what ``<om-embed>`` keeps free at once."""

    theme: EmbedTheme | None = None
    click: bool = False
    pinned: bool = False
    """The script's address names its version, and the line its integrity hash."""

    compact: bool = False


def options_in(given: QueryDict, subject: Subject) -> Options:
    """What a form or an address asks for; what cannot be is as if nothing had been asked."""
    ways = dict(ways_of(subject))
    way = given.get("way", "")
    way = way if way in ways else next(iter(ways))
    kind = way if way in subject.frames else next(iter(subject.frames))
    return Options(
        way=way,
        height=_height(given.get("height", ""), HEIGHTS[kind]),
        theme=EmbedTheme.objects.filter(key=theme_key(given)).first(),
        click="click" in given,
        pinned="pinned" in given,
        compact=given.get("layout") == COMPACT,
    )


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
        elements += LISTING
    return [(way, labels[way]) for way in [*subject.frames, *elements, "link"]]


def line_of(subject: Subject, options: Options) -> SafeString:
    """The HTML to paste."""
    way = options.way
    link = format_html('<a href="{}">{}</a>', subject.page, subject.title)
    if way == "link":
        return link
    if way in subject.frames:
        return frame_line(
            _themed(subject.frames[way], options),
            title=subject.title,
            width=WIDTH,
            height=options.height,
        )
    given = {"src": subject.origin or "/", **subject.filters}
    if way == "om-embed":
        given = {
            "src": _themed(next(iter(subject.frames.values())), options),
            "title": subject.title,
            "min-height": str(options.height),
        }
        given |= {"click-to-load": ""} if options.click else {}
    elif options.compact:
        given["layout"] = COMPACT
    attributes = format_html_join("", ' {}="{}"', given.items())
    tag = mark_safe(way)
    element = format_html("<{}{}>\n  {}\n</{}>", tag, attributes, link, tag)
    return format_html("{}\n{}", _script_line(f"{way}.js", subject.origin, options), element)


def style_of(options: Options) -> str:
    """The rule for the stylesheet of the page that gives the elements the look of a theme; empty
    where the line itself names the theme, and without one."""
    if options.theme is None or options.way not in LISTING:
        return ""
    properties = options.theme.custom_properties().items()
    lines = "".join(f"  {name}: {value};\n" for name, value in properties)
    return f"{options.way} {{\n{lines}}}"


def integrity(name: str) -> str:
    """The digest of an asset that browsers compare before they run it."""
    return asset(name).integrity


def described(subject: Subject, options: Options, preview: Subject) -> dict[str, Any]:
    """What the page says of the line; ``preview`` is the subject as this page itself shows it."""
    way = options.way
    return {
        "subject": subject,
        "ways": ways_of(subject),
        "themes": EmbedTheme.objects.all(),
        "options": options,
        "way": way,
        "is_frame": way in subject.frames,
        "is_element": way.startswith("om-"),
        "is_listing": way in LISTING,
        "is_check": way == "check" or (way == "om-embed" and "check" in subject.frames),
        "directives": NEEDS.get(way, FRAME_NEEDS),
        "least": LEAST,
        "most": MOST,
        "host": subject.origin.partition("://")[2],
        "oembed": urljoin(subject.origin, reverse("omwagtail_oembed")),
        "line": line_of(subject, options),
        "style": style_of(options),
        "preview": line_of(preview, options),
        "properties": json.dumps(options.theme.custom_properties() if style_of(options) else {}),
    }


def _themed(address: str, options: Options) -> str:
    if options.theme is None:
        return address
    return f"{address}{'&' if '?' in address else '?'}{THEME}={options.theme.key}"


def _script_line(name: str, origin: str, options: Options) -> SafeString:
    if not options.pinned:
        address = origin + reverse("omwagtail_embed_asset", args=[name])
        return format_html('<script type="module" src="{}"></script>', address)
    return format_html(
        '<script type="module" src="{}" integrity="{}" crossorigin="anonymous"></script>',
        origin + asset_url(name),
        integrity(name),
    )


def _height(given: str, otherwise: int) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 6):
        return otherwise
    return min(max(int(given), LEAST), MOST)
