"""Reading a feed page by page: rules 1 to 4, 8 and 9.

One row per document, its latest state only, in the order of the numbers that the stamper gave. A
row that changes moves forward, so a reader never misses one, whenever it comes.
"""

import logging
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Relay
from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.reissuing import reissue
from omwagtail.catalogue.relaying import Facts, relay_of
from omwagtail.catalogue.stamping import stamp_all
from omwagtail.catalogue.texts import as_bytes
from omwagtail.documents import FEED_PAGE_BYTES, SigningKey, sign
from omwagtail.feed.cursors import Cursor, ForeignCursor, mark_of, start_of
from omwagtail.feed.hosts import origin_asked_for
from omwagtail.feed.rows import Feed, Head, Row, open_rows

# Room in a page for what stands around its entries.
FRAME_BYTES = 1_000
# Seconds before each try to number what waits: together what a reader is kept waiting at most.
PAUSES = (0, 0.05, 0.2, 0.5)

logger = logging.getLogger("omwagtail.feed")


class RestoredDatabase(Exception):
    """The cursor is genuine, but the database does not know the numbers it was given."""


class NotNumbered(Exception):
    """All that is left to read waits for its number, which another process gives just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Entries as JSON texts, where the next page begins, and whether there is more to read."""

    entries: list[bytes]
    next: str
    more: bool

    def as_json(self) -> bytes:
        """The answer's body; a cursor's alphabet needs no escape in it."""
        tail = f'],"next":"{self.next}","more":{"true" if self.more else "false"}}}'
        return b"".join([b'{"entries":[', b",".join(self.entries), tail.encode()])


def read_changes(
    request: HttpRequest, given: Cursor | None, *, document_type: str = "", limit: int
) -> Page:
    """A page of the feed of the site that was asked, after ``given`` or from the start.

    Numbers first what waits for a number. With nothing new it costs one read. Raises Problem where
    this host has no feed, ForeignCursor, RestoredDatabase, and NotNumbered: an empty page could
    neither say that there is more, because its cursor would not move (rule 15), nor that there is
    nothing, because a reader would take what it did not get for gone (rule 13).
    """
    feed = Feed(origin_asked_for(request), document_type)
    cursor = given or start_of(mark_of(*feed))
    if cursor.feed != mark_of(*feed):
        raise ForeignCursor("The cursor belongs to another feed or filter.")
    if page := _read_page(feed, cursor, limit, also_unfinished=False):
        return page
    for pause in PAUSES:
        time.sleep(pause)
        is_writable = _number_what_waits()
        page = _read_page(feed, cursor, limit, also_unfinished=True)
        if page.entries or not page.more:
            return page
        if not is_writable:
            break
    raise NotNumbered


def _number_what_waits() -> bool:
    """Returns whether that could be tried: a read-only database serves what has a number already
    (rule 2)."""
    try:
        stamp_all()
    except DatabaseError:
        logger.warning("rows of the feed could not be numbered", exc_info=True)
        return False
    return True


def _read_page(feed: Feed, cursor: Cursor, limit: int, *, also_unfinished: bool) -> Page | None:
    """None where rows wait for a number, unless the page may be ``also_unfinished``."""
    own = SimpleLazyObject(own_origins)
    with open_rows(feed, cursor.seq, limit + 1) as (head, rows):
        if not cursor.seq or cursor.token == head.token:
            if head.rows_wait and not also_unfinished:
                return None
            key = signing_key()
            texts = ((row, entry_of(row, feed.origin, own, key)) for row in rows)
            return _page(cursor, head, *_take_what_fits(texts, limit))
    reissue(proof=cursor.created)
    raise RestoredDatabase


def _page(cursor: Cursor, head: Head, taken: list[bytes], last: Row | None, is_cut: bool) -> Page:
    reached = cursor
    if last:
        reached = Cursor(feed=cursor.feed, seq=last.seq, token=last.token, created=timezone.now())
    return Page(entries=taken, next=reached.write(), more=is_cut or head.rows_wait)


def _take_what_fits(
    rows: Iterable[tuple[Row, bytes]], limit: int
) -> tuple[list[bytes], Row | None, bool]:
    """The texts of a page, its last row, and whether rows were left for the next (rule 4).

    The first row always fits: a page that holds nothing would stop every reader.
    """
    taken: list[bytes] = []
    last = None
    size = FRAME_BYTES
    for row, text in rows:
        size += len(text) + 1
        if len(taken) == limit or (taken and size > FEED_PAGE_BYTES):
            return taken, last, True
        taken.append(text)
        last = row
    return taken, last, False


def entry_of(row: Row, origin: str, own: Collection[str], key: SigningKey) -> bytes:
    """An entry of the feed of ``origin``: the document is a JSON *string* in its envelope.

    Of a foreign row it is what may be said now, also where the stamper has not heard of a change
    yet: no text is handed out that is no longer offered. An own one is signed with the ``key`` of
    today, also where the sweep has not come to it since that changed: nobody takes in another.
    """
    if not row.relay and row.kid != key.kid:
        row = _signed_anew(row, key)
    if row.relay and not (row.relay == Relay.OFFERED == relay_of(_facts_of(row), own)):
        return _gone(row)
    via = f',"via":"{origin}"' if row.relay else ""
    # What stands around the document is of alphabets that need no escape.
    ending = f'","kid":"{row.kid}","sig":"{row.sig}"{via}}}'
    return b"".join([f'{{"seq":{row.seq},"doc":"'.encode(), escaped(row.doc), ending.encode()])


def _signed_anew(row: Row, key: SigningKey) -> Row:
    envelope = sign(as_bytes(row.doc).decode(), key)
    return row._replace(kid=envelope.kid, sig=envelope.sig)


def escaped(document: str | bytes) -> bytes:
    """A JSON text as the inside of a JSON string; four times as fast as the encoder of json.

    A valid JSON text holds no other control characters than these three.
    """
    return (
        as_bytes(document)
        .replace(b"\\", b"\\\\")
        .replace(b'"', b'\\"')
        .replace(b"\n", b"\\n")
        .replace(b"\r", b"\\r")
        .replace(b"\t", b"\\t")
    )


def _gone(row: Row) -> bytes:
    urn = f"urn:uuid:{UUID(row.uuid)}"
    return f'{{"seq":{row.seq},"gone":{{"origin":"{row.origin}","id":"{urn}"}}}}'.encode()


def _facts_of(row: Row) -> Facts:
    return Facts(
        origin=row.origin,
        is_own=False,
        state=row.state,
        reason=row.reason,
        via=row.via,
        reuse=row.reuse,
        has_expired=bool(row.has_expired),
        relay=row.relay,
    )
