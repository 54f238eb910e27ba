"""A site that has another origin now: its documents go along with their ids.

What is published is moved by the sweep, which finds each object under its new origin; the frozen
editions of checks follow. What was withdrawn before has no object that would lead there, and
readers must hear of it at the new origin too: they may have been away when it was withdrawn.
"""

from django.db import transaction

from omwagtail.catalogue.building import build_withdrawal, next_rev, write_document
from omwagtail.catalogue.capture import store_text
from omwagtail.catalogue.editions import move_editions
from omwagtail.catalogue.models import Edition, Item, ItemState
from omwagtail.documents import document_key


def move_withdrawals(old_origin: str, new_origin: str) -> int:
    """Withdraw at the new origin what was withdrawn at the old one; return how many.

    What has a row at the new origin already is left as it is there, so that it may be done again.
    """
    moved = Item.objects.filter(origin=new_origin).values("uuid")
    withdrawn = Item.objects.filter(origin=old_origin, state=ItemState.WITHDRAWN)
    keys = list(withdrawn.exclude(uuid__in=moved).order_by("pk").values_list("pk", flat=True))
    return sum(_move(pk, new_origin) for pk in keys)


def move_frozen_editions(old_origin: str, new_origin: str) -> int:
    """Let the editions of checks follow their check to its new origin; return how many went."""
    frozen = Edition.objects.filter(item__origin=old_origin).values("item")
    count = 0
    for former in Item.objects.filter(pk__in=frozen).order_by("pk"):
        with transaction.atomic():
            moved = Item.objects.select_for_update().filter(origin=new_origin, uuid=former.uuid)
            if item := moved.first():
                count += move_editions(former, item)
    return count


@transaction.atomic
def _move(pk: int, new_origin: str) -> bool:
    item = Item.objects.select_for_update().get(pk=pk)
    if item.state != ItemState.WITHDRAWN:
        return False
    # An object that is a draft now keeps its document's id for the day it is published again.
    link = {"content_type": item.content_type, "object_id": item.object_id}
    item.content_type, item.object_id = None, None
    item.save(update_fields=["content_type", "object_id"])
    moved = Item(origin=new_origin, uuid=item.uuid, type=item.type, **link)
    moved.key = document_key(new_origin, moved.urn)
    moved.state, moved.reason = ItemState.WITHDRAWN, item.reason
    document = build_withdrawal(moved, item.reason, rev=next_rev(item.rev))
    store_text(moved, write_document(document), document)
    return True
