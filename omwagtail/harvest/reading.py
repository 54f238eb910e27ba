"""What a source says: its well-known document and the pages of its feed.

Errors that ``plain_errors`` tells in other words are English here, as those of the transport are:
they are stored, and translated for whoever reads them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from omwagtail.catalogue.origins import own_origins
from omwagtail.conf import settings
from omwagtail.documents import (
    DOCUMENT_TYPES,
    FEED_PAGE_BYTES,
    FEED_PAGE_ENTRIES,
    MAX_DOCUMENT_BYTES,
    DocumentError,
    Succession,
    b64url_decode,
    b64url_encode,
    check_origin,
    check_public_key,
    excerpt,
    kid_of,
    normalise_origin,
    parse_json,
    parse_successions,
    plain_line,
)
from omwagtail.harvest.exceptions import CursorExpired, FeedStuck, HarvestError, SourceMoved
from omwagtail.transport import (
    FetchError,
    RedirectedElsewhere,
    Response,
    check_url,
    fetch,
    user_agent_for,
)

WELL_KNOWN = "/.well-known/omwagtail"
FEED = "/om/api/v1/changes/"
MAX_WELL_KNOWN_BYTES = 262_144
# A page holds 5 MB of documents at most, or one that is larger; JSON in JSON doubles quotes.
MAX_PAGE_BYTES = 2 * (FEED_PAGE_BYTES + MAX_DOCUMENT_BYTES)
MAX_CURSOR = 512
# Seconds for one answer of a source, all together.
READ_SECONDS = 30
KEY_BYTES = 32
# Keys of a site that are looked at, from the end: there the newest stand.
MAX_KEYS = 100
# Entries that are asked for at once. A page is one transaction, in which nobody else can write to
# SQLite, so it stays well below the five seconds that an editor's request would wait.
PAGE_ENTRIES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What a site says of itself. ``public_key`` is unpadded base64url of 32 bytes."""

    origin: str
    name: str
    software: str
    kid: str
    public_key: str
    types: tuple[str, ...]
    # Whether its feed also holds other sites' documents.
    relays: bool = False
    # What its former keys say of it (rule 22), and those keys by their ids.
    successions: tuple[Succession, ...] = ()
    keys: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """A page of a feed: raw entries, still to be checked one by one."""

    entries: list[Any]
    next: str
    more: bool


def discover(origin: str) -> Discovery:
    """Read a site's well-known document. Raises HarvestError with a sentence for the operator."""
    data = _read_json(origin + WELL_KNOWN, MAX_WELL_KNOWN_BYTES)
    if data.get("origin") != origin:
        raise HarvestError(
            _("The site says that it is %(other)s, not %(origin)s.")
            % {"other": ascii(data.get("origin"))[:200], "origin": origin}
        )
    kid, public_key = _current_key(data.get("keys"))
    types = data.get("types")
    software = data.get("software")
    return Discovery(
        origin=origin,
        name=_line(data.get("name"), 255),
        software=_line(software.get("version"), 40) if isinstance(software, dict) else "",
        kid=kid,
        public_key=public_key,
        types=tuple(name for name in DOCUMENT_TYPES if isinstance(types, list) and name in types),
        relays=data.get("relay") is True,
        successions=tuple(
            parse_successions(data.get("successions"), allow_loopback_http=settings.DEMO_MODE)
        ),
        keys=dict(_named_keys(data.get("keys"))),
    )


def read_changes(origin: str, cursor: str, *, limit: int = PAGE_ENTRIES) -> ChangesPage:
    """Read the page of the feed behind ``cursor``; an empty cursor reads from the start.

    Raises CursorExpired where the feed does not know the cursor, FeedStuck where it promises more
    behind the same one, HarvestError for all else.
    """
    query = urlencode({"limit": limit, **({"since": cursor} if cursor else {})})
    data = _read_json(f"{origin}{FEED}?{query}", MAX_PAGE_BYTES)
    entries, following, more = data.get("entries"), data.get("next"), data.get("more")
    if not isinstance(entries, list) or not isinstance(more, bool):
        raise HarvestError(_("The feed's page has no list of entries."))
    if len(entries) > FEED_PAGE_ENTRIES:
        raise HarvestError(
            _("The feed's page has more than %(limit)s entries.") % {"limit": FEED_PAGE_ENTRIES}
        )
    if not _is_cursor(following):
        raise HarvestError(_("The feed's page has no cursor."))
    # Rows that are just being numbered may leave a page empty for a moment, but not one after
    # another: such a feed would be read for ever.
    if more and (following == cursor or not entries):
        raise FeedStuck(_("The feed does not move: it promises more behind the same place."))
    return ChangesPage(entries=entries, next=following, more=more)


