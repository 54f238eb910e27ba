"""Whose a document is, and on which terms it may be shown."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import get_language

from omwagtail.catalogue.models import Item
from omwagtail.documents import EXCERPT, FULL, reuse_of
from omwagtail.rendering.sites import is_of_sibling
from omwagtail.vocabularies import vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Origin, terms and credits of a document, in words for readers."""

    is_foreign: bool
    """Whether another site published it: then it is shown with a link to the original."""

    host: str
    """Host of the origin, as it is written in addresses."""

    publisher: str
    """Name of the publisher; the host where the document names none."""

    publisher_url: str
    original_url: str
    licence: str
    """Short name of the licence; empty where the document names none."""

    licence_url: str
    attribution: str
    reuse: str
    """How much may be shown here: ``full``, ``excerpt`` (summary) or ``link`` (title)."""

    @property
    def shows_summary(self) -> bool:
        return self.reuse in (FULL, EXCERPT)

    @property
    def shows_everything(self) -> bool:
        return self.reuse == FULL


def provenance_of(
    document: dict[str, Any], item: Item | None = None, origin: str | None = None
) -> Provenance:
    """Read the provenance of a document; without an item, or with an own one, it is our own.

    ``origin`` is the site that shows it: what another site of the same Wagtail published is foreign
    there. Without it all sites here are one.
    """
    is_foreign = item is not None and (not item.is_own or is_of_sibling(item, origin))
    publisher = document.get("publisher") or {}
    licence = document.get("licence") or {}
    host = urlsplit(document.get("origin", "")).netloc
    return Provenance(
        is_foreign=is_foreign,
        host=host,
        publisher=publisher.get("name") or host,
        publisher_url=publisher.get("url", ""),
        original_url=document.get("url", ""),
        licence=licence_name(licence),
        licence_url=licence.get("uri", ""),
        attribution=document.get("attribution", ""),
        reuse=reuse_of(document) if is_foreign else FULL,
    )


def licence_name(licence: dict[str, Any]) -> str:
    """The short name of a licence ("CC BY 4.0"), else the name it brings, else its address."""
    uri = licence.get("uri", "")
    term = vocabulary("licences").find_by_uri(uri) if uri else None
    if term is not None:
        return str(term.extra.get("short") or term.label(get_language() or "de"))
    return licence.get("name") or uri
