"""What each source offers, parked entries among it, and when an offer ends (rules 13 and 14).

All functions run inside the caller's transaction, with the source's row locked.
"""

import hashlib
import json
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from omwagtail.catalogue.models import Item
from omwagtail.harvest.entries import Faulty, Incoming
from omwagtail.harvest.intake import Change, hide
from omwagtail.harvest.models import Offer, OfferState, Source

RETRY_PARKED = timedelta(days=1)
FULL_PASS = timedelta(days=7)
# Bad entries whose text is kept of a source, for another try, and how long such a text may be:
# together 25 MB. Of all others only the reason stays; what cannot even be named leaves no row.
MAX_PARKED, MAX_PARKED_CHARACTERS = 200, 128 * 1024
# A pass may end so many offers, or such a share of them, without asking a person.
ENDED_WITHOUT_ASKING, SHARE_WITHOUT_ASKING = 3, 0.1


def note_offer(
    source: Source, incoming: Incoming, item: Item | None, state: OfferState | None
) -> None:
    """The source offers this document now. Without a ``state`` an offer keeps the one it has."""
    offer = source.offers.filter(key=incoming.key).first() or Offer(
        source=source, key=incoming.key, rev=0, state=OfferState.UNWANTED
    )
    offer.item = item
    offer.rev = max(offer.rev, incoming.document.rev)
    offer.pass_number = source.pass_number
    offer.state = state or offer.state
    _forget_parked(offer)
    offer.save()
    if state == OfferState.WITHDRAWN:
        # Copies that other sources' feeds left here are erased with it (rule 14).
        Offer.objects.filter(key=incoming.key).exclude(pk=offer.pk).update(
            parked="", reason="", retry_due=None
        )


def park(source: Source, faulty: Faulty) -> None:
    """Keep a bad entry with its reason. A document that was taken in before stays as it is.

    Of a source with very many of them, further ones are counted in the run and no more than that;
    the next full pass brings them again.
    """
    text = json.dumps(faulty.entry, ensure_ascii=False)
    key = faulty.key or hashlib.sha256(text.encode()).hexdigest()[:32]
    known = source.offers.filter(key=key).first()
    is_full = has_many_parked(source)
    if known is None and faulty.key is None and is_full:
        return
    offer = known or Offer(source=source, key=key, rev=0, state=OfferState.PARKED)
    if offer.state == OfferState.ENDED:
        offer.state = OfferState.PARKED
    offer.pass_number = source.pass_number
    has_room = bool(offer.parked) or not is_full
    offer.parked = text if has_room and len(text) <= MAX_PARKED_CHARACTERS else ""
    offer.reason = faulty.reason
    offer.retry_due = timezone.now() + RETRY_PARKED if offer.parked else None
    offer.save()


def has_many_parked(source: Source) -> bool:
    """Whether no further bad entries of the source are kept."""
    parked = source.offers.filter(Q(state=OfferState.PARKED) | Q(retry_due__isnull=False))
    return parked.count() >= MAX_PARKED


def end_offer(source: Source, key: str) -> Change:
    """The source offers the document no longer: it shows only while another source does.

    A withdrawal stays one, whatever feeds forget.
    """
    offer = source.offers.filter(key=key).exclude(state=OfferState.ENDED).first()
    if offer is None or offer.state == OfferState.WITHDRAWN:
        return Change.NOTHING
    offer.state = OfferState.ENDED
    _forget_parked(offer)
    offer.save()
    if offer.item_id is None:
        return Change.NOTHING
    item = Item.objects.select_for_update().get(pk=offer.item_id)
    return Change.NOTHING if is_offered(item) else hide(item)


def is_offered(item: Item) -> bool:
    """Whether some source offers the item, and wants it."""
    return item.offers.filter(state=OfferState.APPLIED).exists()


def missing_offers(source: Source) -> QuerySet[Offer]:
    """Offers that the pass under way, or the last one, has not brought again."""
    return source.offers.exclude(state__in=(OfferState.ENDED, OfferState.WITHDRAWN)).filter(
        pass_number__lt=source.pass_number
    )


def end_full_pass(source: Source) -> int:
    """A complete pass is over: what it did not bring is no longer offered (rule 13).

    If that were too much at once, nothing is ended and a person is asked. Returns how many items
    were hidden; the caller saves the source.
    """
    source.pass_is_full, source.question = False, ""
    source.full_pass_due = timezone.now() + FULL_PASS
    counted = (OfferState.APPLIED, OfferState.UNWANTED)
    missing = missing_offers(source).filter(state__in=counted).count()
    total = source.offers.filter(state__in=counted).count()
    if missing and (missing > _allowance(total) or missing == total):
        source.question = ngettext(
            "The source no longer offers %(missing)s of %(total)s document. "
            "Nothing was removed: please ask its operator.",
            "The source no longer offers %(missing)s of %(total)s documents. "
            "Nothing was removed: please ask its operator.",
            total,
        ) % {"missing": missing, "total": total}
        return 0
    return end_missing(source)


def end_missing(source: Source) -> int:
    """End the offers that the last full pass did not bring; returns how many items were hidden."""
    keys = list(missing_offers(source).values_list("key", flat=True))
    return sum(end_offer(source, key) == Change.WITHDRAWN for key in keys)


def _allowance(total: int) -> float:
    return max(ENDED_WITHOUT_ASKING, SHARE_WITHOUT_ASKING * total)


def _forget_parked(offer: Offer) -> None:
    offer.parked, offer.reason, offer.retry_due = "", "", None
