"""Loading all that one site publishes."""

from pathlib import Path

from django.db import transaction
from django.utils import translation
from wagtail.documents.models import Document
from wagtail.images.models import Image

from example_site.loading import memory
from example_site.loading.advisers import load_advisers
from example_site.loading.library import Library
from example_site.loading.organisations import load_organisations
from example_site.loading.people import load_admin, load_editors
from example_site.loading.pieces import load_pieces
from example_site.loading.reading import (
    CONTENT,
    Piece,
    files_of,
    organisations_of,
    pictures_of,
    read,
    read_pieces,
)
from example_site.loading.themes import load_themes
from example_site.loading.tree import load_directories, load_home, load_site
from example_site.loading.uploads import load_upload
from example_site.sites import DemoSite
from omwagtail.catalogue.stamping import stamp_all
from omwagtail.catalogue.sweeping import sweep
from omwagtail.pages.models import CheckPage


def load(demo_site: DemoSite, content: Path = CONTENT) -> list[str]:
    """Bring a site to what its content files say; return the paths of the pieces written.

    All or nothing: a piece that is refused leaves the site as it was. Afterwards the catalogue is
    swept, because documents can name each other only once all of them exist. A check that is new
    and has had an earlier edition is published in that one first.
    """
    pieces = read_pieces(read(f"sites/{demo_site.key}.yaml", content)["content"], content)
    changed = [piece for piece in pieces if piece.first_edition != piece]
    written: list[str] = []
    if any(memory.find(piece.path, CheckPage) is None for piece in changed):
        written = _load_swept(demo_site, [piece.first_edition for piece in pieces], content)
    return list(dict.fromkeys([*written, *_load_swept(demo_site, pieces, content)]))


def _load_swept(demo_site: DemoSite, pieces: list[Piece], content: Path) -> list[str]:
    with translation.override("de"), transaction.atomic():
        written = _load(demo_site, pieces, content)
    sweep()
    stamp_all()
    return written


def _load(demo_site: DemoSite, pieces: list[Piece], content: Path) -> list[str]:
    name = f"sites/{demo_site.key}.yaml"
    data = read(name, content)
    home = load_home(name, data)
    site = load_site(name, data, home, demo_site.port)
    load_admin()
    editor = load_editors(data["editors"], home)
    library = Library(
        organisations=load_organisations(
            data["organisation"], organisations_of(pieces), site, content
        ),
        pictures={
            file: load_upload(file, Image, editor, content)
            for piece in pieces
            for file in pictures_of(piece.data)
        },
        files={
            file: load_upload(file, Document, editor, content)
            for piece in pieces
            for file in files_of(piece.data)
        },
    )
    own = library.organisations.get(data["organisation"])
    load_advisers(name, data.get("advisers", ()), own, site)
    themes = data.get("themes", ())
    logos = {theme["logo"]: load_upload(theme["logo"], Image, editor, content) for theme in themes}
    load_themes(name, themes, logos)
    return load_pieces(pieces, library, load_directories(name, data, home), editor)
