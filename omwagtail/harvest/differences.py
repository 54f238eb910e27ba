"""What changed between two versions of a document, field by field, in words for an editor.

Nothing here knows the database. Texts are told as pieces that stayed, were inserted or deleted;
they are foreign texts, to be escaped by whoever shows them. The work is bounded, whatever the two
documents hold: what would cost more is told as a whole, and what would be too long is cut.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from omwagtail.harvest.alignment import Allowance, align
from omwagtail.harvest.member_names import RICH, UNSEEN, in_words, is_single, name_of, title_of
from omwagtail.harvest.readable_text import readable, rich_as_text
from omwagtail.harvest.text_pieces import KEPT, Kind, Piece, pieces_of, shortened

# More changes than this are told by their number.
MAX_CHANGES = 200
# Entries of one list of codes or lines that are told one by one.
MAX_TOLD = 200
# Characters of one entry that was added or removed as a whole.
MAX_ENTRY = 4_000
# Lists in which another name is another thing, and no new name of the same one.
NAMED_LISTS = frozenset({"contacts", "members", "actors", "agreements", "files", "images"})
# Members that come first, in this order; all others follow as the documents have them.
FIRST = ("title", "summary", "url", "licence", "publisher", "contacts", "body")


class What(Enum):
    """What happened to a field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that differs: where it stands, what happened, and its text in pieces."""

    where: str
    what: What
    pieces: tuple[Piece, ...]

    @property
    def what_in_words(self) -> str:
        return {
            What.ADDED: _("new"),
            What.REMOVED: _("removed"),
            What.CHANGED: _("changed"),
        }[self.what]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """All that differs; ``is_cut`` says that there is more than the first changes told here."""

    changes: tuple[Difference, ...]
    is_cut: bool

    def __bool__(self) -> bool:
        return bool(self.changes)


def differences(old: dict[str, Any], new: dict[str, Any]) -> Differences:
    """Compare the parsed texts of two versions of a document."""
    found = _Comparison(is_check=new.get("type") == "check").members(old, new, ())
    changes = tuple(islice(found, MAX_CHANGES + 1))
    return Differences(changes=changes[:MAX_CHANGES], is_cut=len(changes) > MAX_CHANGES)


class _Comparison:
    """One comparison of two documents, with what it may still cost."""

    def __init__(self, *, is_check: bool) -> None:
        self.is_check = is_check
        self.allowance = Allowance()

    def members(self, old: dict, new: dict, path: tuple[str, ...], where: str = "") -> Iterator:
        """Member by member of two objects."""
        names = dict.fromkeys([*(FIRST if not path else ()), *new, *old])
        for name in names:
            if name not in UNSEEN and (name in old or name in new):
                said = _join(where, readable(name_of(name)))
                yield from self.values(old.get(name), new.get(name), (*path, name), said)

    def values(self, old: Any, new: Any, path: tuple[str, ...], where: str) -> Iterator:
        """Two values of one field; None where one version has none."""
        if _same(old, new):
            return
        match old, new:
            case list(), list():
                yield from self.lists(old, new, path, where)
            case dict(), dict() if not (is_single(old, path) or is_single(new, path)):
                yield from self.members(old, new, path, where)
            case str(), str() if self.is_rich(path):
                yield self.texts(rich_as_text(old), rich_as_text(new), where)
            case _ if _is_empty(old):
                yield from self.whole(new, path, where, What.ADDED)
            case _ if _is_empty(new):
                yield from self.whole(old, path, where, What.REMOVED)
            case _ if is_single(old, path) and is_single(new, path):
                yield self.texts(in_words(old, path), in_words(new, path), where)
            case _:
                yield from self.whole(old, path, where, What.REMOVED)
                yield from self.whole(new, path, where, What.ADDED)

    def lists(self, old: list, new: list, path: tuple[str, ...], where: str) -> Iterator:
        """Two lists, entry by entry: what was added, removed, and changed in its place."""
        if all(is_single(entry, path) for entry in (*old, *new)):
            yield from self.single_entries(old, new, path, where)
            return
        marks = [_mark(entry) for entry in old], [_mark(entry) for entry in new]
        runs = align(*marks, self.allowance)
        if runs is None:
            yield from self.unaligned(old, new, marks, path, where)
            return
        differing = [run for run in runs if not run.same]
        before = [at for run in differing for at in range(run.begin, run.end)]
        after = [at for run in differing for at in range(run.new_begin, run.new_end)]
        sides = [old[at] for at in before], [new[at] for at in after]
        for one, other in _paired(*sides, by_place=path[-1] not in NAMED_LISTS):
            was = None if one is None else old[before[one]]
            now = None if other is None else new[after[other]]
            number = (before[one] if other is None else after[other]) + 1
            named = _entry(number, title_of(now) or title_of(was))
            yield from self.values(was, now, path, _join(where, named))

    def single_entries(self, old: list, new: list, path: tuple, where: str) -> Iterator:
        """Lists of codes, lines and the like: as one field, with what was added and removed."""
        before, after = Counter(map(_mark, old)), Counter(map(_mark, new))
        removed = [json.loads(mark) for mark in islice((before - after).elements(), MAX_TOLD)]
        added = [json.loads(mark) for mark in islice((after - before).elements(), MAX_TOLD)]
        removed = self.texts_of(removed, path)
        added = self.texts_of(added, path)
        if len(removed) == len(added) == 1:
            yield self.texts(removed[0], added[0], where)
        elif removed or added:
            pieces = [Piece(Kind.REMOVED, text) for text in removed]
            pieces += [Piece(Kind.ADDED, text) for text in added]
            what = What.CHANGED if removed and added else What.ADDED if added else What.REMOVED
            yield Difference(where=where, what=what, pieces=_between_commas(pieces))
        else:
            yield _said(where, _("Only the order changed."))

    def unaligned(self, old: list, new: list, marks: tuple, path: tuple, where: str) -> Iterator:
        """Lists that differ too much to be told in order: what is in one of them alone."""
        before, after = Counter(marks[0]), Counter(marks[1])
        for entries, own, others, what in (
            (old, marks[0], after, What.REMOVED),
            (new, marks[1], before, What.ADDED),
        ):
            for entry, mark in zip(entries, own, strict=True):
                if mark not in others:
                    yield from self.whole(entry, path, where, what)

    def whole(self, value: Any, path: tuple[str, ...], where: str, what: What) -> Iterator:
        """A field that only one version has."""
        kind = Kind.ADDED if what == What.ADDED else Kind.REMOVED
        text = _cut(self.entry_text(value, path))
        if text:
            pieces = (Piece(kind, readable(text)),)
            yield Difference(where=where, what=what, pieces=pieces)

    def texts(self, old: str, new: str, where: str) -> Difference:
        """Two texts, word by word."""
        if old == new:
            return _said(where, _("It reads the same: only its form or its code changed."))
        pieces = shortened(pieces_of(old, new, self.allowance))
        return Difference(where=where, what=What.CHANGED, pieces=pieces)

    def entry_text(self, value: Any, path: tuple[str, ...]) -> str:
        """All of a value in one text."""
        parts: list[str] = []
        room = MAX_ENTRY
        for part in self.parts(value, path):
            parts.append(part)
            room -= len(part)
            if room < 0:
                break
        return "; ".join(parts)

    def parts(self, value: Any, path: tuple[str, ...], label: str = "") -> Iterator[str]:
        if isinstance(value, str) and self.is_rich(path):
            value = rich_as_text(value)
        if is_single(value, path):
            if text := in_words(value, path).strip():
                yield f"{label}: {text}" if label else text
        elif isinstance(value, list):
            for entry in value:
                yield from self.parts(entry, path, label)
        else:
            for name, part in value.items():
                # An id says nothing where there is nothing to compare it with.
                if name not in UNSEEN and name != "id":
                    yield from self.parts(part, (*path, name), name_of(name))

    def texts_of(self, entries: list, path: tuple[str, ...]) -> list[str]:
        return [self.entry_text(entry, path) for entry in entries]

    def is_rich(self, path: tuple[str, ...]) -> bool:
        return path[-1] in RICH or (self.is_check and "bands" in path and path[-1] == "text")


def _paired(
    old: Sequence, new: Sequence, *, by_place: bool
) -> Iterator[tuple[int | None, int | None]]:
    """Places of entries of both sides that are the same thing: by what names them, else
    ``by_place``, in the order in which they stand. None where there is none on one side."""
    left = dict(enumerate(old))
    by_name = {name: at for at, entry in left.items() if (name := _identity(entry))}
    partners = [by_name.pop(_identity(entry), None) for entry in new]
    for at in filter(lambda at: at is not None, partners):
        del left[at]
    # A heading may change; an id does not.
    lonely = [at for at, entry in left.items() if not _has_id(entry)]
    waiting = [at for at, one in enumerate(partners) if one is None and not _has_id(new[at])]
    if by_place and len(lonely) == len(waiting):
        for at, other in zip(waiting, lonely, strict=True):
            partners[at] = other
            del left[other]
    yield from ((partner, at) for at, partner in enumerate(partners))
    yield from ((at, None) for at in left)


def _entry(number: int, title: str) -> str:
    entry = _("entry %(number)s") % {"number": number}
    if not title:
        return entry
    return _("%(entry)s (%(title)s)") % {"entry": entry, "title": readable(title)}


def _identity(entry: Any) -> str:
    """What names an entry; empty for nothing."""
    if not isinstance(entry, dict):
        return ""
    for name in ("id", "key", "email", "heading", "name", "title", "label", "statement"):
        if isinstance(value := entry.get(name), str) and value:
            return f"{name} {value}"
    return _identity(entry.get("organisation"))


def _has_id(entry: Any) -> bool:
    return isinstance(entry, dict) and bool(entry.get("id") or entry.get("key"))


def _said(where: str, sentence: str) -> Difference:
    return Difference(where=where, what=What.CHANGED, pieces=(Piece(KEPT, sentence),))


def _between_commas(pieces: list[Piece]) -> tuple[Piece, ...]:
    told: list[Piece] = []
    room = MAX_ENTRY
    for piece in pieces:
        if told:
            told.append(Piece(KEPT, ", "))
        told.append(Piece(piece.kind, readable(_cut(piece.text))))
        room -= len(piece.text)
        if room < 0:
            told.append(Piece(KEPT, " …"))
            break
    return tuple(told)


def _join(where: str, name: str) -> str:
    return f"{where} › {name}" if where else name


def _mark(value: Any) -> str:
    """The same for two values that are the same, so that they are compared at once."""
    return json.dumps(value, sort_keys=True)


def _same(old: Any, new: Any) -> bool:
    # 1 and True are equal to Python, but not to a reader.
    return type(old) is type(new) and old == new


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _cut(text: str) -> str:
    return text if len(text) <= MAX_ENTRY else f"{text[:MAX_ENTRY]} …"
