"""What a content file becomes: pages, organisations, pictures and files as an editor has them.

Nothing here remembers anything; that is done by ``memory`` and those who use it.
"""

import json
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.images.models import Image
from wagtail.models import Page

from example_site.loading.checks import check_fields
from example_site.loading.library import Library
from example_site.loading.networks import network_fields
from example_site.loading.practice_examples import practice_example_fields
from example_site.loading.reading import Piece
from omwagtail.content.organisation import Organisation
from omwagtail.models import Adviser, EmbedTheme
from omwagtail.pages.models import CheckPage, NetworkPage, PracticeExamplePage

KINDS = {
    "practice-examples": (PracticeExamplePage, practice_example_fields),
    "networks": (NetworkPage, network_fields),
    "checks": (CheckPage, check_fields),
}
TITLES = {
    "ausprobieren": "Jugendliche am Werktisch (Zeichnung)",
    "praezisionswerkstatt": "Werkbank in der Präzisionswerkstatt (Zeichnung)",
    "rueckkehr": "Rückkehr aufs Land (Zeichnung)",
    "runder-tisch": "Runder Tisch (Zeichnung)",
    "techniktag": "Techniktag (Zeichnung)",
    "world-cafe": "World-Café (Zeichnung)",
    "ihk-seenland": "Logo der IHK Seenland (erfunden)",
    "programm-reflexionsworkshop": "Programm des Workshops",
    "vier-zusagen": "Die vier Zusagen",
}


def draft_of(piece: Piece, editor: AbstractBaseUser | None) -> Page:
    """An unsaved draft that holds no more than a piece's title and address."""
    data = piece.data
    return KINDS[piece.kind][0](
        title=data["title"],
        slug=data["slug"],
        summary=data["summary"].strip(),
        live=False,
        owner=editor,
    )


def write_page(page: Page, piece: Piece, library: Library) -> None:
    """Set a page's fields from a piece. Raises ValidationError for what a form would refuse."""
    for name, value in KINDS[piece.kind][1](piece, library).items():
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            value = field.stream_block.clean(field.to_python(json.dumps(value)))
        setattr(page, name, value)
    page.full_clean()


def write_organisation(organisation: Organisation, entry: dict[str, Any]) -> None:
    """Set an organisation's fields from its entry. Raises ValidationError."""
    organisation.name = entry["name"]
    organisation.short_name = entry.get("short_name", "")
    organisation.type = entry.get("type", "")
    organisation.region = entry.get("region", "")
    organisation.website = entry.get("website", "")
    organisation.competences = entry.get("competences", [])
    organisation.full_clean()


def write_adviser(adviser: Adviser, entry: dict[str, Any]) -> None:
    """Set an adviser's fields from its entry. Raises ValidationError."""
    adviser.name = entry["name"]
    adviser.role = entry.get("role", "")
    adviser.email = entry.get("email", "")
    adviser.phone = entry.get("phone", "")
    adviser.regions = entry.get("regions", [])
    adviser.topics = entry.get("topics", [])
    adviser.public = True
    adviser.full_clean()


def write_theme(theme: EmbedTheme, entry: dict[str, Any]) -> None:
    """Set a theme's fields, but for the logo, from its entry. Raises ValidationError."""
    for member in set(entry) - {"logo"}:
        setattr(theme, member, entry[member])
    theme.full_clean()


def write_upload(upload: Image | Document, path: Path) -> None:
    """Save a picture or document, new or known, with this file. A known one keeps its title."""
    upload.title = upload.title or TITLES.get(path.stem, path.stem)
    upload.file = ContentFile(path.read_bytes(), name=path.name)
    upload.file_hash, upload.file_size = "", None
    upload.save()
    if isinstance(upload, Image):
        upload.renditions.all().delete()
