"""Successions: a site's old key says which key, or which origin, comes after it (rule 22)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from omwagtail.documents.exceptions import DocumentError
from omwagtail.documents.keys import (
    KEY_BYTES,
    SIGNATURE_BYTES,
    SigningKey,
    b64url_decode,
    b64url_encode,
    check_public_key,
    check_signature,
    kid_of,
)
from omwagtail.documents.limits import MAX_SUCCESSIONS
from omwagtail.documents.origin import check_origin

# No document's signature begins so (its text follows "om/1" and a line break at once), so neither
# passes for the other.
PREFIX = "om/1 succession"
MEMBERS = ("old_origin", "old_kid", "new_origin", "new_kid", "sig")


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """A statement as the new origin serves it. A changed key at the same address has one origin."""

    old_origin: str
    old_kid: str
    new_origin: str
    new_kid: str
    sig: str  # by the old key

    def as_dict(self) -> dict[str, str]:
        """The five members as they stand in the well-known document."""
        return asdict(self)


def sign_succession(
    old_key: SigningKey, *, old_origin: str, new_origin: str, new_kid: str
) -> Succession:
    """The holder of the old key says that ``new_kid`` at ``new_origin`` speaks for it from now on.

    Raises DocumentError where nothing would change, and for a member that is not in its form.
    """
    unsigned = Succession(
        old_origin=old_origin,
        old_kid=old_key.kid,
        new_origin=new_origin,
        new_kid=new_kid,
        sig=b64url_encode(bytes(SIGNATURE_BYTES)),
    )
    # Whether http on loopback is allowed is for whoever serves or takes the statement to say.
    signature = old_key.sign(_signed_bytes(_checked(unsigned, allow_loopback_http=True)))
    return Succession(**{**asdict(unsigned), "sig": b64url_encode(signature)})


def verify_succession(succession: Succession, public: bytes) -> None:
    """Check that the raw 32-byte key ``public`` is the old key and signed this statement.

    Raises DocumentError: `bad-key`, `wrong-key`, `bad-encoding` or `bad-signature`.
    """
    if succession.old_kid != kid_of(public):
        raise DocumentError("wrong-key", "The statement is signed with another key.")
    signature = b64url_decode(succession.sig, SIGNATURE_BYTES)
    check_signature(public, signature, _signed_bytes(succession))


def parse_succession(data: Any, *, allow_loopback_http: bool = False) -> Succession:
    """Read one statement; its signature is not looked into. Unknown members are passed over.

    Raises DocumentError (`schema`, `bad-origin`, `bad-encoding`).
    """
    if not isinstance(data, dict):
        raise DocumentError("schema", "A statement of succession must be an object.")
    values: dict[str, str] = {}
    for name in MEMBERS:
        value = data.get(name)
        if not isinstance(value, str):
            raise DocumentError("schema", f"{name}: must be a text.")
        values[name] = value
    return _checked(Succession(**values), allow_loopback_http=allow_loopback_http)


def parse_successions(data: Any, *, allow_loopback_http: bool = False) -> list[Succession]:
    """The statements of a well-known document, without those that are none.

    One that this version cannot read must not hide the others. At most MAX_SUCCESSIONS are looked
    at, from the end: there the newest stand.
    """
    found = []
    for entry in data[-MAX_SUCCESSIONS:] if isinstance(data, list) else ():
        try:
            found.append(parse_succession(entry, allow_loopback_http=allow_loopback_http))
        except DocumentError:
            continue
    return found


def follow_successions(
    statements: Iterable[Succession],
    keys: Mapping[str, bytes],
    *,
    origin: str,
    kid: str,
    public: bytes,
    to_origin: str,
    to_kid: str,
) -> bytes | None:
    """The raw public key ``to_kid`` if statements lead to it at ``to_origin``, else None.

    The way begins at what was pinned, ``origin`` with ``kid`` and its raw key ``public``, and may
    pass over others; ``keys`` are the raw keys that the new origin names, by their ids. They need
    no trust: an id is a digest of its key, and one that does not fit counts as absent. Every
    statement is verified at most once, so circles end, and no more than MAX_SUCCESSIONS are looked
    at. None also where the pinned key does not fit its own id.
    """
    known = {**keys, kid: public}
    left = list(statements)[-MAX_SUCCESSIONS:]
    reached = {(origin, kid)}
    waiting = [(origin, kid)]
    while waiting:
        place = waiting.pop()
        current = _key_with_id(known, place[1])
        if current is None:
            continue
        if place == (to_origin, to_kid):
            return current
        for statement in [one for one in left if (one.old_origin, one.old_kid) == place]:
            left.remove(statement)
            onward = (statement.new_origin, statement.new_kid)
            if onward not in reached and _holds(statement, current):
                reached.add(onward)
                waiting.append(onward)
    return None


def _key_with_id(keys: Mapping[str, bytes], kid: str) -> bytes | None:
    public = keys.get(kid)
    try:
        if public is None or kid_of(public) != kid:
            return None
        check_public_key(public)
    except DocumentError:
        return None
    return public


def _holds(statement: Succession, public: bytes) -> bool:
    try:
        verify_succession(statement, public)
    except DocumentError:
        return False
    return True


def _checked(succession: Succession, *, allow_loopback_http: bool) -> Succession:
    for origin in (succession.old_origin, succession.new_origin):
        check_origin(origin, allow_loopback_http=allow_loopback_http)
    for kid in (succession.old_kid, succession.new_kid):
        b64url_decode(kid, KEY_BYTES)  # a SHA-256 digest, as long as a key
    b64url_decode(succession.sig, SIGNATURE_BYTES)
    old = (succession.old_origin, succession.old_kid)
    if old == (succession.new_origin, succession.new_kid):
        raise DocumentError("schema", "A statement of succession names the same key twice.")
    return succession


def _signed_bytes(succession: Succession) -> bytes:
    # Neither an origin nor a key id can hold a line break.
    return "\n".join(
        (
            PREFIX,
            succession.old_origin,
            succession.old_kid,
            succession.new_origin,
            succession.new_kid,
        )
    ).encode()
