"""Which edition of a check somebody fills in: the one they began with, until they choose another.

A form carries the fingerprint of its edition in ``f``, an address in ``?fingerprint=``. The first
12 digits are enough, which is what a link holds (``?mark=``).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from omwagtail.catalogue.editions import edition_name, edition_starting_with
from omwagtail.catalogue.models import Edition, Item
from omwagtail.documents import sanitise_document

MARK = re.compile(r"[0-9a-f]{12,64}")
# What people read of an edition as it was; licence, address and contacts are those of today.
OF_THE_EDITION = ("title", "summary", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The edition of a check that a page is about."""

    document: dict[str, Any]
    """Sanitised; its body is that of the edition."""

    item: Item | None = None
    """None for a preview."""

    fingerprint: str = ""
    newer: dict[str, Any] | None = None
    """The document of today, where the edition is an earlier one."""

    since: dict[str, Any] | None = None
    """The document of the edition that answers were carried over from, right now."""

    is_unknown: bool = False
    """Whether another edition was asked for, which is not here: this is the one of today."""

    @property
    def body(self) -> dict[str, Any]:
        return self.document.get("body") or {}

    @property
    def edition(self) -> dict[str, Any]:
        """As a record names it: number, date and fingerprint; without what there is not."""
        stated = self.body.get("edition") or {}
        members = {"number": stated.get("number", 1), "date": stated.get("date")}
        return {name: value for name, value in members.items() if value is not None} | {
            "fingerprint": self.fingerprint
        }


def asked_edition(item: Item, fields: Mapping[str, str]) -> Asked:
    """The edition that ``fields`` name, else the current one; of a posted form or of an address.

    ``since`` wins: it names the edition that somebody leaves for the current one.
    """
    current = Asked(
        document=sanitise_document(item.data),
        item=item,
        fingerprint=edition_name(item.data)[1],
    )
    if since := fields.get("since"):
        left = find_edition(item, since)
        return replace(current, since=_as_it_was(current, left) if left else None)
    mark = fields.get("f") or fields.get("fingerprint") or fields.get("mark") or ""
    if not mark or (MARK.fullmatch(mark) and current.fingerprint.startswith(mark)):
        return current
    edition = find_edition(item, mark)
    if edition is None:
        return replace(current, is_unknown=True)
    return Asked(
        document=_as_it_was(current, edition),
        item=item,
        fingerprint=edition.fingerprint,
        newer=current.document,
    )


def find_edition(item: Item, mark: str) -> Edition | None:
    """The frozen edition whose fingerprint this is, or begins with this."""
    return edition_starting_with(item, mark) if MARK.fullmatch(mark) else None


def _as_it_was(current: Asked, edition: Edition) -> dict[str, Any]:
    document = sanitise_document(edition.data)
    return current.document | {name: document.get(name) for name in OF_THE_EDITION}
