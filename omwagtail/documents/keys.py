"""Ed25519 keys, their ids, and the addresses of documents."""

import base64
import binascii
import hashlib
import re
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from omwagtail.documents.exceptions import DocumentError

KEY_BYTES = 32
SIGNATURE_BYTES = 64

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_FIELD = 2**255 - 19  # the prime of Curve25519

# The y coordinates of the eight points whose order divides the cofactor (RFC 8032's curve;
# tests/documents/test_keys.py computes them). Under such a key a signature can hold for any text.
_SMALL_ORDER_Y = frozenset(
    {
        0,
        1,
        _FIELD - 1,
        int.from_bytes(
            bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            "little",
        ),
        int.from_bytes(
            bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
            "little",
        ),
    }
)


class SigningKey:
    """A site's private key. Its text form never shows the secret."""

    __slots__ = ("_private", "kid", "public")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public: bytes = private.public_key().public_bytes_raw()
        self.kid: str = kid_of(self.public)

    @classmethod
    def from_private_bytes(cls, raw: bytes) -> "SigningKey":
        """From the 32 bytes that RFC 8032 calls the private key (others call it the seed)."""
        if len(raw) != KEY_BYTES:
            raise DocumentError("bad-key", f"A private key has {KEY_BYTES} bytes.")
        return cls(Ed25519PrivateKey.from_private_bytes(raw))

    @classmethod
    def from_text(cls, text: str) -> "SigningKey":
        """From the unpadded base64url of the 32 bytes: how a setting holds a key."""
        return cls.from_private_bytes(b64url_decode(text, KEY_BYTES))

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature."""
        return self._private.sign(message)

    def __repr__(self) -> str:
        return f"<SigningKey {self.kid}>"


def derive_signing_key(secret: str) -> SigningKey:
    """The key of a site that was not given one: HKDF-SHA256 of its secret (SECRET_KEY).

    The same secret gives the same key for ever: the salt and the label must never change.
    """
    if not secret:
        raise DocumentError("bad-key", "A signing key cannot be derived from an empty secret.")
    derivation = HKDF(
        algorithm=hashes.SHA256(), length=KEY_BYTES, salt=b"omwagtail", info=b"om/1 signing key"
    )
    return SigningKey.from_private_bytes(derivation.derive(secret.encode()))


def kid_of(public: bytes) -> str:
    """The key id: unpadded base64url of SHA-256 of the raw 32-byte public key, 43 characters."""
    if len(public) != KEY_BYTES:
        raise DocumentError("bad-key", f"A public key has {KEY_BYTES} bytes.")
    return b64url_encode(hashlib.sha256(public).digest())


def check_public_key(public: bytes) -> None:
    """Refuse a key of the wrong length, in a second spelling of its point, or of small order.

    Raises DocumentError (`bad-key`).
    """
    if len(public) != KEY_BYTES:
        raise DocumentError("bad-key", f"A public key has {KEY_BYTES} bytes.")
    y = int.from_bytes(public, "little") & (2**255 - 1)  # the top bit is the sign of x
    if y >= _FIELD:
        raise DocumentError("bad-key", "The public key is not written in its one normal form.")
    if y in _SMALL_ORDER_Y:
        raise DocumentError("bad-key", "The public key is of small order: it proves nothing.")


def check_signature(public: bytes, signature: bytes, message: bytes) -> None:
    """Verify Ed25519 over `message`. Raises DocumentError (`bad-key`, `bad-signature`)."""
    try:
        _loaded(public).verify(signature, message)
    except InvalidSignature:
        raise DocumentError("bad-signature", "The signature does not fit the text.") from None


def b64url_encode(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def b64url_decode(text: str, length: int | None = None) -> bytes:
    """Decode base64url that is written in its one exact form, to `length` bytes if given.

    No padding, no other alphabet, no line break, no spare bits: the result must re-encode to
    the same text. Raises DocumentError (`bad-encoding`).
    """
    if _BASE64URL.fullmatch(text):
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except binascii.Error:
            raw = b""
        if b64url_encode(raw) == text:
            if length is not None and len(raw) != length:
                raise DocumentError(
                    "bad-encoding", f"The text must stand for {length} bytes, not {len(raw)}."
                )
            return raw
    raise DocumentError("bad-encoding", "The text is not unpadded base64url.")


def document_key(origin: str, id: str) -> str:
    """A document's address on any site: 32 hex digits from origin and id (PROTOCOL.md, "Key")."""
    return hashlib.sha256(f"{origin}\n{id}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1024)
def _loaded(public: bytes) -> Ed25519PublicKey:
    check_public_key(public)
    return Ed25519PublicKey.from_public_bytes(public)
