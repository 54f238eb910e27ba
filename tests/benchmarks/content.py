"""What one practice example says: the same for pages, for stored documents and for the peer.

8 sections, 5 facts, 4 actors, 3 topics and 2 regions, in German-looking words of which few are
frequent and many rare, as in real texts. Pictures are added by whoever uses it.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from omwagtail.vocabularies import vocabulary
from tests.benchmarks.words import WORDS

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
MINUTES_BETWEEN = 7


def example(number: int) -> dict[str, Any]:
    """The content of the example with this number: always the same."""
    chance = random.Random(number)
    return {
        "title": f"{_line(chance, 5)} {number}",
        "summary": " ".join(sentences(chance, 2)),
        "published": BEGIN + timedelta(minutes=number * MINUTES_BETWEEN),
        "topics": chance.sample(_TOPICS, 3),
        "regions": chance.sample(_REGIONS, 2),
        "sections": [
            {
                "kind": kind,
                "heading": _line(chance, 4),
                "html": "".join(f"<p>{' '.join(sentences(chance, 3))}</p>" for _ in range(2)),
            }
            for kind in chance.sample(_KINDS, 8)
        ],
        "facts": [
            {
                "label": _line(chance, 3),
                "value": chance.randint(2, 900),
                "unit": "Betriebe",
                "as_of": str(chance.randint(2005, 2025)),
            }
            for _ in range(5)
        ],
        "actors": [
            {
                "name": f"{_line(chance, 2)} {chance.randint(1, 400)}",
                "type": chance.choice(_TYPES),
                "contribution": next(sentences(chance, 1)),
                "benefit": next(sentences(chance, 1)),
            }
            for _ in range(4)
        ],
        "publisher": f"Kammer {number % 400}",
    }


def sentences(chance: random.Random, count: int) -> Iterator[str]:
    """German-looking sentences of 8 to 16 words."""
    for _ in range(count):
        words = chance.choices(WORDS, cum_weights=_WEIGHTS, k=chance.randint(8, 16))
        yield " ".join(words).capitalize() + "."


def _line(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, cum_weights=_WEIGHTS, k=words)).capitalize()


_TOPICS = [code for code, _ in vocabulary("topics").choices("de")]
_REGIONS = [term.code for term in vocabulary("regions") if len(term.code) == 5]
_KINDS = [term.code for term in vocabulary("section-kinds")]
_TYPES = [term.code for term in vocabulary("organisation-types") if not term.heading]
# The n-th word occurs about 1/n as often as the first.
_WEIGHTS = [0.0]
for _place in range(1, len(WORDS) + 1):
    _WEIGHTS.append(_WEIGHTS[-1] + 1 / _place)
_WEIGHTS = _WEIGHTS[1:]
