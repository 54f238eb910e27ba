"""A bundle: checks, cards and lists as files that run on any web server, with notes on how."""

import json
from urllib.parse import urlsplit

from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation

from omwagtail.catalogue.models import Item
from omwagtail.embed.bundle.choosing import Choice, ChosenList, Options
from omwagtail.embed.bundle.files import BundleError, Files, content_of
from omwagtail.embed.bundle.lists import list_data, list_items
from omwagtail.embed.bundle.notes import LICENCE, Notes, licence_text, notes_page, overview_page
from omwagtail.embed.bundle.pages import add_page
from omwagtail.embed.cards import item_card
from omwagtail.embed.lines import FRAMES
from omwagtail.embed.models import EmbedTheme
from omwagtail.embed.themes import look_with, theme_url
from omwagtail.embed.views import item_list
from omwagtail.rendering.addresses import web_address
from omwagtail.runner.assets import asset_url, integrity_of
from omwagtail.runner.frames import Look
from omwagtail.runner.published import PUBLIC
from omwagtail.runner.standalone import check_files

INTEGRITY = "integrity.json"
INTEGRITY_VERSION = "om-integrity/1"


def visitor_of(origin: str) -> HttpRequest:
    """The request of somebody who visits the site with this origin and whom it does not know.

    Raises BundleError where this project does not answer under that name.
    """
    parts = urlsplit(origin)
    port = parts.port or {"https": 443, "http": 80}[parts.scheme]
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", FRAMES, FRAMES
    request.user = AnonymousUser()
    request.META = {
        "HTTP_HOST": parts.netloc,
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": "127.0.0.1",
    }
    try:
        request.get_host()
    except DisallowedHost as error:
        raise BundleError(f"{parts.netloc} is missing in ALLOWED_HOSTS.") from error
    return request


def make_bundle(choice: Choice, request: HttpRequest, origin: str, options: Options) -> Files:
    """All files of what was chosen, as the visitor whose request this is would see it."""
    files = Files(request)
    request.om_look = _look(options.theme)
    maker = _Maker(choice, request, origin, options, files)
    with translation.override(django_settings.LANGUAGE_CODE):
        maker.make()
    return files


def _look(key: str) -> Look | None:
    if not key:
        return None
    theme = EmbedTheme.objects.filter(key=key).first()
    if theme is None:
        known = ", ".join(EmbedTheme.objects.values_list("key", flat=True)) or "none"
        raise BundleError(f"There is no theme with the key {key}. There are: {known}.")
    return look_with(theme, theme_url(theme))


class _Maker:
    def __init__(
        self, choice: Choice, request: HttpRequest, origin: str, options: Options, files: Files
    ) -> None:
        self.choice, self.request, self.origin = choice, request, origin
        self.options, self.files = options, files
        self.items = {item.pk: item for item in [*choice.checks, *choice.cards]}
        self.checks = {item.key for item in choice.checks}

    def make(self) -> None:
        # What a page around loads, whether or not a page of the bundle does.
        for name in PUBLIC:
            self.files.load(asset_url(name))
        for item in self.choice.checks:
            self._add_check(item)
        for item in self.choice.cards:
            card = item_card(self._asking(), item.key)
            self._add(f"card/{item.key}/index.html", card, self._addresses_of_checks())
        for chosen in self.choice.lists:
            self._add_list(chosen)
        if text := licence_text():
            self.files.add(LICENCE, text.encode())
        notes = Notes(
            self.choice,
            self.items.values(),
            self.origin,
            self.options,
            self.files,
            self.request.om_look,
        )
        self._add("index.html", overview_page(self._asking(), notes))
        self._add(notes.file, notes_page(self._asking(), notes))
        digests = {path: integrity_of(self.files[path]) for path in self.files.paths()}
        said = {"v": INTEGRITY_VERSION, "files": digests}
        self.files.add(INTEGRITY, json.dumps(said, indent=1).encode())

    def _add_check(self, item: Item) -> None:
        pages = check_files(
            self._asking(), item, beside=self.checks, contacts=self.options.contacts
        )
        for page in pages:
            self._add(f"check/{item.key}/{page.name}", page.response)

    def _add_list(self, chosen: ChosenList) -> None:
        items = list_items(chosen.query, self.request)
        self.items |= {item.pk: item for item in items}
        data = list_data(items, self.request, self.files, checks=self.checks)
        self.files.add(f"list/{chosen.name}/list.json", data)
        page = item_list(self._asking(chosen.query))
        self._add(f"list/{chosen.name}/index.html", page, self._addresses_of_checks())

    def _asking(self, query: str = "") -> HttpRequest:
        self.request.GET = QueryDict(query)
        return self.request

    def _addresses_of_checks(self) -> dict[str, str]:
        """Where a list or card leads to a check that is in the bundle, and the file it is."""
        files = {}
        for item in self.choice.checks:
            file = f"check/{item.key}/index.html"
            addresses = (web_address(item.url), f"{self.origin}/om/check/{item.key}/")
            files |= dict.fromkeys(filter(None, addresses), file)
        return files

    def _add(self, path: str, page: HttpResponse, local: dict[str, str] | None = None) -> None:
        add_page(self.files, path, content_of(page), origin=self.origin, local=local)
