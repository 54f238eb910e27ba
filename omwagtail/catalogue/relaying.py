"""Passing on what was taken in from other sites: rules 8 and 9.

A feed remembers of every foreign item what it has said of it, in ``Item.relay``: nothing, an
offer, or that the offer has ended. What it ought to say follows from the item as it stands, by
``relay_of`` alone. The stamper asks for it whenever it numbers a row, the feed once more before it
hands a text out, and ``settle_relaying`` finds what changed without a trace in the row: the
setting, an item's age, or a hand in the database. So no way to change an item can forget the feed.
"""

from collections.abc import Collection
from typing import NamedTuple, get_args

from django.db.models import Case, F, Max, Q, QuerySet, TextField, Value, When
from django.utils import timezone

from omwagtail.catalogue.bulk import update_instances
from omwagtail.catalogue.indexing import clear_indexes
from omwagtail.catalogue.models import Item, ItemState, Relay
from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.serving import shown_data
from omwagtail.conf import settings
from omwagtail.documents import FULL, Withdrawal

# Why a publisher takes a document back. An item may be hidden for other reasons too, such as that
# no source offers it any more; then its publisher has said nothing.
REASONS = frozenset(get_args(Withdrawal.model_fields["reason"].annotation))
# What is left of an item of which nothing is left.
NAME = frozenset({"id", "key", "origin", "uuid", "type", "relay", "rejected_digests", "created"})
# Rows that lose their number at a time.
BATCH = 500


class Facts(NamedTuple):
    """What decides about a row; ``doc`` is empty unless a newer version waits beside it."""

    origin: str
    is_own: bool
    state: str
    reason: str
    via: str
    reuse: str
    has_expired: bool
    relay: str
    doc: str = ""
    waiting_doc: str = ""


def facts_of(items: QuerySet[Item]) -> QuerySet:
    """Rows of ``(pk, *Facts)``; texts are read only where two of them are to be compared."""
    names = {
        "om_is_own": _when(object_id__isnull=False),
        "om_has_expired": _when(expires__lte=timezone.now()),
        "om_doc": Case(
            When(waiting_doc="", then=Value("")), default=F("doc"), output_field=TextField()
        ),
    }
    return items.annotate(**names).values_list(
        "pk",
        "origin",
        "om_is_own",
        "state",
        "reason",
        "via",
        "reuse",
        "om_has_expired",
        "relay",
        "om_doc",
        "waiting_doc",
    )


def _when(**condition: object) -> Case:
    return Case(When(**condition, then=Value(True)), default=Value(False))


def relay_of(facts: Facts, own: Collection[str]) -> Relay:
    """What the feeds of this installation ought to say of an item now; ``own`` are its origins.

    What was never offered is never spoken of, not even to say that it is gone.
    """
    if _is_passed_on(facts, own):
        return Relay.OFFERED
    return Relay.GONE if facts.relay else Relay.NEVER


def _is_passed_on(facts: Facts, own: Collection[str]) -> bool:
    # Only what was read at its origin: a relayed entry is never relayed again, so there are no
    # loops (rule 9).
    if facts.is_own or facts.via or facts.origin in own:
        return False
    if facts.state == ItemState.WITHDRAWN:
        # Whoever got the document from here must hear that its publisher took it back, also after
        # this site ceased to relay. A withdrawal holds no content.
        return bool(facts.relay) and facts.reason in REASONS
    return (
        settings.RELAY
        and facts.state == ItemState.ACCEPTED
        and not facts.has_expired
        # A publisher that lets others show an excerpt or a link has not let them hand on the whole.
        and facts.reuse == FULL
        and not _hides_contacts(facts)
    )


def _hides_contacts(facts: Facts) -> bool:
    """Whether a contact of the shown text is no longer named in the newest one (rule 16). A signed
    text cannot be shortened, so it is not handed on at all until the newer one is decided."""
    return bool(facts.waiting_doc) and hides_contacts(
        Item(doc=facts.doc, waiting_doc=facts.waiting_doc)
    )


def hides_contacts(item: Item) -> bool:
    """Whether visitors see fewer contacts than the item's text names, because it is outdated."""
    return bool(item.waiting_doc) and shown_data(item) != item.data


def settle_relaying() -> int:
    """Ask the stamper for new numbers where a feed ought to say something else than it said last.

    Returns for how many rows. Periodic work: everything else reaches the stamper by itself.
    """
    own = own_origins()
    numbered = Item.objects.filter(seq__isnull=False, object_id__isnull=True)
    candidates = [numbered.filter(relay=Relay.OFFERED)]
    if settings.RELAY:
        accepted = Q(state=ItemState.ACCEPTED, via="", reuse=FULL)
        candidates.append(numbered.filter(accepted).exclude(relay=Relay.OFFERED))
    changed = [
        pk
        for items in candidates
        for pk, *facts in facts_of(items).iterator()
        if relay_of(relevant := Facts(*facts), own) != relevant.relay
    ]
    for start in range(0, len(changed), BATCH):
        Item.objects.filter(pk__in=changed[start : start + BATCH]).update(seq=None)
    return len(changed)


def let_go(items: Collection[Item]) -> None:
    """Remove foreign items with their content, inside the caller's transaction, their rows locked.

    Where a feed has offered one, its name stays, so that the feed can say that it is gone; a
    withdrawal stays as it is (rule 7), so that no relay that is late brings the document back; and
    where a person rejected the text, that is remembered. None of these holds any content.
    """
    left = [one for one in items if one.state != ItemState.WITHDRAWN or one.reason not in REASONS]
    kept = [one for one in left if one.relay != Relay.NEVER or one.rejected_digests]
    for item in kept:
        _empty(item)
    update_instances(kept, frozenset({"relay"}))
    clear_indexes(left)
    pks = [item.pk for item in left if item not in kept]
    Item.objects.filter(pk__in=pks).delete()


def _empty(item: Item) -> None:
    """Leave nothing of an item but its name; the caller writes it."""
    for field in Item._meta.concrete_fields:
        if field.name not in NAME:
            setattr(item, field.attname, field.get_default())
    item.fill_columns({})
    item.state = ItemState.GONE


def newest_number(origin: str) -> int | None:
    """The last number in the feed of an own origin; None where it holds nothing yet."""
    offered = (Item.objects.own(origin), Item.objects.filter(relay__gt=Relay.NEVER))
    newest = (rows.aggregate(newest=Max("seq"))["newest"] for rows in offered)
    return max(filter(None, newest), default=None)
