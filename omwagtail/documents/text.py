"""JSON text: strict reading, and writing of exactly what strict reading takes."""

import json
import math
import unicodedata
from collections.abc import Iterator
from typing import Any, NoReturn

from omwagtail.documents.exceptions import DocumentError, excerpt
from omwagtail.documents.limits import MAX_DEPTH, MAX_DOCUMENT_BYTES, MAX_REV


def parse_json(text: str | bytes, *, max_bytes: int = MAX_DOCUMENT_BYTES) -> Any:
    """Read JSON as PROTOCOL.md ("Document") wants it, and nothing looser.

    Raises DocumentError: `too-large` (in bytes of UTF-8), `too-deep`, `duplicate-key`, and
    `bad-json` for everything else, such as NUL or a lone surrogate (also escaped), a byte order
    mark, NaN, Infinity, or an integer that other readers would round.
    """
    text = _decode(text, max_bytes)
    if text.startswith("\ufeff"):
        raise DocumentError("bad-json", "The text begins with a byte order mark.")
    try:
        data = _decoder.decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise DocumentError("bad-json", f"Not JSON: {error.msg} at {where}.") from None
    except RecursionError:
        raise _too_deep() from None
    # Most documents have no escape and many have few brackets: then there is nothing to walk.
    if text.count("[") + text.count("{") > MAX_DEPTH and _is_too_deep(data):
        raise _too_deep()
    if "\\u" in text:
        _check_escaped_characters(data)
    return data


def dump_json(data: Any) -> str:
    """Write JSON text for a document: NFC, compact, members in their order, no ASCII escapes.

    Raises DocumentError for whatever `parse_json` would refuse, so that nothing is signed that
    a subscriber cannot read.
    """
    try:
        text = json.dumps(
            _normalised(data, "", 0), ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
    except ValueError as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError("bad-json", "NaN and Infinity cannot be written.") from None
    parse_json(text)
    return text


def _decode(text: str | bytes, max_bytes: int) -> str:
    if len(text) > max_bytes:
        raise _too_large(max_bytes)
    try:
        if isinstance(text, bytes):
            return text.decode()
        size = len(text) if text.isascii() else len(text.encode())
    except UnicodeError:
        raise DocumentError("bad-json", "The text is not UTF-8.") from None
    if size > max_bytes:
        raise _too_large(max_bytes)
    return text


def _too_large(max_bytes: int) -> DocumentError:
    return DocumentError("too-large", f"The text has more than {max_bytes} bytes.")


def _too_deep() -> DocumentError:
    return DocumentError("too-deep", f"Lists and objects are nested more than {MAX_DEPTH} deep.")


def _object_of(members: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(members)
    if len(result) != len(members):
        seen: set[str] = set()
        for name, _ in members:
            if name in seen:
                raise DocumentError("duplicate-key", f"The member {excerpt(name)} stands twice.")
            seen.add(name)
    return result


def _integer_of(digits: str) -> int:
    # Length first: turning many digits into a number takes quadratic time.
    if len(digits) <= 17:
        number = int(digits)
        if -MAX_REV <= number <= MAX_REV:
            return number
    raise DocumentError("bad-json", f"The integer {excerpt(digits)} is beyond 2^53 - 1.")


def _fraction_of(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise DocumentError("bad-json", f"The number {excerpt(digits)} is too large.")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise DocumentError("bad-json", f"{name} is not JSON.")


_decoder = json.JSONDecoder(
    object_pairs_hook=_object_of,
    parse_int=_integer_of,
    parse_float=_fraction_of,
    parse_constant=_refuse_constant,
)


def _is_too_deep(data: Any) -> bool:
    level = [data]  # the containers at one depth
    for _ in range(MAX_DEPTH):
        level = [
            child
            for parent in level
            if type(parent) is dict or type(parent) is list
            for child in (parent.values() if type(parent) is dict else parent)
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return False
    return True


def _check_escaped_characters(data: Any) -> None:
    text = "".join(_strings(data))
    if "\0" in text:
        raise DocumentError("bad-json", "The text holds an escaped NUL.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise DocumentError("bad-json", "The text holds an escaped lone surrogate.") from None


def _strings(data: Any) -> Iterator[str]:
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _normalised(value: Any, path: str, depth: int) -> Any:
    """A copy in NFC of what JSON can hold exactly; anything else is refused by its path."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if depth == MAX_DEPTH:
        raise _too_deep()
    if isinstance(value, list | tuple):
        return [_normalised(item, f"{path}{index}.", depth + 1) for index, item in enumerate(value)]
    if isinstance(value, dict):
        result = {}
        for name, item in value.items():
            if not isinstance(name, str):
                raise DocumentError("bad-json", f"{path[:-1]}: member names must be text.")
            result[unicodedata.normalize("NFC", name)] = _normalised(
                item, f"{path}{name}.", depth + 1
            )
        if len(result) != len(value):
            raise DocumentError("duplicate-key", f"{path[:-1]}: two member names are the same.")
        return result
    kind = type(value).__name__
    raise DocumentError("bad-json", f"{path[:-1]}: {kind} cannot be written as JSON.")
