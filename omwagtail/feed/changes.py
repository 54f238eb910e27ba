"""Reading a feed page by page: rules 1 to 4.

One row per document, its latest state only, in the order of the numbers that the stamper gave. A
row that changes moves forward, so a reader never misses one, whenever it comes.
"""

import json
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db import DatabaseError
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from omwagtail.catalogue.models import Item, ItemState, StampRun
from omwagtail.catalogue.reissuing import reissue
from omwagtail.catalogue.stamping import has_unstamped, stamp_all
from omwagtail.documents import FEED_PAGE_BYTES
from omwagtail.feed.cursors import Cursor, ForeignCursor, mark_of, start_of
from omwagtail.feed.hosts import origin_asked_for

# Room in a page for what stands around its entries.
FRAME_BYTES = 1_000
# Rows that the database hands over at once: a page may end by size long before its last row.
CHUNK = 50
# Seconds before each try to number what waits.
PAUSES = (0, 0.05, 0.2)

logger = logging.getLogger("omwagtail.feed")


class RestoredDatabase(Exception):
    """The cursor is genuine, but the database does not know the numbers it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Entries as JSON texts, where the next page begins, and whether there is more to read."""

    entries: list[bytes]
    next: str
    more: bool

    def as_json(self) -> bytes:
        """The answer's body; a cursor's alphabet needs no escape in it."""
        tail = f'],"next":"{self.next}","more":{"true" if self.more else "false"}}}'
        return b'{"entries":[' + b",".join(self.entries) + tail.encode()


class Row(NamedTuple):
    """What one entry is made from; the last two are the same statement's look around."""

    seq: int
    doc: str
    kid: str
    sig: str
    via: str
    token: str
    rows_wait: bool

    def as_json(self) -> bytes:
        """The envelope: the document is a JSON *string* in it."""
        envelope = {"seq": self.seq, "doc": self.doc, "kid": self.kid, "sig": self.sig}
        if self.via:
            envelope["via"] = self.via
        return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def read_changes(
    request: HttpRequest, given: Cursor | None, *, document_type: str = "", limit: int
) -> Page:
    """A page of the feed of the site that was asked, after ``given`` or from the start.

    Numbers first what waits for a number. With nothing new it costs two reads. Raises Problem
    where this host has no feed, ForeignCursor and RestoredDatabase.
    """
    sites, token, rows_wait = _look_around(given)
    origin = origin_asked_for(request, sites)
    cursor = given or start_of(mark_of(origin, document_type))
    if cursor.feed != mark_of(origin, document_type):
        raise ForeignCursor("The cursor belongs to another feed or filter.")
    if cursor.seq and cursor.token != token:
        reissue(proof=cursor.created)
        raise RestoredDatabase
    left_over = rows_wait and not _stamp_everything()
    return _read_page(_offered(origin, document_type), cursor, limit, left_over=left_over)


def _look_around(cursor: Cursor | None) -> tuple[list[Site], str, bool]:
    """The sites, the token of the run that gave the cursor's number, and whether rows wait for a
    number: one statement, because a reader with nothing to read should cost next to nothing."""
    run = StampRun.objects.filter(last_seq__gte=cursor.seq if cursor else 0).order_by("last_seq")
    sites = list(
        Site.objects.annotate(
            om_token=Subquery(run.values("token")[:1]),
            om_unstamped=Exists(Item.objects.unstamped()),
        )
    )
    if not sites:
        return [], "", False
    return sites, sites[0].om_token, sites[0].om_unstamped


def _stamp_everything() -> bool:
    """Number what waits, and say whether nothing waits any more.

    Another run may hold the lock for some milliseconds: to come back at once spares the reader a
    page that says "more" and holds nothing.
    """
    try:
        for pause in PAUSES:
            time.sleep(pause)
            stamp_all()
            if not has_unstamped():
                return True
    except DatabaseError:
        # A read-only database serves what has a number already (rule 2).
        logger.warning("rows of the feed could not be numbered", exc_info=True)
    return False


def _offered(origin: str, document_type: str) -> QuerySet[Item]:
    """What the feed of an origin consists of: its own documents, and its withdrawals for ever."""
    own = Item.objects.own(origin).filter(state__in=(ItemState.ACCEPTED, ItemState.WITHDRAWN))
    return own.of_type(document_type) if document_type else own


def _read_page(offered: QuerySet[Item], cursor: Cursor, limit: int, *, left_over: bool) -> Page:
    taken, is_cut = _take_what_fits(_rows(offered, cursor.seq, limit), limit)
    if not taken:
        return Page(entries=[], next=cursor.write(), more=left_over)
    last = taken[-1][0]
    reached = Cursor(feed=cursor.feed, seq=last.seq, token=last.token, created=timezone.now())
    return Page(
        entries=[text for _, text in taken],
        next=reached.write(),
        more=is_cut or last.rows_wait,
    )


def _rows(offered: QuerySet[Item], after: int, limit: int) -> Iterator[Row]:
    """One row more than asked for, to know whether there is more."""
    run = StampRun.objects.filter(last_seq__gte=OuterRef("seq")).order_by("last_seq")
    rows = (
        offered.filter(seq__gt=after)
        .order_by("seq")
        .values_list(
            "seq",
            "doc",
            "kid",
            "sig",
            "via",
            Subquery(run.values("token")[:1]),
            Exists(Item.objects.unstamped()),
        )
    )
    return map(Row._make, rows[: limit + 1].iterator(chunk_size=CHUNK))


def _take_what_fits(rows: Iterable[Row], limit: int) -> tuple[list[tuple[Row, bytes]], bool]:
    """The rows of a page with their texts, and whether rows were left for the next (rule 4).

    The first row always fits: a page that holds nothing would stop every reader.
    """
    taken: list[tuple[Row, bytes]] = []
    size = FRAME_BYTES
    for row in rows:
        text = row.as_json()
        size += len(text) + 1
        if len(taken) == limit or (taken and size > FEED_PAGE_BYTES):
            return taken, True
        taken.append((row, text))
    return taken, False
