"""What a person decides about harvested documents: accept or reject (rule 16)."""

import logging
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.utils.translation import gettext as _

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.harvest.exceptions import DecisionRefused
from omwagtail.harvest.intake import forget_rejected, remember_rejected
from omwagtail.harvest.models import Decision, DecisionKind, OfferState, Source
from omwagtail.harvest.offers import is_offered
from omwagtail.harvest.patience import patient
from omwagtail.harvest.storing import forget_waiting, promote_waiting, write_items

UNDECIDED = (ItemState.PENDING, ItemState.QUARANTINED)

logger = logging.getLogger("omwagtail.harvest")


def waiting_items() -> QuerySet[Item]:
    """Items that wait for a person, new or with a newer version; the oldest first."""
    newer_version = Q(state=ItemState.ACCEPTED) & ~Q(waiting_doc="")
    return Item.objects.filter(
        Q(state__in=UNDECIDED) | newer_version, content_type__isnull=True
    ).order_by("created", "pk")


def rev_to_decide(item: Item) -> int:
    """The revision that a decision would be about."""
    return item.waiting_rev if item.waiting_doc else item.rev


@patient
def accept(item: Item, *, rev: int | None = None, user: Any = None) -> Item:
    """Let an item, or its waiting version, be shown.

    ``rev`` is the revision that the person looked at, ``user`` who decided. Raises DecisionRefused
    where another has come since, or where nobody offers the item any more.
    """
    item = _lock(item, rev)
    if not is_offered(item):
        raise DecisionRefused(_("No source offers this document any more."))
    if item.waiting_doc:
        promote_waiting(item, ItemState.ACCEPTED)
    elif item.state in (*UNDECIDED, ItemState.REJECTED):
        item.state, item.reason, item.seq = ItemState.ACCEPTED, "", None
    forget_rejected(item, item.data)
    write_items([item])
    note_decision(item, item.rev, DecisionKind.ACCEPTED, user=user)
    return item


@patient
def reject(item: Item, reason: str = "", *, rev: int | None = None, user: Any = None) -> Item:
    """Keep an item, or its waiting version, from being shown. Raises DecisionRefused, see accept.

    The same text stays rejected when it comes again with another revision.
    """
    item = _lock(item, rev)
    if item.waiting_doc:
        remember_rejected(item, item.waiting_data)
        refused = item.waiting_rev
        forget_waiting(item)
        # The rev stays known, so that the same version does not come back to the desk.
        item.waiting_rev = refused
    else:
        remember_rejected(item, item.data)
        item.state, item.reason, item.seq = ItemState.REJECTED, reason, None
    write_items([item])
    note_decision(item, item.waiting_rev or item.rev, DecisionKind.REJECTED, reason, user=user)
    return item


def waiting_of(source: Source) -> QuerySet[Item]:
    """Items that wait and that this source offers.

    What it only speaks of is another's: documents that are not taken from it, or bad entries, which
    may name anything.
    """
    return waiting_items().filter(offers__source=source, offers__state=OfferState.APPLIED)


def accept_all(source: Source, *, user: Any = None) -> int:
    """Accept everything of a source that waits; returns how many. What changed meanwhile stays."""
    count = 0
    rev = Case(When(waiting_doc="", then=F("rev")), default=F("waiting_rev"))
    for pk, seen in list(waiting_of(source).values_list("pk", rev)):
        try:
            accept(Item(pk=pk), rev=seen, user=user)
        except DecisionRefused:
            continue
        count += 1
    return count


def note_decision(
    item: Item, rev: int, kind: DecisionKind, reason: str = "", *, user: Any = None
) -> None:
    """Write what a person did with a document into the log, inside the caller's transaction."""
    Decision.objects.create(
        item=item, key=item.key, origin=item.origin, rev=rev, kind=kind, reason=reason, user=user
    )
    logger.info("%s: %s rev %s", kind.value, item.key, rev)


def _lock(item: Item, rev: int | None) -> Item:
    item = Item.objects.select_for_update().filter(pk=item.pk).first()
    if item is None or item.state == ItemState.WITHDRAWN:
        raise DecisionRefused(_("The publisher has withdrawn this document."))
    if item.state == ItemState.GONE:
        raise DecisionRefused(_("No source offers this document any more."))
    if item.is_own:
        raise DecisionRefused(_("This is a document of this site; unpublish its page instead."))
    if rev is not None and rev != rev_to_decide(item):
        raise DecisionRefused(_("A newer version has come meanwhile; please look at that one."))
    return item
