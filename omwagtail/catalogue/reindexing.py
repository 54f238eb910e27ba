"""Writing terms and words anew from the documents, while searches go on finding them."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from omwagtail.catalogue.models import Item, ItemState, ItemTerm
from omwagtail.catalogue.search.handing_over import SEARCHED, is_handed_over
from omwagtail.catalogue.search.writing import remove_orphans, without_words, write_all
from omwagtail.catalogue.terms import digest_of, terms_of

BATCH = 200
# The number of an item that has no term that is counted.
NO_TERMS = digest_of(())


def reindex(
    *, after: int = 0, progress: Callable[[int, int], None] = lambda count, last: None
) -> int:
    """Write terms and words of all items from the documents; return of how many.

    Each batch is one transaction that takes the old ones away and brings the new ones, so whoever
    searches meanwhile finds either. ``progress`` hears after each how many are done and the id of
    the last one; from there on another call goes on ``after`` an interruption.
    """
    count = 0
    while batch := _reindex_batch(after):
        after = batch[-1].pk
        count += len(batch)
        progress(count, after)
    remove_orphans()
    return count


def count_items(*, after: int = 0) -> int:
    """How many items ``reindex`` would write."""
    return Item.objects.filter(state__in=SEARCHED, pk__gt=after).count()


def missing() -> list[Item]:
    """Accepted items that lists or searches would not find; one query."""
    terms = ItemTerm.objects.filter(item=OuterRef("pk"))
    without_terms = Item.objects.filter(~Exists(terms), ~Q(facets=NO_TERMS))
    lost = without_terms.filter(state=ItemState.ACCEPTED)
    if not is_handed_over():
        lost = lost | without_words()
    return list(lost.order_by("pk"))


def write_missing() -> int:
    """Write what is missing; return of how many items."""
    lost = missing()
    for start in range(0, len(lost), BATCH):
        with transaction.atomic():
            _write(lost[start : start + BATCH])
    return len(lost)


def _reindex_batch(after: int) -> list[Item]:
    with transaction.atomic():
        searched = Item.objects.select_for_update().filter(state__in=SEARCHED, pk__gt=after)
        batch = list(searched.order_by("pk")[:BATCH])
        _write(batch)
    return batch


def _write(items: list[Item]) -> None:
    _write_terms(items)
    write_all(items)


def _write_terms(items: Iterable[Item]) -> None:
    wanted = {(item.pk, *term) for item in items for term in terms_of(item.data)}
    rows = ItemTerm.objects.filter(item__in=items).values_list("pk", "item", "scheme", "code")
    present = {tuple(term): pk for pk, *term in rows}
    ItemTerm.objects.filter(pk__in=[present[term] for term in present.keys() - wanted]).delete()
    ItemTerm.objects.bulk_create(
        ItemTerm(item_id=pk, scheme=scheme, code=code)
        for pk, scheme, code in sorted(wanted - present.keys())
    )
    for item in items:
        if item.facets != (digest := digest_of(terms_of(item.data))):
            Item.objects.filter(pk=item.pk).update(facets=digest)
