"""Other sites' documents in this catalogue, by the same functions that a harvest calls."""

from typing import Any

from omwagtail.catalogue.models import Item
from omwagtail.documents import SigningKey, b64url_encode, document_key
from omwagtail.harvest.applying import apply_entry
from omwagtail.harvest.approving import remove
from omwagtail.harvest.entries import check_entry
from omwagtail.harvest.intake import Change
from omwagtail.harvest.models import Source, SourceState, Trust
from tests.documents import factories

ORIGIN = "https://kammer.example"
REV = 1_772_000_000_000


class Chamber:
    """Another site, as its source and its feed's entries show it here; no request is made."""

    def __init__(self, *, trust: str = Trust.AUTOMATIC, origin: str = ORIGIN) -> None:
        self.origin = origin
        self.trust = trust
        self.key: SigningKey = factories.KEY
        self.rev = REV
        self.approve()

    def approve(self) -> None:
        """A person takes the site in as a source, perhaps again."""
        self.source = Source.objects.create(
            origin=self.origin,
            state=SourceState.ACTIVE,
            trust=self.trust,
            kid=self.key.kid,
            public_key=b64url_encode(self.key.public),
        )

    def remove(self) -> None:
        remove(self.source)

    def publish(self, name: str = "a", **members: Any) -> dict[str, Any]:
        """Its feed holds a document, of a new revision unless ``members`` say another."""
        self.rev += 1
        given = {"type": "practice-example", "id": factories.document_id(name), "title": name}
        document = factories.minimal(**{**given, "rev": self.rev, **members, "origin": self.origin})
        return self.offer(factories.entry(document, 0, self.key))

    def withdraw(self, name: str = "a", **members: Any) -> dict[str, Any]:
        self.rev += 1
        document = factories.withdrawal(
            origin=self.origin, **{"id": factories.document_id(name), "rev": self.rev, **members}
        )
        return self.offer(factories.entry(document, 0, self.key))

    def say_gone(self, name: str = "a") -> None:
        self.offer({"gone": {"origin": self.origin, "id": factories.document_id(name)}})

    def offer(self, entry: dict[str, Any]) -> dict[str, Any]:
        """Harvest this entry of its feed; returns it."""
        change = apply_entry(self.source, check_entry(self.source, entry))
        assert change != Change.PARKED, self.source.offers.exclude(reason="").values("reason")
        return entry

    def item(self, name: str = "a") -> Item:
        return Item.objects.get(key=self.key_of(name))

    def key_of(self, name: str) -> str:
        return document_key(self.origin, factories.document_id(name))

    def gone(self, name: str = "a") -> dict[str, Any]:
        """The entry by which a relay ends its offer, without its number."""
        return {"gone": {"origin": self.origin, "id": factories.document_id(name)}}
