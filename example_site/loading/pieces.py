"""Practice examples, networks and checks: written as their editor would write them."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from wagtail.models import Page

from example_site.loading import memory
from example_site.loading.library import Library
from example_site.loading.reading import Piece
from example_site.loading.writing import KINDS, draft_of, write_page


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
            parent = Page.objects.get(pk=parents[piece.kind].pk)
            page = parent.add_child(instance=draft_of(piece, editor))
        if page is not None:
            library.pages[piece.path] = page
    for piece in changed:
        _write(piece, library, editor)
    return [piece.path for piece in changed]


def _write(piece: Piece, library: Library, editor: AbstractBaseUser) -> None:
    page = library.pages[piece.path]
    try:
        write_page(page, piece, library)
    except ValidationError as error:
        raise PieceRefused(f"{piece.path}: {error}") from error
    page.save_revision(user=editor, log_action=True).publish(user=editor)
    memory.remember(piece.path, piece.digest, page)
