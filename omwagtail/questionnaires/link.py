"""Answers in the fragment of a link: short enough for a message, and without any free text.

The first 8 characters are a mark: base64url of the first 6 bytes of the edition's fingerprint.
The others are a number in base 64, with the digits of base64url, as long as the greatest one
needs: that a link was cut off is noticed. It is itself made of digits, the answers in the
definition's order, the first one the most significant: 0 open, 1 not applicable, 2 and up the
levels of the scale.

The same stands in ``static/omwagtail/record.js``; ``tests/vectors/link`` is run by both.
"""

from string import ascii_lowercase, ascii_uppercase, digits

from omwagtail.questionnaires.body import Body, all_checkpoints, needs_of
from omwagtail.questionnaires.ratings import NOT_APPLICABLE, Answers, clean_answers

ALPHABET = f"{ascii_uppercase}{ascii_lowercase}{digits}-_"
VALUES = {character: value for value, character in enumerate(ALPHABET)}
MARK_BYTES = 6
MARK_LENGTH = 8


def pack(body: Body, answers: Answers, fingerprint: str) -> str:
    """The text of these answers; ``fingerprint`` is that of the definition, 64 hex digits."""
    options, ids = _options(body), _ids(body)
    answers = clean_answers(body, answers)
    number = 0
    for id in ids:
        number = number * len(options) + options.index(answers.get(id, ""))
    mark = int.from_bytes(bytes.fromhex(fingerprint)[:MARK_BYTES], "big")
    return _written(mark, MARK_LENGTH) + _written(number, _length(options, ids))


def mark_of(text: str) -> str | None:
    """How the fingerprint of the edition begins that a link is for: 12 hex digits; None if the
    text is no such link."""
    if len(text) <= MARK_LENGTH or not VALUES.keys() >= set(text):
        return None
    return f"{_number_of(text[:MARK_LENGTH]):0{2 * MARK_BYTES}x}"


def unpack(body: Body, text: str, fingerprint: str) -> Answers | None:
    """The answers in such a text; None where it belongs to another edition or is broken."""
    options, ids = _options(body), _ids(body)
    # Most that comes along is no such text: it costs no more than looking at its length.
    if len(text) != MARK_LENGTH + _length(options, ids) or not VALUES.keys() >= set(text):
        return None
    number = _number_of(text[MARK_LENGTH:])
    given: Answers = {}
    for id in reversed(ids):
        number, option = divmod(number, len(options))
        given[id] = options[option]
    answers = clean_answers(body, given)
    # Whatever does not come out again is not what was packed.
    return answers if pack(body, answers, fingerprint) == text else None


def _options(body: Body) -> list[str]:
    """What each digit stands for; "" is no answer."""
    return list(dict.fromkeys(["", NOT_APPLICABLE, *needs_of(body)]))


def _ids(body: Body) -> list[str]:
    return list(dict.fromkeys(point.get("id") or "" for point in all_checkpoints(body)))


def _length(options: list[str], ids: list[str]) -> int:
    """Characters of the greatest number, at least one."""
    greatest: int = len(options) ** len(ids) - 1
    return max(1, -(-greatest.bit_length() // 6))


def _number_of(text: str) -> int:
    number = 0
    for character in text:
        number = number * 64 + VALUES[character]
    return number


def _written(number: int, length: int) -> str:
    text = ""
    while len(text) < length:
        number, value = divmod(number, 64)
        text = ALPHABET[value] + text
    return text
