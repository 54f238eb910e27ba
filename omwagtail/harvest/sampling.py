"""A look at what a site publishes, before a person approves it: numbers per type, and some titles.

It comes from the site's public API, else from the first page of its feed. Nothing is stored, and
nothing of it is trusted: every text is cut, every address checked, and whatever fails leaves an
empty sample.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from omwagtail.catalogue.models import ItemType
from omwagtail.catalogue.origins import own_origins
from omwagtail.conf import settings
from omwagtail.documents import DocumentError, parse_json, plain_line
from omwagtail.documents.fields import WEB_URL
from omwagtail.harvest.reading import FEED
from omwagtail.transport import FetchError, fetch, user_agent_for

LIST = "/om/api/v1/items/"
TITLES, MAX_TITLE = 10, 200
# Ten documents may have half a megabyte each; the API is asked for their titles alone.
MAX_BYTES = 6_000_000
# A person waits for both together.
SECONDS_FOR_LIST, SECONDS_FOR_FEED = 5, 5
MAX_COUNT = 10_000_000
FEED_ENTRIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDocument:
    """One document: its title, its type, and its address, which is empty where it is not the
    site's own."""

    title: str
    type: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a site publishes. ``counts`` are by type; ``at_least`` says that there may be more."""

    counts: dict[str, int] = field(default_factory=dict)
    titles: tuple[SampleDocument, ...] = ()
    at_least: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def sample(origin: str) -> Sample:
    """Look at the documents of a site's own. Never raises for what the site answers."""
    query = {"origin": origin, "limit": TITLES, "facets": "type", "fields": "type,title,url"}
    return (
        _from_list(_read(f"{origin}{LIST}?{urlencode(query)}", SECONDS_FOR_LIST), origin)
        or _from_feed(
            _read(f"{origin}{FEED}?{urlencode({'limit': FEED_ENTRIES})}", SECONDS_FOR_FEED), origin
        )
        or Sample()
    )


def _read(url: str, seconds: float) -> Any:
    """The JSON behind an address; None where there is none."""
    caller = next(iter(own_origins()), "")
    try:
        response = fetch(
            url,
            max_bytes=MAX_BYTES,
            max_seconds=seconds,
            user_agent=user_agent_for(caller),
            allow_loopback=settings.DEMO_MODE,
        )
        return parse_json(response.body, max_bytes=MAX_BYTES) if response.ok else None
    except (FetchError, DocumentError):
        return None


def _from_list(data: Any, origin: str) -> Sample | None:
    """From a list of the API; None where it is none."""
    results = _member(data, "results")
    types = _member(_member(data, "facets"), "type")
    if not isinstance(results, list) or not isinstance(types, list):
        return None
    counts = {
        code: min(max(count, 0), MAX_COUNT)
        for entry in types[: len(ItemType)]
        if (code := _type(_member(entry, "code")))
        and isinstance(count := _member(entry, "count"), int)
    }
    # Of a document that others may only quote, the entry itself names the title.
    documents = [_member(entry, "document") or entry for entry in results[:TITLES]]
    return Sample(counts=counts, titles=_titles(documents, origin))


def _from_feed(data: Any, origin: str) -> Sample | None:
    """From the first page of the feed, of which a document is known by its text."""
    entries = _member(data, "entries")
    if not isinstance(entries, list):
        return None
    documents = [_document(entry) for entry in entries[:FEED_ENTRIES]]
    own = [
        document
        for document in documents
        if _member(document, "op") == "upsert" and _member(document, "origin") == origin
    ]
    counts = Counter(filter(None, (_type(_member(document, "type")) for document in own)))
    return Sample(
        counts=dict(counts),
        titles=_titles(own[:TITLES], origin),
        at_least=_member(data, "more") is True or len(entries) > FEED_ENTRIES,
    )


def _document(entry: Any) -> Any:
    text = _member(entry, "doc")
    try:
        return parse_json(text) if isinstance(text, str) else None
    except DocumentError:
        return None


def _titles(documents: list[Any], origin: str) -> tuple[SampleDocument, ...]:
    return tuple(
        SampleDocument(
            title=title, type=_type(_member(one, "type")), url=_url(_member(one, "url"), origin)
        )
        for one in documents
        if (title := _line(_member(one, "title")))
    )


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _type(value: Any) -> str:
    return value if isinstance(value, str) and value in ItemType.values else ""


def _line(value: Any) -> str:
    return plain_line(value, MAX_TITLE) if isinstance(value, str) else ""


def _url(value: Any, origin: str) -> str:
    is_own = isinstance(value, str) and value.startswith(f"{origin}/") and WEB_URL.fullmatch(value)
    return value if is_own else ""
