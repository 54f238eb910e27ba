"""A changed text as pieces: what stayed, what was deleted, what was inserted."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from omwagtail.harvest.alignment import Allowance, Run, align
from omwagtail.harvest.readable_text import readable

# Words of what stayed that are shown around a change.
CONTEXT = 12
# Characters that one piece shows at most.
MAX_PIECE = 4_000
_WORDS = re.compile(r"\s*\S+|\s+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


class Kind(Enum):
    """What happened to a piece; the values name elements of HTML."""

    KEPT = "span"
    REMOVED = "del"
    ADDED = "ins"


KEPT = Kind.KEPT


class Piece(NamedTuple):
    """A stretch of a text, not escaped."""

    kind: Kind
    text: str

    @property
    def is_added(self) -> bool:
        return self.kind == Kind.ADDED

    @property
    def is_removed(self) -> bool:
        return self.kind == Kind.REMOVED


def pieces_of(old: str, new: str, allowance: Allowance) -> list[Piece]:
    """Both texts by words; by lines where they differ too much, and else as a whole."""
    for pattern in (_WORDS, _LINES):
        parts = pattern.findall(old), pattern.findall(new)
        runs = align(*parts, allowance)
        if runs is not None:
            return [piece for run in runs for piece in _pieces(run, *parts)]
    return [Piece(Kind.REMOVED, old), Piece(Kind.ADDED, new)]


def shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces for showing: of what stayed only what stands around a change."""
    last = len(pieces) - 1
    return tuple(
        Piece(piece.kind, readable(_shortened(piece, place == 0, place == last)))
        for place, piece in enumerate(pieces)
    )


def _pieces(run: Run, old: list[str], new: list[str]) -> list[Piece]:
    if run.same:
        return [Piece(Kind.KEPT, "".join(new[run.new_begin : run.new_end]))]
    removed = "".join(old[run.begin : run.end])
    added = "".join(new[run.new_begin : run.new_end])
    pieces = [Piece(Kind.REMOVED, removed), Piece(Kind.ADDED, added)]
    return [piece for piece in pieces if piece.text]


def _shortened(piece: Piece, is_first: bool, is_last: bool) -> str:
    text = piece.text
    if piece.kind != Kind.KEPT:
        return text if len(text) <= MAX_PIECE else f"{text[:MAX_PIECE]} …"
    words = _WORDS.findall(text)
    before = [] if is_first else words[:CONTEXT]
    after = [] if is_last else words[-CONTEXT:]
    if len(before) + len(after) >= len(words):
        return text
    return f"{''.join(before)} … {''.join(after).lstrip()}"[: 2 * MAX_PIECE]
