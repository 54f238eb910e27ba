"""What Unicode lets a text do that no reader expects, and how it is kept from doing it."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal

from omwagtail.documents.exceptions import DocumentError

# Marks on one letter: as many as Unicode's own format for streams allows (UAX #15, section 13).
# Putting very many into order takes a time that grows with the square of their number.
MAX_MARKS = 30

# No mark is ASCII, and in UTF-8 each takes two bytes at least.
_NOT_ASCII = bytes(128) + bytes([1]) * 128
_LONG_RUN = bytes([1]) * (2 * (MAX_MARKS + 1))
_MANY_MARKS = re.compile(rf"[^\x00-\x7f\w]{{{MAX_MARKS + 1},}}")
# They turn all that follows them around, whatever its own direction: a name or an address then
# reads as another. Marks and isolates, which real texts in right-to-left scripts need, are let be.
_OVERRIDES = "\u202d\u202e"
# They are called letters or symbols and show nothing.
_BLANKS = "\u115f\u1160\u3164\uffa0\u2800"
# What a member holds that readers see as one line and click at.
_LINES = ("title", "attribution")


def normalise(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """`unicodedata.normalize` in linear time: no letter keeps more than MAX_MARKS marks."""
    if text.isascii():
        return text
    if _LONG_RUN in text.encode("utf-8", "surrogatepass").translate(_NOT_ASCII):
        text = _MANY_MARKS.sub(_without_surplus, text)
    return unicodedata.normalize(form, text)


def check_lettering(text: str, data: dict[str, Any]) -> None:
    """Refuse a document that turns the text after it around, or whose title cannot be seen.

    For documents from elsewhere; `data` is what was read from `text`. Raises DocumentError
    (`schema`).
    """
    # What is escaped in the text is found in what was read from it.
    may_be_escaped = "\\u202" in text
    searched = _texts(data) if may_be_escaped else (text,)
    if any(char in part for part in searched for char in _OVERRIDES):
        raise DocumentError("schema", "The text reverses the reading direction of what follows.")
    for name in _LINES:
        line = data.get(name)
        if isinstance(line, str) and line and not any(map(_is_seen, line)):
            raise DocumentError("schema", f"{name}: there is nothing in it that can be seen.")


def plain_line(text: str, length: int) -> str:
    """A text from elsewhere on one line, for lists, logs and terminals: without control characters,
    invisible ones and those that change the direction."""
    visible = "".join(" " if char.isspace() else char for char in text if _is_harmless(char))
    return " ".join(visible.split())[:length]


def _without_surplus(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in run[0]:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _texts(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _is_seen(char: str) -> bool:
    """Letters, digits, punctuation and symbols; not blanks, marks alone, and what has no form."""
    return unicodedata.category(char)[0] not in "CZM" and char not in _BLANKS


def _is_harmless(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
