"""What the sites of the crowd publish: documents of all types, always the same for a number."""

import random
import uuid
from typing import Any

from example_site.crowd.phrases import (
    BENEFITS,
    CONTRIBUTIONS,
    FIRST_NAMES,
    GOALS,
    KINDS,
    LAST_NAMES,
    SECTIONS,
    STATEMENTS,
    STORIES,
    TOWN_BEGINNINGS,
    TOWN_ENDINGS,
    TRADES,
)
from omwagtail.vocabularies import vocabulary

# 2026-01-01T00:00:00Z in milliseconds: the revision of a document that has not been changed.
FIRST_REVISION = 1_767_225_600_000
LICENCE = {"uri": "https://creativecommons.org/licenses/by/4.0/", "name": "CC BY 4.0"}
DISTRICTS = [term.code for term in vocabulary("regions") if len(term.code) == 5]
# Of ten documents, which is not a practice example. The first of all is the organisation.
TYPES = {4: "network", 9: "check"}

Data = dict[str, Any]


def name_of(site: int) -> str:
    """The name of the site with this number."""
    return f"{KINDS[site % len(KINDS)][0]} {town_of(site)}"


def town_of(site: int) -> str:
    beginning, ending = divmod(site, len(TOWN_ENDINGS))
    return TOWN_BEGINNINGS[beginning % len(TOWN_BEGINNINGS)] + TOWN_ENDINGS[ending]


def make_document(origin: str, site: int, number: int, changes: int = 0) -> Data:
    """The document with this number of the site with this number, after so many changes."""
    kind = "organisation" if number == 0 else TYPES.get(number % 10, "practice-example")
    chance = random.Random(f"{site} {number}")
    document = _BODIES[kind](chance, origin, site, number)
    if changes:
        document["title"] += f" (Stand {changes + 1})"
    return {
        "v": "om/1",
        "op": "upsert",
        "type": kind,
        "id": identity_of(origin, number),
        "origin": origin,
        "rev": FIRST_REVISION + changes,
        "url": f"{origin}/{kind}/{number}/",
        "language": "de",
        "published": f"2025-{number % 12 + 1:02}-{site % 28 + 1:02}T09:00:00Z",
        "publisher": {"name": name_of(site), "type": KINDS[site % len(KINDS)][1], "url": origin},
        "licence": LICENCE,
        "reuse": "full",
        "regions": [DISTRICTS[site % len(DISTRICTS)]],
        **document,
    }


def identity_of(origin: str, number: int) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{origin}/{number}')}"


def _practice_example(chance: random.Random, origin: str, site: int, number: int) -> Data:
    title, topic, trouble, deed = chance.choice(STORIES)
    trade = chance.choice(TRADES)
    words = {
        "trouble": trouble,
        "deed": deed,
        "town": town_of(site),
        "year": chance.randint(2012, 2024),
        "number": chance.randint(4, 19),
        "months": chance.choice((6, 9, 12, 18)),
        "more": chance.randint(3, 30),
        "person": _person(chance),
        "office": name_of(site),
    }
    return {
        "title": f"{title}: {trade} in {town_of(site)}, Beispiel {number}",
        "summary": f"{trouble}. Heute {deed.replace('die Betriebe', 'sie')}.",
        "topics": sorted({topic, "organisation"}),
        "company_sizes": ["micro", "small"],
        "body": {
            "sections": [
                {"kind": kind, "heading": heading, "html": f"<p>{text.format(**words)}</p>"}
                for heading, kind, text in SECTIONS
            ],
            "facts": [
                {"label": "Betriebe", "value": words["number"], "as_of": str(words["year"])},
                {"label": "Treffen im Jahr", "value": chance.randint(4, 12)},
            ],
            "actors": [
                {
                    "organisation": {"name": f"{trade} {_last_name(chance)} GmbH"},
                    "type": "enterprise",
                    "contribution": chance.choice(CONTRIBUTIONS),
                    "benefit": chance.choice(BENEFITS),
                }
                for _ in range(3)
            ],
        },
    }


def _network(chance: random.Random, origin: str, site: int, number: int) -> Data:
    trade = chance.choice(TRADES)
    return {
        "title": f"Netzwerk {trade} {town_of(site)} {number}",
        "summary": f"Betriebe und Einrichtungen rund um {town_of(site)} arbeiten an einem Tisch.",
        "topics": ["skilled-labour"],
        "body": {
            "legal_form": "Eingetragener Verein",
            "founded": str(chance.randint(1998, 2022)),
            "goals": chance.sample(GOALS, 3),
            "members": [
                {
                    "organisation": {"name": f"{chance.choice(TRADES)} {_last_name(chance)}"},
                    "type": "enterprise",
                    "contribution": chance.choice(CONTRIBUTIONS),
                    "benefit": chance.choice(BENEFITS),
                }
                for _ in range(6)
            ],
            "coordination": f"Eine halbe Stelle bei der {name_of(site)}.",
            "meeting_rhythm": "Vierteljährlich",
        },
    }


def _check(chance: random.Random, origin: str, site: int, number: int) -> Data:
    chosen = chance.sample(STATEMENTS, 6)
    return {
        "title": f"Kurz-Check {town_of(site)} {number}",
        "summary": "Sechs Fragen, die ein kleiner Betrieb in zehn Minuten beantwortet.",
        "topics": ["strategy", "occupational-safety"],
        "body": {
            "code": f"Kurz-{site}-{number}",
            "edition": {"number": 1, "date": "2025-09-01"},
            "scale": {
                "levels": [
                    _level("none", "Kein Handlungsbedarf", "circle", 0, "good"),
                    _level("some", "Handlungsbedarf", "triangle", 1, "middle"),
                    _level("urgent", "Dringender Handlungsbedarf", "octagon", 2, "urgent"),
                ]
            },
            "sections": [
                {
                    "id": f"thema-{place}",
                    "title": title,
                    "checkpoints": [
                        {
                            "id": f"punkt-{place}-{index}",
                            "statement": statement,
                            "good_practice": [practice],
                        }
                        for index, (statement, practice) in enumerate(some)
                    ],
                }
                for place, (title, some) in enumerate(
                    (("Menschen", chosen[:3]), ("Abläufe", chosen[3:]))
                )
            ],
            "completion": [{"rule": "all-sections"}],
            "plan": [{"key": "who", "label": "Wer?"}, {"key": "until", "label": "Bis wann?"}],
            "minutes": 10,
        },
    }


def _organisation(chance: random.Random, origin: str, site: int, number: int) -> Data:
    return {
        "title": name_of(site),
        "summary": f"Berät kleine Betriebe in {town_of(site)} und Umgebung.",
        "body": {
            "name": name_of(site),
            "type": KINDS[site % len(KINDS)][1],
            "region": DISTRICTS[site % len(DISTRICTS)],
            "website": f"{origin}/",
            "competences": ["strategy", "skilled-labour"],
        },
    }


def _level(key: str, label: str, symbol: str, need: int, role: str) -> Data:
    return {"key": key, "label": label, "symbol": symbol, "need": need, "role": role}


def _person(chance: random.Random) -> str:
    return f"{chance.choice(FIRST_NAMES)} {_last_name(chance)}"


def _last_name(chance: random.Random) -> str:
    return chance.choice(LAST_NAMES)


_BODIES = {
    "practice-example": _practice_example,
    "network": _network,
    "check": _check,
    "organisation": _organisation,
}
