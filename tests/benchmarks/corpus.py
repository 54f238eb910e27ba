"""Many documents that look like real ones, stored as if they had been captured or harvested.

Each is valid under the protocol, with 8 sections, 5 facts, 4 actors, 2 pictures, 3 topics and 2
regions (see ``content``), some 9 KB long. Its signature has the right form but is none: who made
it cannot be told from reading. Whoever needs pages behind the documents takes ``pages``.
"""

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

from omwagtail.catalogue.indexing import terms_of
from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.search.writing import write_all
from omwagtail.documents import b64url_encode, document_key, dump_json, format_timestamp
from tests.benchmarks import snapshots
from tests.benchmarks.content import example

ORIGIN = "https://partner.example"
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


def make_document(number: int, origin: str = ORIGIN) -> dict[str, Any]:
    """The document of the example with this number."""
    said = example(number)
    sections: list[dict[str, Any]] = [dict(section) for section in said["sections"]]
    sections[2]["images"] = [_picture(number, "section", origin)]
    moment = format_timestamp(said["published"])
    return {
        "v": "om/1",
        "op": "upsert",
        "type": "practice-example",
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{origin}/{number}')}",
        "origin": origin,
        "rev": 1_600_000_000_000 + number,
        "url": f"{origin}/beispiele/beispiel-{number}/",
        "language": "de",
        "title": said["title"],
        "summary": said["summary"],
        "published": moment,
        "modified": moment,
        "publisher": {"name": said["publisher"], "type": "chamber-of-commerce", "url": origin},
        "licence": {
            "uri": "https://creativecommons.org/licenses/by/4.0/",
            "name": "CC BY 4.0",
        },
        "reuse": "full",
        "topics": said["topics"],
        "regions": said["regions"],
        "images": [_picture(number, "lead", origin)],
        "body": {
            "sections": sections,
            "facts": said["facts"],
            "actors": [
                {
                    "organisation": {"name": actor["name"]},
                    "type": actor["type"],
                    "contribution": actor["contribution"],
                    "benefit": actor["benefit"],
                }
                for actor in said["actors"]
            ],
        },
    }


def _picture(number: int, place: str, origin: str) -> dict[str, Any]:
    largest, *others = _sizes(f"{number} {place}", origin)
    return {
        **largest,
        "alt": "Zwei Menschen an einer Werkbank, dahinter ein Regal mit Werkstücken.",
        "credit": f"Foto: Kammer {number % 400}",
        "srcset": others,
    }


def _sizes(name: str, origin: str) -> Iterator[dict[str, Any]]:
    for width in (1600, 960, 480):
        digest = hashlib.sha256(f"{name} {width}".encode()).hexdigest()
        url = f"{origin}/om/media/{digest}.webp"
        yield {"id": digest, "url": url, "width": width, "height": width * 2 // 3}


def _store(items: list[Item], searchable: bool) -> None:
    Item.objects.bulk_create(items)
    ItemTerm.objects.bulk_create(
        ItemTerm(item=item, scheme=scheme, code=code)
        for item in items
        for scheme, code in sorted(set(terms_of(item.data)))
    )
    if searchable:
        write_all(items)
