"""A relay for tests: a publisher whose feed also holds other publishers' entries."""

from typing import Any

from omwagtail.documents import SigningKey
from tests.documents import factories
from tests.harvest.publisher import Publisher


class Relay(Publisher):
    """Passes on what other publishers offer, unchanged, and names itself in ``via``."""

    def __init__(self, key: SigningKey = factories.OTHER_KEY) -> None:
        super().__init__(key)
        self.well_known = {"relay": True}

    def pass_on(self, publisher: Publisher, name: str = "a", **changes: Any) -> None:
        """The entry that ``publisher`` has of a document, as a relay hands it on."""
        urn = factories.document_id(name)
        entry = {**publisher.entries[urn], "via": self.origin, **changes}
        self.offer_raw(f"{publisher.origin} {urn}", entry)

    def end(self, publisher: Publisher, name: str = "a") -> None:
        """What it passed on is no longer offered (rule 8)."""
        urn = factories.document_id(name)
        gone = {"gone": {"origin": publisher.origin, "id": urn}}
        self.offer_raw(f"{publisher.origin} {urn}", gone)
