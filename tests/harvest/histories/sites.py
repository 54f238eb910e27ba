"""Publishers and hubs as PROTOCOL.md describes them (rules 1 to 9 and 22), in plain Python.

They know nothing of this package but how a document is written and signed, and they may lie.
"""

import copy
import itertools
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from omwagtail.documents import SigningKey, b64url_encode, dump_json, sign
from tests.documents import factories

PAGE_SIZE = 2
NAMES = ("a", "b", "c")
TYPES = {"a": "practice-example", "b": "network", "c": "practice-example"}
REASONS = ("unpublished", "deleted", "restricted", "retracted", "expired")
LICENCES = (
    {"uri": "https://creativecommons.org/licenses/by/4.0/", "name": "CC BY 4.0"},
    {"uri": "https://creativecommons.org/licenses/by-sa/4.0/", "name": "CC BY-SA 4.0"},
)
TITLES = ("eins", "zwei", "drei")
TOPICS = ("strategy", "leadership")

# Of a document on any site: (origin, id).
Identity = tuple[str, str]
Entry = dict[str, Any]
Now = Callable[[], datetime]

# Tokens are never given twice, whatever is restored.
_tokens = itertools.count(1)
_keys = itertools.count(1)


def new_key() -> SigningKey:
    return SigningKey.from_private_bytes(next(_keys).to_bytes(32, "big"))


def identity_of(entry: Entry) -> Identity:
    named = entry["gone"] if "gone" in entry else json.loads(entry["doc"])
    return named["origin"], named["id"]


class Feed:
    """One row per document in the order of numbers, read by cursors that prove a restore."""

    def __init__(self, origin: str, now: Now) -> None:
        self.origin = origin
        self.now = now
        self.rows: dict[Identity, Entry] = {}
        self.tokens = {0: "0"}
        self.seq = 0
        self.is_down = False
        # Where this site leads to since it has moved.
        self.moved_to = ""
        # What is served wrongly next: see ``page``.
        self.tricks: list[str] = []
        # Earlier entries by document, for duplicates; pages as they were served, for repetition.
        self.earlier: dict[Identity, list[Entry]] = {}
        self.pages: list[dict[str, Any]] = []
        # What the subscriber asked for: (since, page or None).
        self.served: list[tuple[str, dict[str, Any] | None]] = []
        # Kids in answers of the well-known document.
        self.described: list[str] = []
        self.saved: Any = None

    def put(self, entry: Entry) -> None:
        """A row only ever moves forward."""
        identity = identity_of(entry)
        if before := self.rows.pop(identity, None):
            self.earlier.setdefault(identity, []).append(before)
        self.seq += 1
        self.tokens[self.seq] = str(next(_tokens))
        self.rows[identity] = {**entry, "seq": self.seq}

    def cursor(self, seq: int) -> str:
        return f"{seq}.{self.tokens[seq]}.{self.origin.rpartition(':')[2]}"

    def page(self, since: str) -> dict[str, Any] | None:
        """The page behind a cursor; None for one that this feed does not know."""
        after, token, feed = (since or self.cursor(0)).split(".")
        if feed != self.origin.rpartition(":")[2]:
            return None
        if self.tokens.get(int(after)) != token:
            self.restored()
            return None
        trick = self.tricks.pop(0) if self.tricks else ""
        later = [row for row in self.rows.values() if row["seq"] > int(after)]
        shown = later[:PAGE_SIZE]
        reached = shown[-1]["seq"] if shown else int(after)
        page = {
            "entries": shown,
            "next": self.cursor(reached),
            "more": len(later) > len(shown),
        }
        if trick == "again":
            # A cache answers with an earlier page; what comes behind it comes again.
            others = [one for one in self.pages if one["next"] != (since or None)]
            if others:
                return {**others[-1 - int(after) % len(others)], "more": True}
        if trick == "twice":
            page["entries"] = [one for row in shown for one in (row, *self._duplicates(row), row)]
        if trick == "backwards":
            page["entries"] = [
                one for row in reversed(shown) for one in (row, *self._duplicates(row))
            ]
        self.pages.append(page)
        return page

    def _duplicates(self, row: Entry) -> list[Entry]:
        """The row again, and an earlier version: never one that would take back what is gone."""
        if "gone" in row:
            return []
        earlier = [one for one in self.earlier.get(identity_of(row), []) if "doc" in one]
        return earlier[-1:]

    def restored(self) -> None:
        """A cursor proves that the database was restored."""

    def prepare(self, cursor: str) -> None:
        """Somebody is about to read, from this cursor on."""

    def state(self) -> Any:
        return self.rows, self.tokens, self.seq

    def backup(self) -> None:
        self.saved = copy.deepcopy(self.state())

    def restore(self) -> None:
        if self.saved is not None:
            self.rows, self.tokens, self.seq = copy.deepcopy(self.saved)

    def describe(self) -> dict[str, Any]:
        raise NotImplementedError


