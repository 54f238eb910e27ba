"""What is kept beside a document so that lists can find it: terms, words and pictures; of a check
also the editions that it had.

Own and foreign items go through the same functions, always in the transaction that writes the item.
"""

import re
from collections.abc import Collection, Iterator

from django.db import transaction

from omwagtail.catalogue.bulk import insert_rows
from omwagtail.catalogue.editions import erase_editions, erases_editions, freeze_editions
from omwagtail.catalogue.models import Item, ItemTerm, Picture
from omwagtail.catalogue.purging import purge_foreign_later
from omwagtail.catalogue.search.writing import remove_words, texts_of, write_words
from omwagtail.catalogue.terms import terms_of
from omwagtail.documents.limits import MAX_IMAGES, MAX_SIZES, MAX_URL

DIGEST = re.compile(r"[0-9a-f]{64}")
# Rows that are named in one statement.
BATCH = 500


def index_item(item: Item, before: dict | None = None) -> None:
    """Write the terms and words of an item from its document, and link the pictures it shows.

    Whoever passes the document that was indexed ``before`` saves writing the same words again.
    """
    index_items([item], without_words=bool(before) and not _words_differ(before, item.data))


def index_items(
    items: Collection[Item], new: Collection[int] = (), *, without_words: bool = False
) -> None:
    """The same for many, in a statement for each kind of row; of those that are ``new``, by their
    ids, there is nothing yet that could be too much."""
    if not items:
        return
    _write_terms(items, new)
    if not without_words:
        write_words(items, new)
    freeze_editions(items)
    _link_pictures(items, new)
    purge_foreign_later(items)


def _write_terms(items: Collection[Item], new: Collection[int]) -> None:
    known = [item.pk for item in items if item.pk not in new]
    present: dict[tuple[int, str, str], int] = {}
    if known:
        rows = ItemTerm.objects.filter(item__in=known)
        present = {
            (item, scheme, code): pk
            for pk, item, scheme, code in rows.values_list("pk", "item", "scheme", "code")
        }
    wanted = {(item.pk, *term) for item in items for term in terms_of(item.data)}
    gone = [pk for term, pk in present.items() if term not in wanted]
    for start in range(0, len(gone), BATCH):
        ItemTerm.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    insert_rows(ItemTerm, ("item", "scheme", "code"), sorted(wanted - present.keys()))


def _words_differ(before: dict, now: dict) -> bool:
    same_kind = all(before.get(name) == now.get(name) for name in ("op", "language"))
    return not same_kind or texts_of(before) != texts_of(now)


def _link_pictures(items: Collection[Item], new: Collection[int]) -> None:
    shown = {item.pk: set(image_ids(item.data)) for item in items}
    known = [pk for pk in shown if pk not in new]
    ids = set().union(*shown.values())
    pictures = dict(Picture.objects.filter(image_id__in=ids).values_list("image_id", "pk"))
    links = Picture.items.through.objects
    wanted = {(pk, pictures[image]) for pk in shown for image in shown[pk] if image in pictures}
    linked = set(links.filter(item__in=known).values_list("item", "picture")) if known else set()
    if too_many := linked - wanted:
        for item, picture in too_many:
            links.filter(item=item, picture=picture).delete()
        _delete_when_committed({picture for _, picture in too_many})
    insert_rows(links.model, ("item", "picture"), sorted(wanted - linked))


def clear_index(item: Item) -> None:
    """Remove everything that was kept beside a document, when it is withdrawn (rule 21)."""
    clear_indexes([item])


def clear_indexes(items: Collection[Item]) -> None:
    """The same for many."""
    if not items:
        return
    pks = [item.pk for item in items]
    ItemTerm.objects.filter(item__in=pks).delete()
    remove_words(pks)
    for item in items:
        if erases_editions(item):
            erase_editions(item)
    links = Picture.items.through.objects.filter(item__in=pks)
    linked = set(links.values_list("picture", flat=True))
    links.delete()
    _delete_when_committed(linked)
    purge_foreign_later(items)


def _delete_when_committed(pictures: set[int]) -> None:
    """A file cannot be brought back by a rollback, so it goes after the commit."""
    if pictures:
        transaction.on_commit(lambda: delete_unused(pictures))


def delete_unused(pictures: set[int]) -> int:
    """Delete those of the pictures that no item shows any more, with their files; return how many.

    The file goes first: if the work is ended in between, the row still says what is left to do.
    """
    count = 0
    with transaction.atomic():
        for picture in Picture.objects.select_for_update().filter(pk__in=pictures).order_by("pk"):
            # Asked under the lock: another document may have begun to show it meanwhile.
            if picture.items.exists():
                continue
            if picture.file:
                picture.file.delete(save=False)
            picture.delete()
            count += 1
    return count


def image_ids(document: dict) -> Iterator[str]:
    """The ids of all pictures of a document, srcset and logo included."""
    for image in images_of(document):
        yield image["id"]


def images_of(document: dict) -> Iterator[dict]:
    """The image members of a document, each followed by its other sizes.

    Only those that stand where documents have pictures, and at most MAX_IMAGES with MAX_SIZES each:
    no document can make a site fetch any number of files.
    """
    seen: set[str] = set()
    for image in filter(_is_image, _pictures_in(document)):
        if image["id"] in seen:
            continue
        if len(seen) == MAX_IMAGES:
            return
        seen.add(image["id"])
        yield image
        yield from filter(_is_image, _objects(image, "srcset")[:MAX_SIZES])


def _pictures_in(document: dict) -> Iterator[dict]:
    yield from _objects(document, "images")
    body = document.get("body")
    if isinstance(body, dict):
        if isinstance(body.get("logo"), dict):
            yield body["logo"]
        for section in _objects(body, "sections"):
            yield from _objects(section, "images")


def _objects(value: dict, member: str) -> list[dict]:
    """The objects in a list. One type's member is another's unknown one, which may be anything."""
    entries = value.get(member)
    if not isinstance(entries, list):
        return []
    return [entry for entry in entries if isinstance(entry, dict)]


def _is_image(value: dict) -> bool:
    identity, url = value.get("id"), value.get("url")
    return (
        isinstance(identity, str)
        and DIGEST.fullmatch(identity) is not None
        and isinstance(url, str)
        and len(url) <= MAX_URL
    )
