"""Many documents that look like real ones, stored as if they had been captured or harvested.

They are those of ``documents``. A signature has the right form but is none: who made it cannot be
told from reading. Whoever needs pages behind the documents takes ``pages``.
"""

import hashlib

from omwagtail.catalogue.indexing import terms_of
from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.search.writing import write_all
from omwagtail.documents import b64url_encode, document_key, dump_json
from tests.benchmarks import snapshots
from tests.benchmarks.documents import ORIGIN, make_document

BATCH = 1_000
# From here on a filled database is kept for the next run.
WORTH_KEEPING = 5_000
KID = b64url_encode(hashlib.sha256(b"the key of benchmarks").digest())


def fill(count: int, *, origin: str = ORIGIN, searchable: bool = True) -> None:
    """``count`` more accepted items in the catalogue, with terms and words; not numbered yet.

    A database that only ``fill`` wrote to is kept in build/bench and copied back the next time,
    until the code that made it changes; which of both happened is printed.
    """
    present = Item.objects.count()
    name = f"{present}+{count} {origin} {'words' if searchable else 'bare'}"
    keep = count >= WORTH_KEEPING
    if keep and snapshots.restore(name):
        return
    for start in range(present, present + count, BATCH):
        numbers = range(start, min(start + BATCH, present + count))
        _store([make_item(number, origin) for number in numbers], searchable)
    if keep:
        snapshots.save(name)


def make_item(number: int, origin: str = ORIGIN) -> Item:
    """The unsaved item of the example with this number."""
    document = make_document(number, origin)
    item = Item(
        key=document_key(origin, document["id"]),
        origin=origin,
        uuid=document["id"].removeprefix("urn:uuid:"),
        type=document["type"],
        rev=document["rev"],
        doc=dump_json(document),
        sig=b64url_encode(hashlib.sha512(document["id"].encode()).digest()),
        kid=KID,
    )
    item.fill_columns(document)
    # Already parsed: what is kept beside it is made from this.
    item.data = document
    return item


def _store(items: list[Item], searchable: bool) -> None:
    Item.objects.bulk_create(items)
    ItemTerm.objects.bulk_create(
        ItemTerm(item=item, scheme=scheme, code=code)
        for item in items
        for scheme, code in sorted(set(terms_of(item.data)))
    )
    if searchable:
        write_all(items)
