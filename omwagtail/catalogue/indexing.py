"""What is kept beside a document so that lists can find it: terms, words and pictures; of a check
also the editions that it had.

Own and foreign items go through the same functions, always in the transaction that writes the item.
"""

import re
from collections.abc import Iterator

from django.db import transaction

from omwagtail.catalogue.editions import erase_editions, erases_editions, freeze_edition
from omwagtail.catalogue.models import Item, ItemTerm, Picture
from omwagtail.catalogue.search.writing import remove_words, texts_of, write_words
from omwagtail.catalogue.terms import terms_of
from omwagtail.documents.limits import MAX_IMAGES, MAX_SIZES, MAX_URL

DIGEST = re.compile(r"[0-9a-f]{64}")


def index_item(item: Item, before: dict | None = None) -> None:
    """Write the terms and words of an item from its document, and link the pictures it shows.

    Whoever passes the document that was indexed ``before`` saves writing the same words again.
    """
    wanted = set(terms_of(item.data))
    present = {(term.scheme, term.code): term.pk for term in item.terms.all()}
    gone = [pk for term, pk in present.items() if term not in wanted]
    if gone:
        ItemTerm.objects.filter(pk__in=gone).delete()
    ItemTerm.objects.bulk_create(
        ItemTerm(item=item, scheme=scheme, code=code)
        for scheme, code in sorted(wanted - present.keys())
    )
    if not before or _words_differ(before, item.data):
        write_words(item)
    freeze_edition(item)
    _link_pictures(item)


def _words_differ(before: dict, now: dict) -> bool:
    same_kind = all(before.get(name) == now.get(name) for name in ("op", "language"))
    return not same_kind or texts_of(before) != texts_of(now)


def _link_pictures(item: Item) -> None:
    shown = Picture.objects.filter(image_id__in=list(image_ids(item.data)))
    wanted = set(shown.values_list("pk", flat=True))
    linked = set(item.pictures.values_list("pk", flat=True))
    if wanted != linked:
        item.pictures.set(wanted)
        _delete_when_committed(linked - wanted)


def clear_index(item: Item) -> None:
    """Remove everything that was kept beside a document, when it is withdrawn (rule 21)."""
    item.terms.all().delete()
    remove_words([item.pk])
    if erases_editions(item):
        erase_editions(item)
    linked = set(item.pictures.values_list("pk", flat=True))
    item.pictures.clear()
    _delete_when_committed(linked)


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
