"""What documents say about each other: relations, translations, shared partners."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from omwagtail.documents import document_key

KEY_AT_THE_END = re.compile(r"/([0-9a-f]{32})/?$")


def references_of(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(key, relation) of the documents that this one names: what the other one is for it."""
    related = document.get("related")
    for entry in related if isinstance(related, list) else ():
        if key := _key_of(entry):
            yield key, entry.get("relation", "")
    body = document.get("body")
    if isinstance(body, dict) and (key := _key_of(body.get("counterpart"))):
        yield key, "counterpart-check"


def key_in(address: str) -> str | None:
    """The key that an address ends with, as those of a directory and of the API do; else None."""
    found = KEY_AT_THE_END.search(address)
    return found[1] if found else None


def translation_group(document: dict[str, Any]) -> str:
    """What all translations of a text share: the key of the one that they name.

    The origin is a part of it: no site can call its page a translation of another site's.
    """
    return document_key(document["origin"], document.get("translation_of") or document["id"])


def partners_of(document: dict[str, Any]) -> Iterator[str]:
    """The codes of a network's members, the same in all documents.

    Only of those with a website: names are written in many ways, and a group such as "schools" is
    another one in every region.
    """
    body = document.get("body")
    if document.get("type") != "network" or not isinstance(body, dict):
        return
    for entry in body.get("members", ()):
        if code := partner_code(entry.get("organisation")):
            yield code


def partner_code(organisation: Any) -> str:
    """The same 64 characters for the same website; empty for an organisation without one."""
    url = organisation.get("url") if isinstance(organisation, dict) else ""
    try:
        address = urlsplit(url or "")
        host = (address.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if not host:
        return ""
    return hashlib.sha256(f"{host}{address.path.rstrip('/')}".encode()).hexdigest()


def _key_of(reference: Any) -> str:
    if not isinstance(reference, dict):
        return ""
    origin, identity = reference.get("origin"), reference.get("id")
    is_whole = isinstance(origin, str) and isinstance(identity, str) and origin and identity
    return document_key(origin, identity) if is_whole else ""
