"""The documents of the benchmarks: realistic ones, some 9 KB long.

Each is valid under the protocol, with 8 sections, 5 facts, 4 actors, 2 pictures, 3 topics and 2
regions (see ``content``). Nothing here needs Django.
"""

import hashlib
import uuid
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from omwagtail.documents import format_timestamp
from tests.benchmarks.content import example

ORIGIN = "https://partner.example"


def make_document(
    number: int, origin: str = ORIGIN, *, content: int | None = None
) -> dict[str, Any]:
    """The document of the example with this number.

    One that says what the example with the number ``content`` says is made faster.
    """
    said = example(number) if content is None else _known_example(content)
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


_known_example = lru_cache(maxsize=None)(example)


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
