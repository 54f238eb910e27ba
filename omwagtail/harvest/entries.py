"""From a raw entry of a feed to a checked one: all that can be wrong with it is found here."""

from dataclasses import dataclass
from typing import Any

from omwagtail.conf import settings
from omwagtail.documents import (
    Document,
    DocumentError,
    Envelope,
    Gone,
    Withdrawal,
    b64url_decode,
    check_document,
    check_lettering,
    document_key,
    parse_entry,
    parse_json,
    sanitise_document,
    verify,
)
from omwagtail.harvest.models import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A checked entry: what came, what it says, and under which key it stands."""

    envelope: Envelope
    document: Document | Withdrawal
    data: dict[str, Any]
    key: str

    @property
    def is_withdrawal(self) -> bool:
        return isinstance(self.document, Withdrawal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faulty:
    """An entry that is parked, with the reason. ``key`` is None where it does not say who it is."""

    entry: Any
    key: str | None
    reason: str


def check_entry(source: Source, entry: Any) -> Incoming | Gone | Faulty:
    """Look at one entry of a source's feed, without the database (rules 10 and 14)."""
    try:
        return _check(source, entry)
    except DocumentError as error:
        return Faulty(entry=entry, key=_identity(entry), reason=str(error))


def as_entry(incoming: Incoming) -> dict[str, Any]:
    """The entry as it came, as far as it counts."""
    envelope = incoming.envelope
    return {"doc": envelope.doc, "kid": envelope.kid, "sig": envelope.sig}


def _check(source: Source, entry: Any) -> Incoming | Gone:
    envelope = parse_entry(entry, allow_loopback_http=settings.DEMO_MODE)
    if isinstance(envelope, Gone):
        _check_origin(source, envelope.origin)
        return envelope
    data = parse_json(envelope.doc)
    document = check_document(data, allow_loopback_http=settings.DEMO_MODE)
    _check_origin(source, document.origin)
    if isinstance(document, Document):
        check_lettering(envelope.doc, data)
    verify(envelope, b64url_decode(source.public_key, 32))
    if isinstance(document, Document) and sanitise_document(data) != data:
        raise DocumentError("schema", "The document holds HTML that is not allowed.")
    return Incoming(
        envelope=envelope,
        document=document,
        data=data,
        key=document_key(document.origin, document.id),
    )


def _check_origin(source: Source, origin: str) -> None:
    if origin != source.origin:
        raise DocumentError("bad-origin", "origin: the document is not the source's own.")


def _identity(entry: Any) -> str | None:
    """The key of an entry that is bad otherwise, if it says who it is."""
    try:
        data = parse_json(entry["doc"])
        return document_key(data["origin"], data["id"])
    except (DocumentError, TypeError, KeyError, AttributeError):
        return None
