"""A good publisher: the publishing half of om/1, kept in memory."""

import hashlib
import json
from collections.abc import Iterable
from itertools import islice
from typing import Any

from example_site.crowd.answers import NOT_FOUND, Answer, Request, compressed, json_answer, packed
from omwagtail.documents import (
    DOCUMENT_TYPES,
    FEED_PAGE_BYTES,
    FEED_PAGE_ENTRIES,
    SigningKey,
    b64url_encode,
    derive_signing_key,
    dump_json,
    sign,
)

WELL_KNOWN = "/.well-known/omwagtail"
FEED = "/om/api/v1/changes/"
# Pages that are kept ready, compressed: in a first pass each is asked for once or twice.
KEPT_PAGES = 8


def key_of(origin: str) -> SigningKey:
    """The key of a site of the crowd: always the same."""
    return derive_signing_key(f"only for the crowd: {origin}")


class Publisher:
    """A site with its key and its documents, each the latest of its id, in the order of changes.

    Subclasses that misbehave answer something else, or offer something else.
    """

    def __init__(
        self,
        origin: str,
        name: str,
        documents: Iterable[dict[str, Any]] = (),
        *,
        key: SigningKey | None = None,
    ) -> None:
        self.origin, self.name = origin, name
        self.key = key or key_of(origin)
        self._mark = hashlib.sha256(origin.encode()).hexdigest()[:16]
        self._seq = 0
        # Text of the entry and its number, by the document's id.
        self._rows: dict[str, tuple[int, bytes]] = {}
        self._pages: dict[tuple[int, int], Answer] = {}
        self._documents = iter(documents)

    def make_ready(self) -> int:
        """Sign the documents that the publisher was given, if that has not happened yet; returns
        how many there are in the feed. It happens by itself when the feed is read first."""
        for document in self._documents:
            self.offer(document)
        return len(self._rows)

    def offer(self, document: dict[str, Any]) -> None:
        """Sign a document and put it at the end of the feed, in the place of an earlier one."""
        envelope = sign(dump_json(document), self.key)
        self.offer_entry(
            document["id"], {"doc": envelope.doc, "kid": envelope.kid, "sig": envelope.sig}
        )

    def offer_entry(self, identity: str, entry: dict[str, Any]) -> None:
        """Put any entry at the end of the feed."""
        self._seq += 1
        text = json.dumps({"seq": self._seq, **entry}, ensure_ascii=False, separators=(",", ":"))
        self._rows.pop(identity, None)
        self._rows[identity] = (self._seq, text.encode())
        self._pages.clear()

    def answer(self, request: Request) -> Answer:
        """What it says to a request."""
        if request.method != "GET":
            return NOT_FOUND
        match request.path:
            case path if path == WELL_KNOWN:
                return json_answer(self.describe())
            case path if path == FEED:
                return self.feed(request)
        return NOT_FOUND

    def describe(self) -> dict[str, Any]:
        """The well-known document."""
        key = {"kid": self.key.kid, "public": b64url_encode(self.key.public)}
        return {
            "v": "om/1",
            "name": self.name,
            "origin": self.origin,
            "software": {"name": "omwagtail crowd", "version": "1"},
            "keys": [{**key, "created": "2026-01-01T00:00:00Z", "revoked": None}],
            "types": list(DOCUMENT_TYPES),
            "licence": None,
            "relay": False,
            "feed": self.origin + FEED,
            "api": f"{self.origin}/om/api/v1/",
            "successions": [],
        }

    def feed(self, request: Request) -> Answer:
        """The page of changes behind the cursor; 410 for one that is not this feed's."""
        mark, _, number = request.query.get("since", f"{self._mark}.0").partition(".")
        if mark != self._mark or not number.isdecimal():
            return json_answer({"title": "This cursor is not known."}, status=410)
        limit = request.query.get("limit", "")
        size = min(int(limit), FEED_PAGE_ENTRIES) if limit.isdecimal() else FEED_PAGE_ENTRIES
        after = int(number)
        self.make_ready()
        if after >= self._seq:
            return self._empty_page(request)
        page = self._pages.get((after, size))
        if page is None:
            if len(self._pages) == KEPT_PAGES:
                self._pages.clear()
            page = self._pages[after, size] = compressed(self._page(after, size))
        return page if request.takes_gzip else self._page(after, size)

    def _page(self, after: int, size: int) -> Answer:
        later = [row for row in self._rows.values() if row[0] > after]
        shown, room = [], FEED_PAGE_BYTES
        for row in islice(later, size):
            room -= len(row[1])
            if shown and room < 0:
                break
            shown.append(row)
        cursor = f"{self._mark}.{shown[-1][0]}"
        more = "true" if len(later) > len(shown) else "false"
        entries = b",".join(text for _, text in shown)
        return packed(
            b'{"entries":[' + entries + f'],"next":"{cursor}","more":{more}}}'.encode(),
            headers={"Cache-Control": "no-store"},
        )

    def page_from_start(self, *, next: str) -> Answer:
        """The first page with another cursor, and the promise of more behind it."""
        self.make_ready()
        page = json.loads(self._page(0, FEED_PAGE_ENTRIES).body)
        return json_answer({**page, "next": next, "more": True})

    def _empty_page(self, request: Request) -> Answer:
        """Nothing new. Who says by its tag that he knows this is told no more than that."""
        cursor = f"{self._mark}.{self._seq}"
        headers = {"ETag": f'"{cursor}"', "Cache-Control": "no-store"}
        if request.headers.get("if-none-match") == f'"{cursor}"':
            return Answer(status=304, headers=headers)
        return packed(f'{{"entries":[],"next":"{cursor}","more":false}}'.encode(), headers=headers)