def check_source_origin(address: str) -> str:
    """The origin behind what a person typed. Raises HarvestError."""
    try:
        return check_origin(normalise_origin(address), allow_loopback_http=settings.DEMO_MODE)
    except DocumentError as error:
        raise HarvestError(str(error)) from error


def _is_cursor(value: Any) -> bool:
    """It is sent back as it came, in an address."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= MAX_CURSOR
        and value.isascii()
        and value.isprintable()
    )


def _line(value: Any, length: int) -> str:
    """A text of a site about itself, for one line; empty where it is none."""
    return plain_line(value, length) if isinstance(value, str) else ""


def _read_json(url: str, max_bytes: int) -> dict[str, Any]:
    response = _fetch(url, max_bytes)
    if not _is_json(response.media_type):
        # Not only a page for people: a file that anybody may put on a host says nothing for it.
        media_type = excerpt(response.media_type)
        raise HarvestError(f"The answer is not JSON: the server calls it {media_type}.")
    try:
        data = parse_json(response.body, max_bytes=max_bytes)
    except DocumentError as error:
        raise HarvestError(f"The answer is not valid JSON: {error}") from error
    if not isinstance(data, dict):
        raise HarvestError(_("The answer is not a JSON object."))
    return data


def _is_json(media_type: str) -> bool:
    return media_type == "application/json" or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )


def _fetch(url: str, max_bytes: int) -> Response:
    caller = next(iter(own_origins()), "")
    try:
        response = fetch(
            url,
            max_bytes=max_bytes,
            max_seconds=READ_SECONDS,
            user_agent=user_agent_for(caller),
            allow_loopback=settings.DEMO_MODE,
        )
    except RedirectedElsewhere as error:
        # It was checked already, as far as it can be without asking the name service.
        onward = check_url(error.location, allow_loopback=True)
        raise SourceMoved(error.message, origin=onward.origin) from error
    except FetchError as error:
        raise HarvestError(error.message) from error
    if response.ok:
        return response
    if response.status == 410:
        raise CursorExpired(_("The feed does not know the cursor any more."))
    raise HarvestError(
        f"The server answered with status {response.status}.",
        retry_after=response.retry_after,
    )


def _named_keys(keys: Any) -> Iterator[tuple[str, bytes]]:
    """The raw keys that a site names, former ones included, as far as they fit their ids."""
    for key in keys[-MAX_KEYS:] if isinstance(keys, list) else ():
        try:
            public = b64url_decode(key["public"], KEY_BYTES)
            if key["kid"] == kid_of(public):
                yield key["kid"], public
        except (DocumentError, TypeError, KeyError):
            continue


def _current_key(keys: Any) -> tuple[str, str]:
    """The newest key that is not revoked, checked: (kid, public key as base64url)."""
    given = keys[-MAX_KEYS:] if isinstance(keys, list) else []
    usable = [key for key in given if isinstance(key, dict)]
    usable = [key for key in usable if not key.get("revoked")]
    usable.sort(key=lambda key: str(key.get("created") or ""), reverse=True)
    if not usable:
        raise HarvestError(_("The site names no valid key."))
    try:
        public = b64url_decode(str(usable[0].get("public")), KEY_BYTES)
        check_public_key(public)
    except DocumentError as error:
        raise HarvestError(f"The site's key cannot be used: {error}") from error
    if usable[0].get("kid") != kid_of(public):
        raise HarvestError(_("The site's key does not match its id."))
    return kid_of(public), b64url_encode(public)
