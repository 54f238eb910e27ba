"""Applying a page of changes: entries, offers and the new cursor in one transaction (rule 11)."""

from dataclasses import dataclass
from typing import Any

from django.db import DataError, transaction
from django.utils import timezone

from omwagtail.documents import Gone, code_of, document_key
from omwagtail.faults import fault_of
from omwagtail.harvest.batch import Batch
from omwagtail.harvest.entries import Faulty, Incoming, as_entry, check_entry
from omwagtail.harvest.intake import Change, hide, new_item, take_in, withdraw
from omwagtail.harvest.keyring import KeyRing, ask_for
from omwagtail.harvest.leases import LEASE, Lease, held_source, lock_source
from omwagtail.harvest.models import OfferState, Source, SourceState
from omwagtail.harvest.offers import end_full_pass, end_offer, name_of, note_offer, park
from omwagtail.harvest.patience import in_one_go
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
    ring = KeyRing(source)
    checked = [check_entry(source, entry, ring) for entry in page.entries]
    # The fence says that what the entries were checked with still holds.
    counts = in_one_go(lambda: _store(lock_source(lease), checked, page))
    ask_for(ring)
    return counts


def _store(source: Source, checked: list[Incoming | Gone | Faulty], page: ChangesPage) -> Counts:
    counts = _apply_all(source, checked)
    counts.entries = len(checked)
    source.cursor = page.next
    source.lease_until = timezone.now() + LEASE
    if not page.more and source.pass_is_full:
        ended = end_full_pass(source)
        counts.withdrawn += ended
    source.save(
        update_fields=["cursor", "lease_until", "pass_is_full", "full_pass_due", "question"]
    )
    return counts


def _apply_all(source: Source, checked: list[Incoming | Gone | Faulty]) -> Counts:
    """Together, unless the database refuses something: then one by one, to find what it is."""
    changes = Counts()
    try:
        with transaction.atomic():
            batch = Batch(source, map(key_of, checked))
            done = [_apply(batch, entry) for entry in checked]
            batch.write()
    except DataError:
        done = [apply_entry(source, entry) for entry in checked]
    for change in done:
        changes.note(change)
    return changes


def apply_entry(source: Source, entry: Incoming | Gone | Faulty, *, anew: bool = True) -> Change:
    """Apply a checked entry inside the caller's transaction, with the source's row locked.

    What is not offered ``anew``, but was parked and is tried again, is no offer of this pass.
    """
    try:
        return _apply_alone(source, entry, anew=anew)
    except DataError as error:
        if not isinstance(entry, Incoming):
            raise
        # A database that is stricter than the checks must not stop the whole feed.
        return _apply_alone(source, _faulty(entry, f"It cannot be stored: {fault_of(error)}"))


def _apply_alone(source: Source, entry: Incoming | Gone | Faulty, *, anew: bool = True) -> Change:
    with transaction.atomic():
        batch = Batch(source, [key_of(entry)])
        change = _apply(batch, entry, anew=anew)
        batch.write()
    return change


def key_of(entry: Incoming | Gone | Faulty) -> str:
    """The key under which an entry's item and offer stand."""
    match entry:
        case Faulty():
            return name_of(entry)
        case Gone():
            return document_key(entry.origin, entry.id)
        case Incoming():
            return entry.key


def _apply(batch: Batch, entry: Incoming | Gone | Faulty, *, anew: bool = True) -> Change:
    if batch.is_full_for(key_of(entry)):
        # Counted, and no more than that: the run says that there was no room.
        return Change.NOTHING if isinstance(entry, Gone) else Change.PARKED
    match entry:
        case Faulty():
            park(batch, entry)
            return Change.PARKED
        case Gone():
            return end_offer(batch, key_of(entry))
        case Incoming():
            return _apply_incoming(batch, entry, anew=anew)


def _apply_incoming(batch: Batch, incoming: Incoming, *, anew: bool) -> Change:
    item, source = batch.item(incoming.key), batch.source
    if incoming.is_left_out or incoming.origin in batch.left_out:
        # Read directly, or from nobody (rule 15): what a relay says of it is only noted.
        return _leave(batch, incoming, anew=anew)
    if item is not None and item.is_own:
        return _apply(batch, _faulty(incoming, "The document is one of this site's own."))
    if incoming.is_withdrawal:
        change = withdraw(item or batch.add(new_item(incoming)), incoming)
        note_offer(batch, incoming, OfferState.WITHDRAWN, anew=anew)
        return change
    if item is not None and item.type != incoming.data["type"]:
        return _apply(batch, _faulty(incoming, "type: must never change."))
    if source.state == SourceState.PAUSED:
        # Nothing changes; when the source goes on, a full pass brings all of it again.
        note_offer(batch, incoming, None, anew=anew)
        return Change.NOTHING
    if not is_wanted(source, incoming.data):
        return _leave(batch, incoming, anew=anew)
    trust = source.trust_for(incoming.data["type"])
    change = take_in(item or batch.add(new_item(incoming)), incoming, trust=trust)
    note_offer(batch, incoming, OfferState.APPLIED, anew=anew)
    return change


def _leave(batch: Batch, incoming: Incoming, *, anew: bool) -> Change:
    """What is not wanted is known all the same, and not shown unless another source offers it."""
    note_offer(batch, incoming, OfferState.UNWANTED, anew=anew)
    item = batch.item(incoming.key)
    if item is None or item.is_own or batch.is_offered(incoming.key):
        return Change.NOTHING
    return hide(item)


def _faulty(incoming: Incoming, reason: str) -> Faulty:
    return Faulty(entry=as_entry(incoming), key=incoming.key, reason=reason, origin=incoming.origin)


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
