"""Cursors: where a reader stands in a feed (rule 3).

A cursor carries the number of the last row read, the token of the stamping run that gave it, when
the cursor was made, and a mark of the feed it belongs to; all under a MAC whose key is SECRET_KEY,
outside the database. So it cannot be made up, it outlives a restored database, and it proves that
there was one: by a token that the database no longer knows.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from omwagtail.documents import DocumentError, b64url_decode, b64url_encode

# Part of the MAC's key: nothing else that is signed with SECRET_KEY passes for a cursor.
SALT = "omwagtail.feed.cursor"
SEPARATOR = ";"


class ForeignCursor(ValueError):
    """The text is no cursor of this feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """A place in a feed. The default is the place before its first row."""

    feed: str  # mark_of(origin, type)
    seq: int = 0
    token: str = ""  # of the stamping run that gave seq; empty before the first row
    created: datetime

    def write(self) -> str:
        """The text that readers get and send back."""
        moment = int(self.created.timestamp() * 1000)
        signed = _signer().sign(SEPARATOR.join((str(self.seq), self.token, str(moment), self.feed)))
        return b64url_encode(signed.encode())


def start_of(feed: str) -> Cursor:
    """The place before the first row of a feed."""
    return Cursor(feed=feed, created=timezone.now())


def read_cursor(text: str) -> Cursor:
    """The cursor that we once wrote, with a key of today or of SECRET_KEY_FALLBACKS.

    Raises ForeignCursor. Whether it belongs to the feed that was asked for is not looked at.
    """
    try:
        signed = b64url_decode(text).decode()
        seq, token, moment, feed = _signer().unsign(signed).split(SEPARATOR)
    except (DocumentError, UnicodeDecodeError, BadSignature, ValueError) as error:
        raise ForeignCursor("This is no cursor of this site.") from error
    created = datetime.fromtimestamp(int(moment) / 1000, tz=UTC)
    return Cursor(feed=feed, seq=int(seq), token=token, created=created)


def mark_of(origin: str, document_type: str) -> str:
    """A short mark of one feed: a cursor belongs to an origin and to its filter (rule 4)."""
    return hashlib.sha256(f"{origin}\n{document_type}".encode()).hexdigest()[:16]


def _signer() -> Signer:
    return Signer(salt=SALT, sep=":")
