"""Many documents that look like real ones, made fast and always the same."""

import json
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from omwagtail.catalogue.indexing import terms_of
from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.search.writing import write_all
from omwagtail.documents import document_key
from omwagtail.vocabularies import vocabulary
from tests.benchmarks.words import WORDS

ORIGIN = "https://partner.example"
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
BATCH = 2_000


def fill(count: int, *, origin: str = ORIGIN, searchable: bool = True) -> None:
    """``count`` accepted items in the catalogue, with terms and words; stored, not signed."""
    chance = random.Random(count)
    made = 0
    while made < count:
        items = [_item(chance, number, origin) for number in range(made, min(made + BATCH, count))]
        Item.objects.bulk_create(items)
        ItemTerm.objects.bulk_create(
            [
                ItemTerm(item=item, scheme=scheme, code=code)
                for item in items
                for scheme, code in set(terms_of(item.data))
            ]
        )
        if searchable:
            write_all(items)
        made += len(items)


def sentences(chance: random.Random, count: int) -> Iterator[str]:
    """German-looking sentences; few words are frequent and many are rare, as in real texts."""
    for _ in range(count):
        words = chance.choices(WORDS, cum_weights=_WEIGHTS, k=chance.randint(8, 16))
        yield " ".join(words).capitalize() + "."


def _item(chance: random.Random, number: int, origin: str) -> Item:
    urn = f"urn:uuid:{uuid.UUID(int=chance.getrandbits(128), version=4)}"
    published = BEGIN + timedelta(minutes=number * 7)
    document = {
        "v": "om/1",
        "op": "upsert",
        "type": "practice-example",
        "id": urn,
        "origin": origin,
        "rev": 1_600_000_000_000 + number,
        "url": f"{origin}/beispiele/{number}/",
        "language": "de",
        "title": " ".join(chance.choices(WORDS, cum_weights=_WEIGHTS, k=6)),
        "summary": " ".join(sentences(chance, 2)),
        "published": published.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "publisher": {"name": f"Kammer {number % 400}", "type": "chamber"},
        "topics": chance.sample(_TOPICS, 2),
        "regions": [chance.choice(_REGIONS)],
        "body": {
            "sections": [
                {
                    "kind": "approach",
                    "heading": " ".join(chance.choices(WORDS, cum_weights=_WEIGHTS, k=4)),
                    "html": f"<p>{' '.join(sentences(chance, 8))}</p>",
                }
                for _ in range(3)
            ]
        },
    }
    item = Item(
        key=document_key(origin, urn),
        origin=origin,
        uuid=urn.removeprefix("urn:uuid:"),
        type=document["type"],
        rev=document["rev"],
        doc=json.dumps(document, ensure_ascii=False),
        sig="A" * 86,
        kid="B" * 43,
    )
    item.fill_columns(document)
    return item


_TOPICS = [code for code, _ in vocabulary("topics").choices("de")]
_REGIONS = [term.code for term in vocabulary("regions") if len(term.code) == 5]
# The n-th word occurs about 1/n as often as the first.
_WEIGHTS = [0.0]
for _place in range(1, len(WORDS) + 1):
    _WEIGHTS.append(_WEIGHTS[-1] + 1 / _place)
_WEIGHTS = _WEIGHTS[1:]
