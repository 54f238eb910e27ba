"""The pages that say what a bundle holds, and how a web team puts it on its server."""

import importlib.metadata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from omwagtail import __version__
from omwagtail.catalogue.models import Item
from omwagtail.embed.bundle.choosing import Choice, ChosenList, Options
from omwagtail.embed.bundle.files import Files
from omwagtail.embed.embedding import HEIGHTS, WIDTH
from omwagtail.embed.lines import frame_line
from omwagtail.rendering.provenance import Provenance, provenance_of
from omwagtail.runner.assets import asset_url, integrity_of
from omwagtail.runner.frames import Look, frame_of
from omwagtail.runner.responses import respond

LICENCE = "LICENSE.txt"
MODULES = ("om-embed.js", "om-list.js", "om-directory.js")
NAMES = {"de": "LIESMICH.html"}
ENGLISH_NAME = "README.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A check or a card: its page, the lines that show it, and on which terms."""

    title: str
    type: str
    file: str
    lines: list[SafeString]
    edition: dict[str, Any]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    title: str
    file: str
    data: str
    lines: list[SafeString]


class Notes:
    """What both pages are made from; ``items`` are all entries, those of lists included."""

    def __init__(
        self,
        choice: Choice,
        items: Iterable[Item],
        origin: str,
        options: Options,
        files: Files,
        look: Look | None,
    ) -> None:
        self.origin, self.options, self._files = origin, options, files
        self.file = NAMES.get((get_language() or "")[:2], ENGLISH_NAME)
        self.entries = [self._entry(item, "check") for item in choice.checks]
        self.entries += [self._entry(item, "card") for item in choice.cards]
        self.lists = [self._list(chosen) for chosen in choice.lists]
        items = list(items)
        moments = [item.modified or item.published for item in items]
        self.newest = max(filter(None, moments), default=None)
        expiries = [parse_datetime(item.data.get("expires") or "") for item in items]
        self.first_expiry = min(filter(None, expiries), default=None)
        self.has_checks = bool(choice.checks)
        self.version = __version__
        self.theme_line = self._style_line(look.style_url) if look else ""
        self.modules = [(name, self._integrity(name)) for name in MODULES]

    def has_licence(self) -> bool:
        return LICENCE in self._files.paths()

    def _entry(self, item: Item, kind: str) -> Entry:
        file = f"{kind}/{item.key}/index.html"
        address = self.options.folder + file
        height = HEIGHTS[kind]
        lines = [frame_line(address, title=item.title, width=WIDTH, height=height)]
        if kind == "check":
            link = format_html('<a href="{}">{}</a>', address, item.title)
            given = format_html('src="{}" title="{}" min-height="{}"', address, item.title, height)
            lines.append(self._element("om-embed", given, link))
        return Entry(
            title=item.title,
            type=item.get_type_display(),
            file=file,
            lines=lines,
            edition=(item.data.get("body") or {}).get("edition") or {},
            provenance=provenance_of(item.data, item, self.origin),
        )

    def _list(self, chosen: ChosenList) -> List:
        folder = f"list/{chosen.name}"
        address = f"{self.options.folder}{folder}"
        title = gettext("Practice and checks")
        link = format_html('<a href="{}/index.html">{}</a>', address, title)
        given = format_html('data="{}/list.json"', address)
        return List(
            title=f"{title} ({chosen.query})" if chosen.query else title,
            file=f"{folder}/index.html",
            data=f"{folder}/list.json",
            lines=[
                self._element("om-list", format_html('{} limit="6"', given), link),
                self._element("om-directory", given, link),
                frame_line(
                    f"{address}/index.html", title=title, width=WIDTH, height=HEIGHTS["list"]
                ),
            ],
        )

    def _element(self, name: str, given: SafeString, link: SafeString) -> SafeString:
        module = f"{name}.js"
        # With its version, so that a browser does not take an earlier one that it has kept.
        address = self.options.folder + self._files.load(asset_url(module))
        script = format_html(
            '<script type="module" src="{}" integrity="{}"></script>',
            address,
            self._integrity(module),
        )
        tag = mark_safe(name)
        return format_html("{}\n<{} {}>\n  {}\n</{}>", script, tag, given, link, tag)

    def _style_line(self, address: str) -> SafeString:
        file = self.options.folder + self._files.load(address)
        return format_html('<link rel="stylesheet" href="{}">', file)

    def _integrity(self, module: str) -> str:
        return integrity_of(self._files[f"assets/{module}"])


def overview_page(request: HttpRequest, notes: Notes) -> HttpResponse:
    scripts = [asset_url(f"{name}.js") for name in ("om-list", "om-directory")]
    context = {"notes": notes, "scripts": scripts if notes.lists else []}
    return _page(request, "overview.html", context)


def notes_page(request: HttpRequest, notes: Notes) -> HttpResponse:
    return _page(request, "notes.html", {"notes": notes})


def licence_text() -> str:
    """Of the software: who hands on scripts and styles hands on their licence. Empty where this is
    no installed package."""
    try:
        return importlib.metadata.distribution("omwagtail").read_text("licenses/LICENSE") or ""
    except importlib.metadata.PackageNotFoundError:
        return ""


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return respond(
        request,
        f"omwagtail/embed/bundle/{template}",
        lambda: context,
        frame=frame_of(request),
        frame_style="bundle.css",
    )
