"""The texts of a document that are searched."""

from collections.abc import Iterator
from typing import Any

from omwagtail.documents import code_of, plain_text
from omwagtail.vocabularies import vocabulary

# Members that hold no words for readers: addresses, ids, codes, figures of files.
WORDLESS = frozenset(
    {
        "id", "origin", "url", "uri", "website", "srcset", "media_type", "key", "kind", "type",
        "fingerprint", "symbol", "licence", "logo", "counterpart", "columns", "rule", "scope",
        "audience", "contacts", "as_of", "date", "from", "to", "since", "founded",
    }
)  # fmt: skip
# Lists of codes whose labels readers search for, and their vocabularies.
LABELLED = {
    "topics": "topics",
    "regions": "regions",
    "sectors": "sectors",
    "audiences": "audiences",
    "success_factors": "success-factors",
}


def texts_of(document: dict[str, Any]) -> dict[str, list[str]]:
    """The texts that are searched, by place: title, summary (and labels), body."""
    publisher = document.get("publisher") or {}
    summary = [document.get("summary") or "", publisher.get("name") or "", *_labels(document)]
    body = [*_texts(document.get("body")), *_texts(document.get("files"))]
    return {"title": [document.get("title") or ""], "summary": summary, "body": body}


def _texts(value: Any) -> list[str]:
    """All words for readers in a part of a document, without markup."""
    found: list[str] = []
    _collect(value, found)
    return found


def _collect(value: Any, found: list[str]) -> None:
    # A document has hundreds of parts: one list for all of them, not a generator for each.
    if isinstance(value, str):
        found.append(plain_text(value) if "<" in value or "&" in value else value)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name not in WORDLESS:
                _collect(member, found)
    elif isinstance(value, list):
        for member in value:
            _collect(member, found)


def _labels(document: dict[str, Any]) -> Iterator[str]:
    """The words of codes; a region is also found by the names of those that it lies in."""
    language = document.get("language") or "de"
    for member, name in LABELLED.items():
        entries = document.get(member) or ()
        yield from (entry["label"] for entry in entries if isinstance(entry, dict))
        found = vocabulary(name)
        for code in found.with_ancestors([code_of(entry) for entry in entries]):
            yield found.label(code, language)
