"""Practice examples, networks and checks: written as their editor would write them."""

import json
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from wagtail.fields import StreamField
from wagtail.models import Page

from example_site.loading import memory
from example_site.loading.checks import check_fields
from example_site.loading.library import Library
from example_site.loading.networks import network_fields
from example_site.loading.practice_examples import practice_example_fields
from example_site.loading.reading import Piece
from omwagtail.pages.models import CheckPage, NetworkPage, PracticeExamplePage

KINDS = {
    "practice-examples": (PracticeExamplePage, practice_example_fields),
    "networks": (NetworkPage, network_fields),
    "checks": (CheckPage, check_fields),
}


class PieceRefused(Exception):
    """A content file says something that an editor's form would refuse."""


def load_pieces(
    pieces: list[Piece], library: Library, parents: dict[str, Page], editor: AbstractBaseUser
) -> list[str]:
    """Write the pieces that are new or have changed; return their paths.

    All pages are made before any is written, because pieces refer to each other.
    """
    changed = [piece for piece in pieces if not memory.is_current(piece.path, piece.digest)]
    for piece in pieces:
        page = memory.find(piece.path, KINDS[piece.kind][0])
        if page is None and piece in changed:
            page = _make(piece, parents[piece.kind], editor)
        if page is not None:
            library.pages[piece.path] = page
    for piece in changed:
        _write(piece, library, editor)
    return [piece.path for piece in changed]


def _make(piece: Piece, parent: Page, editor: AbstractBaseUser) -> Page:
    """A draft that holds no more than its title and address."""
    data = piece.data
    page = KINDS[piece.kind][0](
        title=data["title"],
        slug=data["slug"],
        summary=data["summary"].strip(),
        live=False,
        owner=editor,
    )
    return Page.objects.get(pk=parent.pk).add_child(instance=page)


def _write(piece: Piece, library: Library, editor: AbstractBaseUser) -> None:
    page = library.pages[piece.path]
    try:
        fill(page, KINDS[piece.kind][1](piece, library))
    except ValidationError as error:
        raise PieceRefused(f"{piece.path}: {error}") from error
    page.save_revision(user=editor, log_action=True).publish(user=editor)
    memory.remember(piece.path, piece.digest, page)


def fill(page: Page, fields: dict[str, Any]) -> None:
    """Set fields from stored values, checked as the editor's form would check them."""
    for name, value in fields.items():
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            value = field.stream_block.clean(field.to_python(json.dumps(value)))
        setattr(page, name, value)
    page.full_clean()
