"""Bad sites, each in a way of its own. All were good when a person approved them."""

import gzip
from dataclasses import replace
from functools import lru_cache
from typing import Any

from example_site.crowd.answers import Answer, Request, json_answer, packed
from example_site.crowd.documents import make_document
from example_site.crowd.member import Member
from example_site.crowd.origins import origin_beside
from example_site.crowd.publisher import FEED, key_of

# More than the 5 MB of documents that a page may hold, with every quotation mark doubled.
TOO_MANY_BYTES = 24_000_000
TOO_DEEP = 100_000
RETRY_AFTER = 3_600


class Dead(Member):
    """Refuses every connection."""

    listens = False


class Hanging(Member):
    """Takes the connection and says nothing."""

    def feed(self, request: Request) -> Answer:
        return Answer(hangs=True)


class Dripping(Member):
    """Sends its feed byte by byte, one in a second."""

    def feed(self, request: Request) -> Answer:
        return replace(super().feed(request), seconds_a_byte=1)


class Babbling(Member):
    """Speaks another protocol than HTTP."""

    def feed(self, request: Request) -> Answer:
        return Answer(raw=b"220 mail.example ESMTP\r\n")


class Failing(Member):
    """Answers with status 500."""

    def feed(self, request: Request) -> Answer:
        return json_answer({"title": "Internal Server Error"}, status=500)


class Busy(Member):
    """Asks to be left alone for an hour."""

    def feed(self, request: Request) -> Answer:
        return Answer(status=503, headers={"Retry-After": str(RETRY_AFTER)})


class Misdirected(Member):
    """Stands under another host than its origin, as a copy of a site does."""

    def feed(self, request: Request) -> Answer:
        return json_answer({"title": "This is not the host of the site."}, status=421)


class Redirecting(Member):
    """Sends its readers to another site, and no statement says that this is its successor."""

    def feed(self, request: Request) -> Answer:
        return Answer(status=302, headers={"Location": origin_beside(self.origin) + FEED})


class Broken(Member):
    """Its feed breaks off in the middle."""

    def feed(self, request: Request) -> Answer:
        return packed(b'{"entries":[{"seq":1,"doc":"')


class Nested(Member):
    """Its feed is a list in a list in a list, a hundred thousand times."""

    def feed(self, request: Request) -> Answer:
        return packed(b'{"entries":' + b"[" * TOO_DEEP + b"]" * TOO_DEEP + b"}")


class Huge(Member):
    """Sends many times what a page may hold."""

    def feed(self, request: Request) -> Answer:
        return packed(_spaces())


class Bomb(Member):
    """Sends little that unpacks to many times what a page may hold."""

    def feed(self, request: Request) -> Answer:
        return packed(_packed_spaces(), headers={"Content-Encoding": "gzip"})


class Stuck(Member):
    """Promises more behind the same cursor."""

    def feed(self, request: Request) -> Answer:
        return self.page_from_start(next="here")


class Circling(Member):
    """Promises more for ever, and brings the same documents again and again."""

    def feed(self, request: Request) -> Answer:
        turn = int(request.query.get("since", "0")) + 1
        return self.page_from_start(next=str(turn))


class Emptied(Member):
    """Was read once; since then it offers nothing, and knows none of its cursors."""

    was_read = False

    def feed(self, request: Request) -> Answer:
        if not self.was_read:
            self.was_read = True
            return super().feed(request)
        if "since" in request.query:
            return json_answer({"title": "This cursor is not known."}, status=410)
        return json_answer({"entries": [], "next": "empty", "more": False})


class Impostor(Member):
    """Signs with another key than the approved one, and no statement leads from that to this."""

    def __init__(self, number: int, origin: str, documents: int) -> None:
        super().__init__(number, origin, documents, key=key_of(f"{origin} impostor"))


class Forger(Member):
    """Signs with another key, and says that it is the approved one."""

    def offer_entry(self, identity: str, entry: dict[str, Any]) -> None:
        super().offer_entry(identity, {**entry, "kid": self.approved_key.kid})

    def __init__(self, number: int, origin: str, documents: int) -> None:
        super().__init__(number, origin, documents, key=key_of(f"{origin} forger"))

    def describe(self) -> dict[str, Any]:
        return Member(self.number, self.origin, 0).describe()


class Squatter(Member):
    """Offers another site's documents as if it were that site."""

    def make_document(self, origin: str, number: int, each: int, changes: int = 0) -> dict:
        return make_document(origin_beside(origin), number, each, changes)


class Hostile(Member):
    """Writes a script into every title and text."""

    def make_document(self, origin: str, number: int, each: int, changes: int = 0) -> dict:
        document = make_document(origin, number, each, changes)
        html = '<p onclick="steal()">Hallo</p><script>steal()</script>'
        body = {"sections": [{"heading": "<script>steal()</script>", "html": html}]}
        return {**document, "type": "practice-example", "body": body}


class Careless(Member):
    """Leaves out the title, without which a document is none."""

    def make_document(self, origin: str, number: int, each: int, changes: int = 0) -> dict:
        document = make_document(origin, number, each, changes)
        del document["title"]
        return document


FAULTS: tuple[type[Member], ...] = (
    *(Dead, Hanging, Dripping, Babbling, Failing, Busy, Misdirected, Redirecting, Broken, Nested),
    *(Huge, Bomb, Stuck, Circling, Emptied, Impostor, Forger, Squatter, Hostile, Careless),
)


@lru_cache
def _spaces() -> bytes:
    return b" " * TOO_MANY_BYTES


@lru_cache
def _packed_spaces() -> bytes:
    return gzip.compress(b" " * 10 * TOO_MANY_BYTES, compresslevel=1)
