"""From a raw entry of a feed to a checked one: all that can be wrong with it is found here."""

from dataclasses import dataclass
from typing import Any

from omwagtail.conf import settings
from omwagtail.documents import (
    Document,
    DocumentError,
    Envelope,
    Gone,
    check_document,
    check_lettering,
    check_origin,
    document_key,
    parse_entry,
    parse_json,
    sanitise_document,
    verify,
)
from omwagtail.harvest.keyring import KeyRing
from omwagtail.harvest.models import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A checked entry: what came, what it says, and under which key it stands.

    The text is kept as it was parsed, and not the model that it was checked with: a page of models
    is a hundred thousand objects, which Python's collector would look through again and again.
    """

    envelope: Envelope
    data: dict[str, Any]
    key: str
    # The relay's origin; empty where the document was read at its own.
    via: str = ""
    # Of an origin that is not taken from this source: its signature was not looked at.
    is_left_out: bool = False

    @property
    def origin(self) -> str:
        return self.data["origin"]

    @property
    def is_withdrawal(self) -> bool:
        return self.data["op"] == "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faulty:
    """An entry that is parked, with the reason. ``key`` is None where it does not say who it is."""

    entry: Any
    key: str | None
    reason: str
    origin: str = ""


def check_entry(
    source: Source, entry: Any, ring: KeyRing | None = None
) -> Incoming | Gone | Faulty:
    """Look at one entry of a source's feed (rules 10 and 14).

    Whoever looks at many passes one ``ring`` for all; then the database is not asked.
    """
    try:
        return _check(source, entry, ring or KeyRing(source))
    except DocumentError as error:
        origin, key = _identity(entry)
        return Faulty(entry=entry, key=key, reason=str(error), origin=origin)


def as_entry(incoming: Incoming) -> dict[str, Any]:
    """The entry as it came, as far as it counts."""
    envelope = incoming.envelope
    entry = {"doc": envelope.doc, "kid": envelope.kid, "sig": envelope.sig}
    return entry | {"via": envelope.via} if envelope.via else entry


def _check(source: Source, entry: Any, ring: KeyRing) -> Incoming | Gone:
    envelope = parse_entry(entry, allow_loopback_http=settings.DEMO_MODE)
    if isinstance(envelope, Gone):
        # Whoever's document it is: a feed ends its own offer of it, and no more than that.
        return envelope
    data = parse_json(envelope.doc)
    document = check_document(data, allow_loopback_http=settings.DEMO_MODE)
    via = _relay_of(source, document.origin, envelope)
    if isinstance(document, Document):
        check_lettering(envelope.doc, data)
    is_left_out = ring.leaves_out(document.origin)
    if not is_left_out:
        verify(envelope, ring.key_for(document.origin, envelope.kid))
    if isinstance(document, Document) and sanitise_document(data) != data:
        raise DocumentError("schema", "The document holds HTML that is not allowed.")
    return Incoming(
        envelope=envelope,
        data=data,
        key=document_key(document.origin, document.id),
        via=via,
        is_left_out=is_left_out,
    )


def _relay_of(source: Source, origin: str, envelope: Envelope) -> str:
    """Empty for the source's own document, else the source, if it may pass the document on."""
    if origin == source.origin:
        return ""
    if not source.takes_relayed:
        raise DocumentError("bad-origin", "origin: the document is not the source's own.")
    if envelope.via != source.origin:
        raise DocumentError("bad-origin", "via: the relay does not name itself.")
    return source.origin


def _identity(entry: Any) -> tuple[str, str | None]:
    """Origin and key of an entry that is bad otherwise, as far as it says who it is."""
    try:
        data = parse_json(entry["doc"])
        origin = check_origin(data["origin"], allow_loopback_http=settings.DEMO_MODE)
        return origin, document_key(origin, data["id"])
    except (DocumentError, TypeError, KeyError, AttributeError):
        return "", None
