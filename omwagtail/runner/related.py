"""What others did about the same topics: examples and networks at the end of a result."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.documents import code_of
from omwagtail.rendering.addresses import directory_address, directory_near, item_address
from omwagtail.rendering.provenance import provenance_of
from omwagtail.rendering.sites import shown_items, shown_origin
from omwagtail.runner.frames import Frame
from omwagtail.vocabularies import vocabulary

TYPES = ("practice-example", "network")
# Two of either: more is not read at the end of a result.
OF_A_TYPE = 2
# The nearest and newest, among which they are chosen.
MAX_CANDIDATES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedEntry:
    item: Item
    url: str
    summary: str
    publisher: str


def related_entries(
    request: HttpRequest, document: dict[str, Any], *, frame: Frame | None
) -> list[RelatedEntry]:
    """Examples and networks that share a topic with the check: first those of this site, then
    those of the region of the check or of this site, the newest first.

    In a frame a foreign one leads to its origin, else to its place in this site's directory.
    """
    topics = [code_of(entry) for entry in document.get("topics") or ()]
    if not topics:
        return []
    origin = shown_origin(request)
    same_topic = ItemTerm.objects.filter(scheme="topic", code__in=topics).values("item")
    found = shown_items(request).of_type(*TYPES).filter(pk__in=same_topic)
    ordered = found.annotate(
        is_here=Q(origin=origin), is_near=Q(pk__in=_near(document, origin))
    ).newest_first()
    ordered = ordered.order_by("-is_here", "-is_near", *ordered.query.order_by)
    rows = ordered.values_list("pk", "type", named=True)[:MAX_CANDIDATES]
    chosen = _of_both_types(rows)
    items = Item.objects.in_bulk(chosen) if chosen else {}
    has_foreign = not frame and any(not item.is_own for item in items.values())
    directory = directory_address(directory_near(None, request), request) if has_foreign else ""
    return [_entry(items[pk], directory, origin) for pk in chosen if pk in items]


def _near(document: dict[str, Any], origin: str | None):
    """The items in the region of the check; of one for the whole country, in that of this site."""
    codes = vocabulary("regions").with_ancestors(
        [code_of(entry) for entry in document.get("regions") or ()]
    )
    # The whole country is everybody's region.
    narrow: Any = [code for code in codes if len(code) > 2]
    if not narrow:
        own = ItemTerm.objects.filter(scheme="region", item__origin=origin)
        narrow = own.filter(code__regex=r"^...").values("code")
    return ItemTerm.objects.filter(scheme="region", code__in=narrow).values("item")


def _of_both_types(rows: Iterable[Any]) -> list[int]:
    chosen: dict[str, list[int]] = {type: [] for type in TYPES}
    for row in rows:
        if len(chosen[row.type]) < OF_A_TYPE:
            chosen[row.type].append(row.pk)
    return [pk for pks in chosen.values() for pk in pks]


def _entry(item: Item, directory: str, origin: str | None) -> RelatedEntry:
    provenance = provenance_of(item.data, item, origin)
    return RelatedEntry(
        item=item,
        url=item_address(item, directory),
        summary=item.summary if provenance.shows_summary else "",
        publisher=provenance.publisher,
    )
