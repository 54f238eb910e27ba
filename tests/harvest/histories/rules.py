"""What a subscriber shows by rules 10 to 16, in plain Python: it knows PROTOCOL.md alone.

It is told which pages were stored and what persons decided, and says what is shown in the end.
Whether a document is offered is never noted at it but always asked of the offers: what a rule says
of them cannot depend on the order in which they came.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from omwagtail.documents import DocumentError, Envelope, SigningKey, verify
from tests.harvest.histories.sites import Entry, Identity, identity_of

# Rule 13: so many offers may end without a person, or such a share of them.
ENDED_WITHOUT_ASKING, SHARE_WITHOUT_ASKING = 3, 0.1
APPLIED, UNWANTED, PARKED, WITHDRAWN, ENDED = "applied", "unwanted", "parked", "withdrawn", "ended"
ACTIVE, PAUSED, STOPPED, BLOCKED = "active", "paused", "stopped", "blocked"
DIRECT = (ACTIVE, PAUSED, STOPPED, BLOCKED)


@dataclass
class Offered:
    """What a source said last of a document."""

    rev: int = 0
    state: str = PARKED
    pass_number: int = 0
    parked: Entry | None = None


@dataclass
class Source:
    """A source as the subscriber's operator set it up."""

    origin: str
    key: SigningKey
    trust: str = "automatic"
    trust_by_type: dict[str, str] = field(default_factory=dict)
    types: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    takes_relayed: bool = False
    state: str = ACTIVE
    offers: dict[Identity, Offered] = field(default_factory=dict)
    pass_number: int = 0
    is_full: bool = False

    def trust_for(self, document_type: str) -> str:
        return self.trust_by_type.get(document_type, self.trust)

    def wants(self, data: dict[str, Any]) -> bool:
        types = not self.types or data["type"] in self.types
        return types and (not self.topics or bool(set(self.topics) & set(data["topics"])))


@dataclass
class Document:
    """What is known of a document: the newest text that counts, and the one that waits."""

    type: str
    rev: int
    doc: str
    state: str
    # A person decides, also where the source is trusted.
    asks: bool = False
    waiting: str = ""
    waiting_rev: int = 0

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.doc)


