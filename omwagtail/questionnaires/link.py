"""Answers in the fragment of a link: short enough for a message, and without any free text.

The first 8 characters are a mark: base64url of the first 6 bytes of the edition's fingerprint.
The others are base64url of a number, in as many bytes as the greatest one needs: that a link was
cut off is noticed. Its digits are the answers in the definition's order, the first one the most
significant: 0 open, 1 not applicable, 2 and up the levels of the scale.

The same stands in ``static/omwagtail/questionnaires.js``; ``tests/vectors/link`` is run by both.
"""

import base64
import binascii

from omwagtail.questionnaires.body import Body, all_checkpoints, needs_of
from omwagtail.questionnaires.ratings import NOT_APPLICABLE, Answers, clean_answers

MARK_BYTES = 6


def pack(body: Body, answers: Answers, fingerprint: str) -> str:
    """The text of these answers; ``fingerprint`` is that of the definition, 64 hex digits."""
    digits, ids = _digits(body), _ids(body)
    answers = clean_answers(body, answers)
    number = 0
    for id in ids:
        number = number * len(digits) + digits.index(answers.get(id, ""))
    packed = bytes.fromhex(fingerprint)[:MARK_BYTES] + number.to_bytes(_size(digits, ids), "big")
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def unpack(body: Body, text: str, fingerprint: str) -> Answers | None:
    """The answers in such a text; None where it belongs to another edition or is broken."""
    digits, ids = _digits(body), _ids(body)
    answers: Answers = {}
    # Most that comes along is no such text: it costs no more than looking at its length.
    if len(text) != _length(MARK_BYTES + _size(digits, ids)):
        return None
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    number = int.from_bytes(packed[MARK_BYTES:], "big")
    for id in reversed(ids):
        number, digit = divmod(number, len(digits))
        answers[id] = digits[digit]
    answers = clean_answers(body, answers)
    # Whatever does not come out again is not what was packed.
    return answers if pack(body, answers, fingerprint) == text else None


def _digits(body: Body) -> list[str]:
    """What each digit stands for; "" is no answer."""
    return list(dict.fromkeys(["", NOT_APPLICABLE, *needs_of(body)]))


def _ids(body: Body) -> list[str]:
    return list(dict.fromkeys(point.get("id") or "" for point in all_checkpoints(body)))


def _size(digits: list[str], ids: list[str]) -> int:
    """Bytes of the greatest number, at least one."""
    greatest: int = len(digits) ** len(ids) - 1
    return max(1, (greatest.bit_length() + 7) // 8)


def _length(size: int) -> int:
    """Characters of base64 without padding."""
    return (size * 4 + 2) // 3
