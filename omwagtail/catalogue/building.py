"""From an object to the text of its document."""

import hashlib
import json
import re
import time
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.utils import translation

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.own_codes import with_own_labels
from omwagtail.catalogue.sources import Placement, Surroundings
from omwagtail.catalogue.translations import shared_ids
from omwagtail.conf import settings
from omwagtail.documents import (
    MAX_REV,
    DocumentError,
    dump_json,
    format_timestamp,
    sanitise_document,
)
from omwagtail.vocabularies import vocabulary

# Raised when the same object makes another document than before, so that sweeps write it anew.
BUILD_VERSION = 1

LOCAL_LINK = re.compile(r'(<a\b[^>]*?\bhref=")/(?!/)')


def next_rev(previous: int) -> int:
    """A revision above all earlier ones, also when this machine's clock went back."""
    return min(max(previous + 1, time.time_ns() // 1_000_000), MAX_REV)


def wire_time(moment: datetime | None) -> str | None:
    """A moment as documents write it: ``2026-03-01T09:30:00Z``."""
    return format_timestamp(moment) if moment else None


def build_document(
    source: models.Model,
    placement: Placement,
    *,
    urn: str,
    rev: int,
    around: Surroundings | None = None,
    publisher: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The document of ``source`` as it would be published at ``placement`` now.

    The source's own members win over those that the catalogue can give, identity excepted.
    Whoever knows ``around`` or the origin's ``publisher`` already saves the queries for them.
    Raises DocumentError where they are no dict, and whatever ``to_document`` raises.
    """
    keys = {source.pk: getattr(source, "translation_key", None)} if source.pk else {}
    shared = shared_ids(type(source), keys, around or Surroundings())
    with translation.override(placement.language):
        given = source.to_document()
    if not isinstance(given, dict):
        kind = type(given).__name__
        raise DocumentError("schema", f"to_document() must return a dict, and returned a {kind}")
    document = {
        "v": "om/1",
        "op": "upsert",
        "type": source.om_document_type,
        "id": urn,
        "origin": placement.origin,
        "rev": rev,
        "url": placement.url,
        "language": placement.language,
        "translation_of": shared.get(source.pk),
        "title": "",
        "summary": "",
        "published": wire_time(placement.published),
        "modified": wire_time(placement.modified),
        "expires": wire_time(placement.expires),
        "publisher": publisher or publisher_of(placement.origin),
        "licence": licence_of(settings.DEFAULT_LICENCE, placement.language),
    }
    document.update((name, value) for name, value in given.items() if not is_blank(value))
    document = with_own_labels(without_blanks(document), placement.language)
    return sanitise_document(absolute(document, placement.origin))


def build_withdrawal(item: Item, reason: str, *, rev: int) -> dict[str, Any]:
    """The text that takes a document back; it holds no content (rule 7)."""
    return {
        "v": "om/1",
        "op": "withdraw",
        "type": item.type,
        "id": item.urn,
        "origin": item.origin,
        "rev": rev,
        "reason": reason,
    }


def write_document(document: dict[str, Any]) -> str:
    """The text that is signed and stored."""
    return dump_json(document)


def publisher_of(origin: str) -> dict[str, Any]:
    """The publisher's member: this origin's own organisation, as its document describes it."""
    item = Item.objects.visible().own(origin).of_type("organisation").first()
    if item is None:
        return {"name": urlsplit(origin).netloc, "url": f"{origin}/"}
    body = item.data.get("body", {})
    return without_blanks(
        {
            "id": item.urn,
            "name": item.title,
            "type": body.get("type"),
            "url": body.get("website") or origin + "/",
            "region": body.get("region"),
        }
    )


def licence_of(code: str, language: str) -> dict[str, str]:
    """A licence's member from its code in the vocabulary, or from a URI."""
    term = vocabulary("licences").get(code)
    if term is None:
        return {"uri": code, "name": code}
    return without_blanks({"uri": term.uri, "name": term.label(language)})


def is_blank(value: object) -> bool:
    """Whether a member says nothing, so that writers leave it out; False and 0 say something."""
    return value is None or value in ("", [], {})


def without_blanks(value: Any) -> Any:
    """A copy without members that say nothing, at every depth."""
    if isinstance(value, dict):
        cleaned = {name: without_blanks(member) for name, member in value.items()}
        return {name: member for name, member in cleaned.items() if not is_blank(member)}
    if isinstance(value, list):
        return [entry for entry in map(without_blanks, value) if not is_blank(entry)]
    return value


def absolute(value: Any, origin: str) -> Any:
    """A copy in which addresses below this origin are written out in full.

    Sources write pictures, files and links relative to their site, because they cannot know under
    which origin the site is published.
    """
    if isinstance(value, list):
        return [absolute(entry, origin) for entry in value]
    if not isinstance(value, dict):
        return LOCAL_LINK.sub(rf"\g<1>{origin}/", value) if isinstance(value, str) else value
    cleaned = {name: absolute(member, origin) for name, member in value.items()}
    url = cleaned.get("url")
    if isinstance(url, str) and url.startswith("/") and not url.startswith("//"):
        cleaned["url"] = origin + url
    return cleaned


def content_digest(document: dict[str, Any]) -> str:
    """A document's digest without its revision: two revisions of one text have the same."""
    text = json.dumps(
        {name: value for name, value in document.items() if name != "rev"},
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(text.encode()).hexdigest()
