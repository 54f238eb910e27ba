"""Ten thousand published pages in seconds: rows copied in bulk, with the items of their documents.

Only title, slug, address and day of publication differ. Everything that capture keeps of a page is
written as capture would write it; what is left out are revisions and Wagtail's own search index.
"""

import uuid
from collections.abc import Sequence
from copy import copy
from typing import Any

from django.db import models
from wagtail.models import Page, ReferenceIndex

from omwagtail.catalogue.building import next_rev, wire_time
from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.fingerprints import Fingerprints
from omwagtail.catalogue.indexing import terms_of
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.rows import row_of
from omwagtail.catalogue.search.writing import write_all
from omwagtail.catalogue.sources import Surroundings, is_source, place
from omwagtail.documents import document_key, dump_json, sign
from tests.benchmarks.content import example

BATCH = 500


def copy_pages(originals: Sequence[Page], numbers: range) -> None:
    """A published page for each number, a copy of one of the originals, below the same parent."""
    model, parent = type(originals[0]), originals[0].get_parent()
    originals = list(model.objects.filter(pk__in=[page.pk for page in originals]).order_by("pk"))
    for start in range(numbers.start, numbers.stop, BATCH):
        some = range(start, min(start + BATCH, numbers.stop))
        pairs = [(originals[number % len(originals)], number) for number in some]
        copies = [_copy(original, number, parent) for original, number in pairs]
        _insert(copies)
        _copy_references([original for original, _ in pairs], copies)
        if is_source(model):
            _make_items([original for original, _ in pairs], copies)
    Page.objects.filter(pk=parent.pk).update(numchild=numbers.stop)


def _copy(original: Page, number: int, parent: Page) -> Page:
    made = copy(original)
    made._state = models.base.ModelState()
    made._state.adding = True
    made.pk = made.id = None
    made.path = Page._get_path(parent.path, parent.depth + 1, number + 1)
    made.title = made.draft_title = f"{original.title} ({number})"
    made.slug = f"beispiel-{number}"
    made.url_path = f"{parent.url_path}{made.slug}/"
    made.translation_key = uuid.uuid4()
    made.first_published_at = example(number)["published"]
    made.latest_revision = made.live_revision = None
    return made


def _insert(copies: list[Page]) -> None:
    """The rows of both tables: Django itself refuses to write those of a child model in bulk."""
    columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows = [Page(**{name: getattr(page, name) for name in columns}) for page in copies]
    for page, row in zip(copies, Page.objects.bulk_create(rows), strict=True):
        page.pk = page.id = page.page_ptr_id = row.pk
    model = type(copies[0])
    model._base_manager.get_queryset()._insert(
        copies, fields=model._meta.local_concrete_fields, using=model._base_manager.db
    )


def _copy_references(originals: list[Page], copies: list[Page]) -> None:
    rows: dict[str, list[ReferenceIndex]] = {}
    known = ReferenceIndex.objects.filter(
        base_content_type=ReferenceIndex._get_base_content_type(type(copies[0])),
        object_id__in={str(page.pk) for page in originals},
    )
    for row in known:
        rows.setdefault(row.object_id, []).append(row)
    ReferenceIndex.objects.bulk_create(
        _with(row, pk=None, object_id=str(page.pk))
        for original, page in zip(originals, copies, strict=True)
        for row in rows.get(str(original.pk), ())
    )


def _make_items(originals: list[Page], copies: list[Page]) -> None:
    around = Surroundings()
    placed = [(page, place(page, around)) for page in copies]
    model = type(copies[0])
    rows = [row_of(model, page.pk, around) for page in copies]
    marks = Fingerprints(around).of(model, rows)
    items, shown = [], []
    known = {page.pk: item_of(page) for page in set(originals)}
    for original, (page, placement) in zip(originals, placed, strict=True):
        before = known[original.pk]
        urn = f"urn:uuid:{uuid.uuid4()}"
        document = before.data | {
            "id": urn,
            "rev": next_rev(0),
            "url": placement.url,
            "title": page.title,
            "published": wire_time(page.first_published_at),
        }
        items.append(_item(before, document, page, marks[page.pk]))
        shown.append(before)
    Item.objects.bulk_create(items)
    _keep_beside(items, shown)


def _item(before: Item, document: dict[str, Any], page: Page, mark: str) -> Item:
    text = dump_json(document)
    envelope = sign(text, signing_key())
    item = Item(
        key=document_key(document["origin"], document["id"]),
        origin=document["origin"],
        uuid=document["id"].removeprefix("urn:uuid:"),
        type=document["type"],
        rev=document["rev"],
        doc=text,
        sig=envelope.sig,
        kid=envelope.kid,
        content_type=before.content_type,
        object_id=str(page.pk),
        fingerprint=mark,
    )
    item.fill_columns(document)
    return item


def _keep_beside(items: list[Item], originals: list[Item]) -> None:
    ItemTerm.objects.bulk_create(
        ItemTerm(item=item, scheme=scheme, code=code)
        for item in items
        for scheme, code in sorted(set(terms_of(item.data)))
    )
    write_all(items)
    pictures = {item.pk: list(item.pictures.all()) for item in set(originals)}
    through = Item.pictures.through
    through.objects.bulk_create(
        through(item=item, picture=picture)
        for item, original in zip(items, originals, strict=True)
        for picture in pictures[original.pk]
    )


def _with(row: Any, **values: Any) -> Any:
    made = copy(row)
    made._state = models.base.ModelState()
    for name, value in values.items():
        setattr(made, name, value)
    return made
