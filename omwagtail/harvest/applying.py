"""Applying a page of changes: entries, offers and the new cursor in one transaction (rule 11)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import DataError, transaction
from django.utils import timezone

from omwagtail.catalogue.models import Item
from omwagtail.documents import Gone, code_of, document_key
from omwagtail.harvest.entries import Faulty, Incoming, as_entry, check_entry
from omwagtail.harvest.intake import Change, hide, take_in, withdraw
from omwagtail.harvest.leases import LEASE, Lease, held_source, lock_source
from omwagtail.harvest.models import OfferState, Source, SourceState
from omwagtail.harvest.offers import end_full_pass, end_offer, is_offered, note_offer, park
from omwagtail.harvest.reading import ChangesPage
from omwagtail.vocabularies import vocabulary


@dataclass(slots=True, kw_only=True)
class Counts:
    """What a page brought; numbers of entries."""

    entries: int = 0
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    parked: int = 0

    def note(self, change: Change) -> None:
        """Count what an entry did; an entry that changed nothing is only an entry."""
        if change != Change.NOTHING:
            setattr(self, change.value, getattr(self, change.value) + 1)


def apply_page(lease: Lease, page: ChangesPage) -> Counts:
    """Store a page of changes and its cursor, all or nothing. Raises LeaseLost.

    Entries are checked before the transaction begins: signatures and HTML take most of the time,
    and nobody else can write to SQLite meanwhile.
    """
    source = held_source(lease)
    checked = [check_entry(source, entry) for entry in page.entries]
    with transaction.atomic():
        # The fence says that the key, which the entries were checked with, is still the one.
        return _store(lock_source(lease), checked, page)


def _store(source: Source, checked: list[Incoming | Gone | Faulty], page: ChangesPage) -> Counts:
    counts = Counts(entries=len(checked))
    for entry in checked:
        counts.note(apply_entry(source, entry))
    source.cursor = page.next
    source.lease_until = timezone.now() + LEASE
    if not page.more and source.pass_is_full:
        ended = end_full_pass(source)
        counts.withdrawn += ended
    source.save(
        update_fields=["cursor", "lease_until", "pass_is_full", "full_pass_due", "question"]
    )
    return counts


def apply_entry(source: Source, entry: Incoming | Gone | Faulty) -> Change:
    """Apply a checked entry inside the caller's transaction, with the source's row locked."""
    match entry:
        case Faulty():
            return _park(source, entry)
        case Gone():
            return end_offer(source, document_key(entry.origin, entry.id))
        case Incoming():
            try:
                with transaction.atomic():
                    return _apply(source, entry)
            except DataError as error:
                # A database that is stricter than the checks must not stop the whole feed.
                return _park_again(source, entry, f"It cannot be stored: {error}")


def _apply(source: Source, incoming: Incoming) -> Change:
    item = Item.objects.select_for_update().filter(key=incoming.key).first()
    if item is not None and item.is_own:
        return _park_again(source, incoming, "The document is one of this site's own.")
    if incoming.is_withdrawal:
        item, change = withdraw(item, incoming)
        note_offer(source, incoming, item, OfferState.WITHDRAWN)
        return change
    if item is not None and item.type != incoming.document.type:
        return _park_again(source, incoming, "type: must never change.")
    return _wanting(source, incoming.data)(source, item, incoming)


def _wanting(
    source: Source, data: dict[str, Any]
) -> Callable[[Source, Item | None, Incoming], Change]:
    """What is done with an upsert: the filters decide, not the document's state."""
    if source.state == SourceState.PAUSED:
        return _pass_over
    return _take if is_wanted(source, data) else _leave


def _take(source: Source, item: Item | None, incoming: Incoming) -> Change:
    item, change = take_in(item, incoming, trust=source.trust)
    note_offer(source, incoming, item, OfferState.APPLIED)
    return change


def _leave(source: Source, item: Item | None, incoming: Incoming) -> Change:
    """What is not wanted is known all the same, and not shown unless another source offers it."""
    note_offer(source, incoming, item, OfferState.UNWANTED)
    return hide(item) if item is not None and not is_offered(item) else Change.NOTHING


def _pass_over(source: Source, item: Item | None, incoming: Incoming) -> Change:
    """Paused: nothing changes; when the source goes on, a full pass brings all of it again."""
    note_offer(source, incoming, item, None)
    return Change.NOTHING


def is_wanted(source: Source, data: dict[str, Any]) -> bool:
    """Whether the source's filters let a document in; a broader topic or region lets in all below.

    An empty filter lets in everything.
    """
    if source.wanted_types and data["type"] not in source.wanted_types:
        return False
    filters = (("topics", source.wanted_topics), ("regions", source.wanted_regions))
    for member, wanted in filters:
        codes = [code_of(entry) for entry in data.get(member, ())]
        if wanted and not set(wanted) & set(vocabulary(member).with_ancestors(codes)):
            return False
    return True


def _park(source: Source, faulty: Faulty) -> Change:
    park(source, faulty)
    return Change.PARKED


def _park_again(source: Source, incoming: Incoming, reason: str) -> Change:
    return _park(source, Faulty(entry=as_entry(incoming), key=incoming.key, reason=reason))
