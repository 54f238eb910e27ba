"""The frozen editions of a check as links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from omwagtail.catalogue.editions import edition_name, editions_of
from omwagtail.catalogue.models import Edition, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLink:
    """One edition in a list."""

    number: int
    date: date | None
    since: datetime
    """When these questions were published first."""
    fingerprint: str
    path: str
    changes_path: str
    """The page that says what changed since; empty for the current one."""
    is_current: bool
    """Whether the check asks this now."""
    is_corrected: bool
    """Whether another text took its place under the same number."""


def edition_path(key: str, number: int, fingerprint: str = "") -> str:
    """The path of an edition's page; with a fingerprint of exactly this text."""
    path = reverse("omwagtail_check_edition", kwargs={"key": key, "number": number})
    return f"{path}?fingerprint={fingerprint}" if fingerprint else path


def changes_path(key: str, fingerprint: str) -> str:
    """The path of the page that says what changed between an edition and the current one."""
    path = reverse("omwagtail_check_changes", kwargs={"key": key})
    return f"{path}?from={fingerprint}"


def edition_links(item: Item) -> list[EditionLink]:
    """All editions of a check, the newest first; one query."""
    return make_links(item, editions_of(item))


def earlier_editions(item: Item) -> list[EditionLink]:
    """Those with another number than the current one, each as it was in the end; one query."""
    current, _ = edition_name(item.data)
    return [
        link for link in edition_links(item) if not link.is_corrected and link.number != current
    ]


def make_links(item: Item, editions: Iterable[Edition]) -> list[EditionLink]:
    """Links to ``editions``, which are in the order of ``editions_of``."""
    current = edition_name(item.data)
    links, named = [], set()
    for edition in editions:
        is_corrected = edition.number in named
        named.add(edition.number)
        mark = edition.fingerprint if is_corrected else ""
        is_current = (edition.number, edition.fingerprint) == current
        links.append(
            EditionLink(
                number=edition.number,
                date=edition.date,
                since=edition.created,
                fingerprint=edition.fingerprint,
                path=edition_path(item.key, edition.number, mark),
                changes_path="" if is_current else changes_path(item.key, edition.fingerprint),
                is_current=is_current,
                is_corrected=is_corrected,
            )
        )
    return links