class Publisher(Feed):
    """A site with documents of its own."""

    def __init__(self, origin: str, now: Now, label: str) -> None:
        super().__init__(origin, now)
        self.label = label
        self.key = new_key()
        self.former: list[SigningKey] = []
        self.successions: list[dict[str, str]] = []
        self.documents: dict[str, dict[str, Any]] = {}
        # All texts that were ever signed here.
        self.texts: set[str] = set()

    def publish(self, name: str, variant: int) -> None:
        title, licence, topic = variant % 3, (variant // 3) % 2, (variant // 6) % 2
        self.issue(
            name,
            factories.minimal(
                TYPES[name],
                origin=self.origin,
                id=self.id_of(name),
                title=TITLES[title],
                licence=LICENCES[licence],
                topics=[TOPICS[topic]],
            ),
        )

    def take_back(self, name: str, reason: str) -> None:
        if name in self.documents:
            self.issue(
                name,
                factories.withdrawal(
                    TYPES[name], origin=self.origin, id=self.id_of(name), reason=reason
                ),
            )

    def id_of(self, name: str) -> str:
        # The names are the publisher's own, so they do not change with the address.
        return factories.document_id(f"{name} {self.label}")

    def issue(self, name: str, document: dict[str, Any]) -> None:
        before = self.documents.get(name, {}).get("rev", 0)
        rev = max(before + 1, int(self.now().timestamp() * 1000))
        self.documents[name] = {**document, "rev": rev}
        self.offer(name)

    def offer(self, name: str) -> None:
        envelope = sign(dump_json(self.documents[name]), self.key)
        self.texts.add(envelope.doc)
        self.put({"doc": envelope.doc, "kid": envelope.kid, "sig": envelope.sig})

    def restored(self) -> None:
        for name, document in list(self.documents.items()):
            self.issue(name, document)

    def state(self) -> Any:
        return (*super().state(), self.documents)

    def restore(self) -> None:
        if self.saved is not None:
            self.rows, self.tokens, self.seq, self.documents = copy.deepcopy(self.saved)
            # The backup may be older than the key.
            for name in list(self.documents):
                if self.rows[self.origin, self.id_of(name)]["kid"] != self.key.kid:
                    self.offer(name)

    def is_successor_of(self, origin: str, kid: str) -> bool:
        """Whether this site has taken the place of one at another address."""
        return origin != self.origin and follows(self, kid, origin)

    def rotate(self, *, with_succession: bool) -> None:
        """Another key signs from now on, also what is here already."""
        old, self.key = self.key, new_key()
        self.former.append(old)
        if with_succession:
            self.successions.append(succession(self.origin, old, self.origin, self.key))
        for name in list(self.documents):
            self.offer(name)

    def move(self, origin: str, *, with_new_key: bool) -> "Publisher":
        """The same site at another address, with the same documents; this one leads to it."""
        new = Publisher(origin, self.now, self.label)
        new.key = new_key() if with_new_key else self.key
        new.texts = self.texts
        new.former = [*self.former, self.key] if with_new_key else list(self.former)
        new.successions = [
            *self.successions,
            succession(self.origin, self.key, origin, new.key),
        ]
        for name, document in self.documents.items():
            url = {"url": f"{origin}/{name}/"} if "url" in document else {}
            new.issue(name, {**document, **url, "origin": origin})
        self.moved_to = origin
        return new

    def describe(self) -> dict[str, Any]:
        keys = [
            _key(key, f"2026-01-0{n % 9 + 1}T00:00:00Z", "2026-02-01T00:00:00Z")
            for n, key in enumerate(self.former)
        ]
        return {
            "v": "om/1",
            "name": self.label,
            "origin": self.origin,
            "software": {"name": "omwagtail", "version": "0.1"},
            "keys": [*keys, _key(self.key, "2026-03-01T00:00:00Z", None)],
            "types": ["practice-example", "network"],
            "successions": self.successions,
        }


class Hub(Publisher):
    """A site that relays what it read at publishers, with the originals' signatures (rule 9).

    It takes in everything at once, and reads as a good subscriber does: the whole of a feed.
    """

    def __init__(self, origin: str, now: Now, label: str) -> None:
        super().__init__(origin, now, label)
        # The publishers that are read, with the key that was pinned.
        self.reads: dict[str, str] = {}

    def read(self, publisher: Publisher) -> None:
        """Take over what the publisher's feed says; a key without succession is not followed."""
        if publisher.is_down:
            return
        former = [one for one in self.reads if publisher.is_successor_of(one, self.reads[one])]
        for origin in former:
            self.stop_reading(origin)
            self.reads[publisher.origin] = publisher.key.kid
        pinned = self.reads.setdefault(publisher.origin, publisher.key.kid)
        if pinned != publisher.key.kid:
            if not follows(publisher, pinned):
                return
            self.reads[publisher.origin] = publisher.key.kid
        offered = {}
        for identity, row in publisher.rows.items():
            entry = {name: row[name] for name in ("doc", "kid", "sig")}
            known = self.rows.get(identity)
            data = json.loads(entry["doc"])
            offered[identity] = entry
            if known and "doc" in known and json.loads(known["doc"])["rev"] > data["rev"]:
                continue
            if data["op"] == "withdraw" and known is None:
                continue
            word = {**entry, "via": self.origin}
            if known is None or {**word, "seq": known["seq"]} != known:
                self.put(word)
        for identity, row in list(self.rows.items()):
            if identity[0] == publisher.origin and identity not in offered:
                self._end(identity, row)

    def stop_reading(self, origin: str) -> None:
        """A source of the hub was removed: its documents go, withdrawals stay."""
        if self.reads.pop(origin, None):
            for identity, row in list(self.rows.items()):
                if identity[0] == origin:
                    self._end(identity, row)

    def _end(self, identity: Identity, row: Entry) -> None:
        if "doc" in row and json.loads(row["doc"])["op"] == "upsert":
            self.put(gone(identity))

    def hide(self, number: int, *, silently: bool) -> None:
        """The hub keeps a document from its readers, with a word or without."""
        if self.rows:
            identity = sorted(self.rows)[number % len(self.rows)]
            if silently:
                self.rows.pop(identity)
            else:
                self.put(gone(identity))

    def forge(self, number: int) -> None:
        """The hub alters a document, or writes one in the name of another."""
        signed = [row for row in self.rows.values() if "doc" in row]
        if not signed:
            return
        row = signed[number % len(signed)]
        data = json.loads(row["doc"])
        if data["op"] == "upsert":
            data = {**data, "title": "gefälscht"}
        data["rev"] += number % 2
        if number % 4 < 2:
            self.put({**row, "doc": dump_json(data)})
        else:
            envelope = sign(dump_json(data), self.key)
            self.put(
                {"doc": envelope.doc, "kid": envelope.kid, "sig": envelope.sig, "via": self.origin}
            )


def gone(identity: Identity) -> Entry:
    return {"gone": {"origin": identity[0], "id": identity[1]}}


def succession(
    old_origin: str, old: SigningKey, new_origin: str, new: SigningKey
) -> dict[str, str]:
    """The statement of rule 22 as it stands in the well-known document."""
    text = f"om/1 succession\n{old_origin}\n{old.kid}\n{new_origin}\n{new.kid}"
    return {
        "old_origin": old_origin,
        "old_kid": old.kid,
        "new_origin": new_origin,
        "new_kid": new.kid,
        "sig": b64url_encode(old.sign(text.encode())),
    }


def follows(publisher: Publisher, kid: str, origin: str | None = None) -> bool:
    """Whether the publisher's key of today succeeds the one with this id, perhaps by a chain."""
    place = (origin or publisher.origin, kid)
    for _ in publisher.successions:
        if place == (publisher.origin, publisher.key.kid):
            return True
        steps = [
            one for one in publisher.successions if (one["old_origin"], one["old_kid"]) == place
        ]
        if not steps:
            return False
        place = (steps[-1]["new_origin"], steps[-1]["new_kid"])
    return place == (publisher.origin, publisher.key.kid)


def _key(key: SigningKey, created: str, revoked: str | None) -> dict[str, Any]:
    return {
        "kid": key.kid,
        "public": b64url_encode(key.public),
        "created": created,
        "revoked": revoked,
    }