class Subscriber:
    """The whole of it."""

    def __init__(self, own_origin: str) -> None:
        self.own_origin = own_origin
        self.sources: dict[str, Source] = {}
        self.documents: dict[Identity, Document] = {}
        # Texts that a person refused, by document; they outlive the source (rule 16).
        self.rejected: dict[Identity, set[str]] = {}
        # Documents whose last known text was refused when their source was removed.
        self.distrusted: set[Identity] = set()
        # Keys of relayed origins, pinned at first sight (rule 10).
        self.pins: dict[str, SigningKey] = {}
        # Addresses that were left by a statement, and the new ones (rule 22).
        self.moved: dict[str, str] = {}

    # What the subscriber hears.

    def hear_page(self, source: Source, since: str, page: dict[str, Any]) -> None:
        """A page was stored (rule 11)."""
        if not since:
            source.pass_number += 1
            source.is_full = True
        for entry in page["entries"]:
            self.hear(source, entry)
        if not page["more"] and source.is_full:
            source.is_full = False
            self.end_pass(source)

    def hear(self, source: Source, entry: Entry, pass_number: int | None = None) -> None:
        identity = identity_of(entry)
        offer = source.offers.get(identity)
        source_pass = pass_number or source.pass_number
        if "gone" in entry:
            if identity[0] == source.origin or source.takes_relayed:
                self.end(source, identity)
            return
        data = json.loads(entry["doc"])
        document = self.documents.get(identity)
        if self.is_left_to_origin(source, identity[0]):
            self.note(source, identity, data["rev"], UNWANTED, source_pass)
            return
        changes_type = document and document.state != WITHDRAWN and document.type != data["type"]
        if changes_type or not self.is_believed(source, identity[0], entry):
            self.park(source, identity, entry, source_pass)
            return
        if data["op"] == "withdraw":
            self.withdraw(identity, data, entry["doc"])
            self.note(source, identity, data["rev"], WITHDRAWN, source_pass)
            for other in self.sources.values():
                if identity in other.offers:
                    other.offers[identity].parked = None
            return
        if offer and offer.state != ENDED and data["rev"] < offer.rev:
            # Out of order: what this source says newer than that it has said already.
            offer.pass_number = max(offer.pass_number, source_pass)
            return
        if source.state == PAUSED:
            self.note(
                source, identity, data["rev"], offer.state if offer else UNWANTED, source_pass
            )
        elif source.wants(data):
            self.take_in(identity, data, entry["doc"], source.trust_for(data["type"]))
            self.note(source, identity, data["rev"], APPLIED, source_pass)
        else:
            self.note(source, identity, data["rev"], UNWANTED, source_pass)

    def is_left_to_origin(self, source: Source, origin: str) -> bool:
        """Rule 15: an origin that is read directly is read only there. Rule 22: what has moved is
        taken from its new address."""
        direct = self.sources.get(origin)
        is_direct = bool(direct) and direct.state in DIRECT
        return source.origin != origin and (is_direct or origin in self.moved)

    def is_believed(self, source: Source, origin: str, entry: Entry) -> bool:
        """Rule 10."""
        key: SigningKey | None = source.key
        if origin != source.origin:
            if origin == self.own_origin or not source.takes_relayed:
                return False
            key = self.pins.get(origin)
        if key is None:
            return False
        try:
            envelope = Envelope(doc=entry["doc"], kid=entry["kid"], sig=entry["sig"])
            verify(envelope, key.public)
        except DocumentError:
            return False
        return True

    def note(
        self, source: Source, identity: Identity, rev: int, state: str, pass_number: int
    ) -> None:
        offer = source.offers.setdefault(identity, Offered())
        if offer.state in (ENDED, PARKED) or rev >= offer.rev:
            offer.state, offer.rev = state, rev
        offer.pass_number, offer.parked = pass_number, None

    def park(self, source: Source, identity: Identity, entry: Entry, pass_number: int) -> None:
        """Rule 14. What was taken in before stays as it is."""
        offer = source.offers.setdefault(identity, Offered())
        if offer.state == ENDED:
            offer.state = PARKED
        offer.parked, offer.pass_number = entry, pass_number

    def end(self, source: Source, identity: Identity) -> None:
        """Rule 13. A withdrawal stays one, whatever feeds forget."""
        offer = source.offers.get(identity)
        if offer and offer.state != WITHDRAWN:
            offer.state, offer.parked = ENDED, None

    def end_pass(self, source: Source) -> None:
        """Rule 13: what a complete full pass did not bring is not offered any more."""
        counted = [one for one in source.offers.values() if one.state in (APPLIED, UNWANTED)]
        missing = [one for one in counted if one.pass_number < source.pass_number]
        allowance = max(ENDED_WITHOUT_ASKING, SHARE_WITHOUT_ASKING * len(counted))
        if missing and (len(missing) > allowance or len(missing) == len(counted)):
            return
        self.end_missing(source)

    def end_missing(self, source: Source) -> None:
        for identity, offer in list(source.offers.items()):
            if offer.pass_number < source.pass_number:
                self.end(source, identity)

    def take_in(self, identity: Identity, data: dict[str, Any], doc: str, trust: str) -> None:
        """An upsert that is wanted (rules 12 and 16)."""
        rev = data["rev"]
        document = self.documents.get(identity)
        rejected = text_of(data) in self.rejected.get(identity, ())
        if document is None:
            document = self.documents[identity] = Document(data["type"], rev, doc, "")
            document.asks = identity in self.distrusted
            self.distrusted.discard(identity)
        elif rev < document.rev or rev < document.waiting_rev:
            return
        elif rev == document.rev:
            self.hear_again(document, doc, trust)
            return
        elif rev == document.waiting_rev:
            if doc != document.waiting and (document.waiting or not rejected):
                document.state, document.waiting = "quarantined", ""
            return
        if document.state == "accepted" and (rejected or needs_decision(document.data, data)):
            document.waiting, document.waiting_rev = ("" if rejected else doc), rev
            return
        if document.state in ("quarantined", "rejected"):
            document.asks = True
        elif document.state == WITHDRAWN:
            document.asks = document.data["reason"] == "retracted"
        if rejected:
            document.state = "rejected"
        elif document.state != "accepted":
            trusted = trust == "automatic" and not document.asks
            document.state = "accepted" if trusted else "pending"
        document.rev, document.doc, document.type = rev, doc, data["type"]
        document.waiting, document.waiting_rev = "", 0

    def hear_again(self, document: Document, doc: str, trust: str) -> None:
        if document.state in (WITHDRAWN, "quarantined"):
            return
        if doc != document.doc:
            document.state, document.waiting, document.waiting_rev = "quarantined", "", 0
        elif document.state == "pending" and not document.asks and trust == "automatic":
            document.state = "accepted"

    def withdraw(self, identity: Identity, data: dict[str, Any], doc: str) -> None:
        """Rule 16: always, and at once."""
        document = self.documents.get(identity)
        if document is None:
            self.documents[identity] = Document(data["type"], data["rev"], doc, WITHDRAWN)
            return
        if data["rev"] < document.rev:
            return
        if data["rev"] == document.rev and document.state == WITHDRAWN:
            return
        if document.waiting and data["rev"] < document.waiting_rev:
            document.rev, document.doc = document.waiting_rev, document.waiting
            document.state, document.asks = "pending", True
        else:
            document.rev, document.doc, document.state = data["rev"], doc, WITHDRAWN
        document.waiting, document.waiting_rev = "", 0

    def retry(self) -> None:
        """Parked entries are tried again (rule 14), as of the pass in which they came."""
        for source in list(self.sources.values()):
            if source.state != ACTIVE:
                continue
            for offer in list(source.offers.values()):
                if offer.parked:
                    self.hear(source, offer.parked, offer.pass_number)

    # What persons decide.

    def accept(self, identity: Identity) -> None:
        document = self.documents[identity]
        if document.waiting:
            document.rev, document.doc = document.waiting_rev, document.waiting
            document.waiting, document.waiting_rev = "", 0
        document.state, document.asks = "accepted", False
        self.rejected.get(identity, set()).discard(text_of(document.data))

    def reject(self, identity: Identity) -> None:
        document = self.documents[identity]
        refused = json.loads(document.waiting or document.doc)
        self.rejected.setdefault(identity, set()).add(text_of(refused))
        if document.waiting:
            document.waiting = ""
        else:
            document.state = "rejected"

    def remove(self, source: Source) -> None:
        """Rule 15 and 21: its documents go. What publishers took back stays taken back, and what
        was refused stays refused."""
        del self.sources[source.origin]
        self._forget([one for one in source.offers if not self.is_offered(one)])

    def stop_relaying(self, source: Source) -> None:
        """Rule 15: nothing that it passed on stays, but what others offer."""
        source.takes_relayed = False
        relayed = [one for one in source.offers if one[0] != source.origin]
        for identity in relayed:
            del source.offers[identity]
        self._forget([one for one in relayed if not self.is_offered(one)])

    def block(self, source: Source) -> None:
        """Nothing of this origin, from nobody."""
        source.state = BLOCKED
        offered, source.offers = source.offers, {}
        for other in self.sources.values():
            other.offers = {
                identity: offer
                for identity, offer in other.offers.items()
                if identity[0] != source.origin
            }
        own = [one for one in self.documents if one[0] == source.origin]
        self._forget([*own, *(one for one in offered if not self.is_offered(one))])

    def _forget(self, identities: list[Identity]) -> None:
        for identity in identities:
            document = self.documents.get(identity)
            if document is None or document.state == WITHDRAWN:
                continue
            if document.state == "rejected":
                self.distrusted.add(identity)
            del self.documents[identity]

    def move(self, old: str, new: str) -> None:
        """Rule 22: the documents get the new names and keep what was decided about them."""
        self.moved[old] = new
        self.moved.pop(new, None)
        if source := self.sources.pop(old, None):
            source.origin = new
            self.sources[new] = source
        for identity in [one for one in self.documents if one[0] == old]:
            self.documents[new, identity[1]] = self.documents.pop(identity)
        for identity in [one for one in self.rejected if one[0] == old]:
            known = self.rejected.setdefault((new, identity[1]), set())
            known |= self.rejected.pop(identity)
        self.distrusted = {(new, urn) if at == old else (at, urn) for at, urn in self.distrusted}
        for one in self.sources.values():
            for identity in [one for one in one.offers if one[0] == old]:
                offer = one.offers.pop(identity)
                if (new, identity[1]) in self.documents:
                    one.offers.setdefault((new, identity[1]), offer)

    # What is to be seen.

    def is_offered(self, identity: Identity) -> bool:
        offers = (source.offers.get(identity) for source in self.sources.values())
        return any(offer and offer.state == APPLIED for offer in offers)

    def shown(self, now: datetime) -> dict[Identity, str]:
        """The texts that visitors see."""
        return {
            identity: document.doc
            for identity, document in self.documents.items()
            if document.state == "accepted"
            and self.is_offered(identity)
            and not has_expired(document.data, now)
        }

    def queue(self) -> dict[Identity, int]:
        """The revisions that a person is asked to decide about."""
        return {
            identity: document.waiting_rev if document.waiting else document.rev
            for identity, document in self.documents.items()
            if self.is_offered(identity)
            and (document.state == "pending" or (document.state == "accepted" and document.waiting))
        }


def text_of(data: dict[str, Any]) -> str:
    """By which a text is known again: publishing it once more changes its revision and date."""
    kept = {name: value for name, value in data.items() if name not in ("rev", "modified")}
    return json.dumps(kept, sort_keys=True)


def needs_decision(shown: dict[str, Any], newer: dict[str, Any]) -> bool:
    """Rule 16: licence, type (which never changes) or the URL's host."""
    hosts = {urlsplit(one["url"]).netloc for one in (shown, newer)}
    # A publisher that has moved by a statement has proved where its new address leads (rule 22).
    has_moved = shown["origin"] != newer["origin"]
    return shown.get("licence") != newer.get("licence") or (len(hosts) > 1 and not has_moved)


def has_expired(data: dict[str, Any], now: datetime) -> bool:
    return "expires" in data and datetime.fromisoformat(data["expires"]) <= now
