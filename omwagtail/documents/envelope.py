"""Envelopes: a document's exact text, and the signature over it."""

from dataclasses import dataclass
from typing import Any

from omwagtail.documents.exceptions import DocumentError
from omwagtail.documents.fields import DOCUMENT_ID
from omwagtail.documents.keys import (
    KEY_BYTES,
    SIGNATURE_BYTES,
    SigningKey,
    b64url_decode,
    b64url_encode,
    check_signature,
    kid_of,
)
from omwagtail.documents.limits import MAX_DOCUMENT_BYTES, MAX_REV
from omwagtail.documents.origin import check_origin

SIGNED_PREFIX = b"om/1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A signed document. `seq` is its place in the feed it was read from."""

    doc: str
    kid: str
    sig: str
    seq: int | None = None
    via: str | None = None  # the origin of the relay, if one handed it on


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A feed's word that it no longer offers a document (feed rule 8). It carries no content."""

    origin: str
    id: str
    seq: int | None = None


def sign(text: str, key: SigningKey) -> Envelope:
    """Put the exact text of a document into an envelope. Raises DocumentError (`too-large`)."""
    signature = key.sign(_signed_bytes(text))
    return Envelope(doc=text, kid=key.kid, sig=b64url_encode(signature))


def verify(envelope: Envelope, public: bytes) -> None:
    """Check that the holder of the raw 32-byte key `public` signed this exact text.

    Raises DocumentError: `bad-key` (a key nobody may use), `wrong-key` (the envelope names
    another), `bad-encoding` or `bad-signature`.
    """
    if envelope.kid != kid_of(public):
        raise DocumentError("wrong-key", "The document is signed with another key.")
    signature = b64url_decode(envelope.sig, SIGNATURE_BYTES)
    check_signature(public, signature, _signed_bytes(envelope.doc))


def parse_entry(data: Any, *, allow_loopback_http: bool = False) -> Envelope | Gone:
    """Read one entry of a feed page, as far as the envelope goes: `doc` is not looked into.

    Raises DocumentError (`schema`, `too-large`, `bad-encoding`, `bad-origin`). Unknown members
    are passed over.
    """
    if not isinstance(data, dict):
        raise DocumentError("schema", "An entry of a feed must be an object.")
    seq = _sequence_number(data)
    if "gone" in data:
        if "doc" in data:
            raise DocumentError("schema", "An entry is either a document or gone, not both.")
        return _parse_gone(data["gone"], seq, allow_loopback_http)
    doc, kid, sig = (_text(data, name) for name in ("doc", "kid", "sig"))
    _signed_bytes(doc)
    b64url_decode(kid, KEY_BYTES)  # a SHA-256 digest, as long as a key
    b64url_decode(sig, SIGNATURE_BYTES)
    via = None
    if "via" in data:
        via = check_origin(_text(data, "via"), allow_loopback_http=allow_loopback_http)
    return Envelope(doc=doc, kid=kid, sig=sig, seq=seq, via=via)


def _parse_gone(data: Any, seq: int | None, allow_loopback_http: bool) -> Gone:
    if not isinstance(data, dict):
        raise DocumentError("schema", "gone: must be an object.")
    origin = check_origin(_text(data, "origin"), allow_loopback_http=allow_loopback_http)
    id = _text(data, "id")
    if not DOCUMENT_ID.fullmatch(id):
        raise DocumentError("schema", "id: must be urn:uuid: and a lower-case UUID.")
    return Gone(origin=origin, id=id, seq=seq)


def _sequence_number(data: dict[str, Any]) -> int | None:
    if "seq" not in data:
        return None
    seq = data["seq"]
    if type(seq) is not int or not 0 <= seq <= MAX_REV:
        raise DocumentError("schema", "seq: must be a whole number below 2^53.")
    return seq


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise DocumentError("schema", f"{name}: must be a text.")
    return value


def _signed_bytes(text: str) -> bytes:
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        raise DocumentError("bad-json", "The document holds a lone surrogate.") from None
    if len(encoded) > MAX_DOCUMENT_BYTES:
        raise DocumentError("too-large", f"The document has more than {MAX_DOCUMENT_BYTES} bytes.")
    return SIGNED_PREFIX + encoded
