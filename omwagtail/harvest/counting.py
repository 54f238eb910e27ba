"""How much a decision about a source would take away, and what waits for a person."""

from django.core.cache import cache
from django.db.models import Q, QuerySet

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.harvest.deciding import waiting_items
from omwagtail.harvest.joining import waiting_requests
from omwagtail.harvest.models import Offer, OfferState, Source

# What is withdrawn already holds nothing that could go.
WITH_CONTENT = (
    ItemState.PENDING,
    ItemState.ACCEPTED,
    ItemState.REJECTED,
    ItemState.QUARANTINED,
)
# A menu stands on every page: its numbers are up to so many seconds old, and not exact above.
SECONDS_OF_A_NUMBER, MAX_NUMBER = 60, 99
WAITING_ITEMS, WAITING_REQUESTS = "omwagtail-waiting-items", "omwagtail-waiting-requests"


def parked_offers(source: Source) -> QuerySet[Offer]:
    """Entries of the source that could not be taken in, the last ones first."""
    return source.offers.exclude(reason="").order_by("-pk")


def with_titles(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """With their items, but without the texts."""
    return offers.select_related("item").defer("parked", "item__doc", "item__waiting_doc")


def lost_by_removing(source: Source) -> int:
    """Documents that nobody else offers."""
    lost = Item.objects.filter(state__in=WITH_CONTENT, offers__source=source)
    return lost.exclude(pk__in=_offered_by_others(source).values("pk")).count()


def made_by(origin: str) -> QuerySet[Item]:
    """Documents that another site published, whoever brought them here."""
    return Item.objects.filter(origin=origin, object_id__isnull=True, state__in=WITH_CONTENT)


def lost_by_blocking(source: Source) -> int:
    """Documents of this origin, and those that it alone passes on."""
    made = Q(pk__in=made_by(source.origin).values("pk"))
    offered = Q(pk__in=source.offers.exclude(item=None).values("item"))
    kept = _offered_by_others(source).exclude(origin=source.origin)
    lost = Item.objects.filter(made | offered, state__in=WITH_CONTENT)
    return lost.exclude(pk__in=kept.values("pk")).count()


def waiting_number(name: str) -> int:
    """How many items or requests wait, at most MAX_NUMBER + 1; remembered for a minute."""
    rows = waiting_items() if name == WAITING_ITEMS else waiting_requests()
    return cache.get_or_set(
        name,
        lambda: len(rows.order_by().values_list("pk", flat=True)[: MAX_NUMBER + 1]),
        SECONDS_OF_A_NUMBER,
    )


def forget_numbers() -> None:
    """Somebody decided: count again when the menu is shown next."""
    cache.delete_many([WAITING_ITEMS, WAITING_REQUESTS])


def _offered_by_others(source: Source) -> QuerySet[Item]:
    others = Source.objects.exclude(pk=source.pk)
    return Item.objects.filter(offers__source__in=others, offers__state=OfferState.APPLIED)
