"""Frozen editions of checks: what was asked under a number stays to be read under that number.

Whoever has answers from an earlier edition finds its questions by number and fingerprint. The text
is the one that was signed when these questions were first published.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Edition, Item, ItemState, ItemType
from omwagtail.catalogue.origins import own_origins
from omwagtail.documents import sign
from omwagtail.questionnaires import fingerprint

# Withdrawn for these reasons, a document must leave no copy; for the others it may come back.
ERASING = ("retracted", "deleted")
# Of a foreign check: no publisher fills this site's disk. The earliest go.
MAX_FOREIGN = 200
# Edition that a check means which names none.
FIRST = 1


def freeze_edition(item: Item) -> None:
    """Keep the text of an accepted check, if these questions are new under this number.

    Inside the transaction that writes the item. One query where they are known.
    """
    freeze_editions([item])


def freeze_editions(items: Collection[Item]) -> None:
    """The same for many; items that are no accepted checks are passed over."""
    checks = {item.pk: item for item in items if _has_edition(item)}
    if not checks:
        return
    known: dict[int, list[tuple[int, str, int]]] = {pk: [] for pk in checks}
    rows = Edition.objects.filter(item__in=checks)
    for pk, *edition in rows.values_list("item", "number", "fingerprint", "last_rev"):
        known[pk].append(tuple(edition))
    for pk, item in checks.items():
        _freeze_unless_known(item, known[pk])


def _has_edition(item: Item) -> bool:
    return item.type == ItemType.CHECK and item.state == ItemState.ACCEPTED and bool(item.doc)


def _freeze_unless_known(item: Item, editions: Collection[tuple[int, str, int]]) -> None:
    number, mark = edition_name(item.data)
    known = [(other, rev) for of, other, rev in editions if of == number]
    if all(mark != other for other, _ in known):
        _freeze(item, number, mark, is_first=not editions)
    elif max(known, key=lambda row: row[1])[0] != mark:
        # A correction was taken back: the earlier text is the edition again.
        item.editions.filter(number=number, fingerprint=mark).update(last_rev=item.rev)


def edition_name(document: dict[str, Any]) -> tuple[int, str]:
    """Number and fingerprint of the edition that a check's document is.

    The fingerprint is worked out from the questions, not read: what a document says of itself
    could be the same for two sets of questions.
    """
    body = document.get("body") or {}
    return _stated(document).get("number", FIRST), fingerprint(body)


def editions_of(item: Item) -> list[Edition]:
    """All frozen editions of a check, corrections included, the newest first; without texts."""
    return list(item.editions.defer("doc").order_by("-number", "-last_rev"))


def edition_of(item: Item, number: int, fingerprint: str | None = None) -> Edition | None:
    """The edition with this number; of several corrections the last, or the one asked for."""
    found = item.editions.filter(number=number)
    if fingerprint is not None:
        found = found.filter(fingerprint=fingerprint)
    return found.order_by("-last_rev").first()


def edition_starting_with(item: Item, digits: str) -> Edition | None:
    """The edition whose fingerprint begins with these digits: a link has no room for all."""
    found = item.editions.filter(fingerprint__startswith=digits)
    return found.order_by("-number", "-last_rev").first()


def erases_editions(item: Item) -> bool:
    """Whether the state of an item says that nothing of it may stay (rules 8 and 21)."""
    is_erased = item.state == ItemState.WITHDRAWN and item.reason in ERASING
    return is_erased or item.state == ItemState.GONE


def erase_editions(item: Item) -> None:
    """Delete the frozen editions of a check for good.

    A page that moved between sites of this installation has left some under its earlier origins:
    they have the same id and go too.
    """
    same = Q(item=item)
    origins = own_origins() if item.type == ItemType.CHECK else {}
    if item.origin in origins:
        same |= Q(item__uuid=item.uuid, item__origin__in=list(origins))
    Edition.objects.filter(same).delete()


def move_editions(former: Item, item: Item) -> int:
    """A check has another origin now: its editions go along; return how many there were.

    Their texts get the addresses of today and are signed anew, because a site serves no document
    that calls itself another's. The questions stay, and with them the fingerprint.
    """
    editions = list(former.editions.order_by("last_rev"))
    moved = []
    for edition in editions:
        known = item.editions.filter(number=edition.number, fingerprint=edition.fingerprint)
        if not known.update(created=edition.created):
            moved.append(_moved(edition, item, former.origin))
    former.editions.all().delete()
    Edition.objects.bulk_create(moved, ignore_conflicts=True)
    return len(editions)


def _moved(edition: Edition, item: Item, old: str) -> Edition:
    # In JSON text an address stands as it is: nothing in it needs an escape.
    text = edition.doc.replace(f"{old}/", f"{item.origin}/").replace(f'"{old}"', f'"{item.origin}"')
    envelope = sign(text, signing_key())
    columns = ("number", "fingerprint", "rev", "last_rev", "date", "created")
    return Edition(
        item=item,
        doc=text,
        sig=envelope.sig,
        kid=envelope.kid,
        **{name: getattr(edition, name) for name in columns},
    )


def freeze_missing() -> int:
    """Freeze what was published before there were editions; return how many. One query if none."""
    frozen = Edition.objects.filter(item=OuterRef("pk"))
    checks = Item.objects.filter(type=ItemType.CHECK, state=ItemState.ACCEPTED)
    count = 0
    for item in checks.filter(~Exists(frozen)).order_by("pk").iterator(chunk_size=50):
        freeze_edition(item)
        count += 1
    return count


def sign_editions_again() -> int:
    """After the key has changed: sign own editions with the new one, since only that can be looked
    up; the texts stay. Returns how many. Two queries if none."""
    own = Edition.objects.filter(item__origin__in=list(own_origins()))
    stale = own.exclude(kid=signing_key().kid)
    count = 0
    for edition in stale.order_by("pk").iterator(chunk_size=50):
        envelope = sign(edition.doc, signing_key())
        Edition.objects.filter(pk=edition.pk).update(sig=envelope.sig, kid=envelope.kid)
        count += 1
    return count


def _freeze(item: Item, number: int, mark: str, *, is_first: bool) -> None:
    # Another process may be freezing the same text: one of the two rows stays.
    Edition.objects.bulk_create(
        [
            Edition(
                item=item,
                number=number,
                fingerprint=mark,
                rev=item.rev,
                last_rev=item.rev,
                date=_date_of(item.data),
                doc=item.doc,
                sig=item.sig,
                kid=item.kid,
                created=min(item.modified or item.published or timezone.now(), timezone.now()),
            )
        ],
        ignore_conflicts=True,
    )
    if not item.is_own and not is_first:
        _drop_earliest(item)


def _drop_earliest(item: Item) -> None:
    surplus = item.editions.order_by("-last_rev").values_list("pk", flat=True)[MAX_FOREIGN:]
    if pks := list(surplus):
        Edition.objects.filter(pk__in=pks).delete()


def _stated(document: dict[str, Any]) -> dict[str, Any]:
    edition = (document.get("body") or {}).get("edition")
    return edition if isinstance(edition, dict) else {}


def _date_of(document: dict[str, Any]) -> date | None:
    given = _stated(document).get("date")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        return None
