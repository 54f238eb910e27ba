"""Documents for tests: of every type, minimal (only what the protocol needs) and rich.

Every function returns a new dict, so tests may change it. Keyword arguments replace top-level
members. Facts come from public sources about the networks named; the sentences are our own.
"""

import hashlib
import uuid
from typing import Any

from omwagtail.documents import Envelope, SigningKey, dump_json, sign

ORIGIN = "https://hwk.example"
LICENCE = {"uri": "https://creativecommons.org/licenses/by/4.0/", "name": "CC BY 4.0"}
KEY = SigningKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = SigningKey.from_private_bytes(bytes(range(1, 33)))
THIRD_KEY = SigningKey.from_private_bytes(bytes(range(2, 34)))


def document_id(name: str) -> str:
    """The same id for the same name."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def minimal(type: str, **changes: Any) -> dict[str, Any]:
    """A document of this type with the required members alone."""
    origin = changes.get("origin", ORIGIN)
    return {
        "v": "om/1",
        "op": "upsert",
        "type": type,
        "id": document_id(f"minimal {type}"),
        "origin": origin,
        "rev": 1_772_000_000_000,
        "url": f"{origin}/{type}/",
        "language": "de",
        "title": f"Ein Beispiel der Art {type}",
        **changes,
    }


def minimal_practice_example(**changes: Any) -> dict[str, Any]:
    return minimal("practice-example", **changes)


def minimal_check(**changes: Any) -> dict[str, Any]:
    return minimal("check", **changes)


def minimal_network(**changes: Any) -> dict[str, Any]:
    return minimal("network", **changes)


def minimal_organisation(**changes: Any) -> dict[str, Any]:
    return minimal("organisation", **changes)


def withdrawal(type: str = "practice-example", **changes: Any) -> dict[str, Any]:
    """The withdrawal of `minimal(type)`, one revision later."""
    return {
        "v": "om/1",
        "op": "withdraw",
        "type": type,
        "id": document_id(f"minimal {type}"),
        "origin": ORIGIN,
        "rev": 1_772_000_000_001,
        "reason": "unpublished",
        **changes,
    }


def rich_practice_example(**changes: Any) -> dict[str, Any]:
    """IMPRO e.V. as a practice example: every member that the protocol names has a value."""
    return {
        **_rich("practice-example", changes, "praxisbeispiele/impro", "IMPRO e.V.: Fachkräfte"),
        "summary": "Achtzehn Betriebe der Präzisionsmechanik sichern gemeinsam ihren Nachwuchs.",
        "images": [image("werkstatt", alt="Auszubildende an einer Drehmaschine")],
        "files": [download("Jahresarbeitsplan")],
        "related": [
            {"origin": ORIGIN, "id": document_id("rich network"), "relation": "example-of"}
        ],
        "body": {
            "sections": [
                {
                    "kind": "founding",
                    "heading": "Wie es begann",
                    "html": "<p>Vier Unternehmer gründeten im Jahr <strong>2000</strong> einen "
                    "losen Verbund.</p><ul><li>2004: Verein</li><li>2007: Büro</li></ul>",
                },
                {
                    "kind": {"code": "school", "label": "Schule und Wirtschaft"},
                    "heading": "Nachwuchs aus der Region",
                    "html": '<p>Mehr beim <a href="https://impro.example/">Verein</a>.</p>',
                    "images": [image("schule", alt="Ein Schülerprojekt")],
                },
            ],
            "facts": [
                {"label": "Mitglieder", "value": 18, "unit": "Betriebe", "as_of": "2010"},
                {"label": "Beschäftigte", "value": "rund 1.000"},
                {"label": "Ausbildungsquote", "value": 7.5, "unit": "%"},
            ],
            "actors": [
                {
                    "organisation": {"name": "IMPRO e.V.", "region": "DED2F"},
                    "type": "non-profit",
                    "contribution": "Leitet den Arbeitskreis Schule und Wirtschaft.",
                    "benefit": "Bewerbungen aus der Region.",
                }
            ],
            "milestones": [
                {"year": 2000, "text": "Gründung durch vier Unternehmer"},
                {"date": "2009-01", "text": "Leitung des Arbeitskreises"},
            ],
            "quotes": [{"text": "Allein hätten wir das nicht geschafft.", "role": "Mitglied"}],
            "event": {
                "kind": "workshop",
                "date": "2025-11-12",
                "place": "Glashütte",
                "programme": [{"time": "10 Uhr", "title": "Begrüßung", "speaker": "Vorstand"}],
            },
            "lessons": ["Klein anfangen.", "Jedem Betrieb seinen Nutzen nennen."],
            "series": {"title": "Netzwerke im Mittelstand", "number": 8},
            "period": {"from": "2000", "to": "2010-12-31"},
            "funding": [{"programme": "Fachkräftenetzwerke", "funder": "Freistaat Sachsen"}],
        },
        **changes,
    }


def rich_network(**changes: Any) -> dict[str, Any]:
    """IMPRO e.V. as a network's profile."""
    return {
        **_rich("network", changes, "netzwerke/impro", "IMPRO e.V."),
        "summary": "Verbund der Präzisionsmechanik in Glashütte.",
        "body": {
            "legal_form": "Eingetragener Verein",
            "founded": "2000",
            "milestones": [{"year": 2004, "text": "Vereinsgründung"}],
            "facts": [{"label": "Auszubildende", "value": 80}],
            "goals": ["Fachkräfte sichern", "Märkte gemeinsam erschließen"],
            "focus_areas": ["Präzisionsmechanik", "Feinwerktechnik"],
            "members": [
                {
                    "organisation": {"name": "Muster Feinwerk GmbH"},
                    "type": "enterprise",
                    "role": "Gründungsmitglied",
                    "since": "2000",
                    "contribution": "Stellt Ausbildungsplätze.",
                    "benefit": "Teilt Maschinen und Aufträge.",
                }
            ],
            "bodies": [{"name": "Mitgliederversammlung", "text": "Beschließt den Arbeitsplan."}],
            "funding": [
                {"kind": "membership-fees", "note": "Mitgliedsbeiträge", "share": 40},
                {"kind": "project-levies", "note": "Projektumlagen", "share": 59.5},
            ],
            "agreements": [download("Vereinbarung zur Zusammenarbeit")],
            "coordination": "Eine Geschäftsstelle in Glashütte.",
            "recognition": "In ganz Sachsen anerkannt.",
            "meeting_rhythm": "Vierteljährlich, dazu regionale Gespräche.",
            "website": "https://impro.example/",
        },
        **changes,
    }


def rich_check(**changes: Any) -> dict[str, Any]:
    """A small check with two sections of two checkpoints, for reading as well as for scoring."""
    return {
        **_rich("check", changes, "checks/zusammenarbeit", "Check Zusammenarbeit"),
        "summary": "Wie gut arbeiten Betrieb und Verein in der Region zusammen?",
        "body": {
            "code": "OM-Praxis X-1.0",
            "intro": "<p>Drei Minuten je Thema genügen.</p>",
            "edition": {"number": 1, "date": "2026-02-01", "fingerprint": "0" * 64},
            "scale": {
                "levels": [
                    level("green", "kein Handlungsbedarf", "circle", 0, "good"),
                    level("yellow", "etwas Handlungsbedarf", "triangle", 1, "middle"),
                    level("red", "dringender Handlungsbedarf", "octagon", 2, "urgent"),
                ],
                "not_applicable": {"label": "trifft nicht zu"},
            },
            "sections": [
                {
                    "id": "s1",
                    "title": "Einander kennen",
                    "intro": "<p>Wer sind die Partner, und was treibt sie an?</p>",
                    "checkpoints": [checkpoint("c1", weight=2), checkpoint("c2")],
                },
                {
                    "id": "s2",
                    "title": "Nutzen für beide",
                    "checkpoints": [checkpoint("c3"), checkpoint("c4")],
                },
            ],
            "bands": [
                {"scope": "section", "from": 0, "to": 33, "title": "Gut", "text": "<p>Gut.</p>"},
                {"scope": "section", "from": 34, "to": 100, "title": "Handeln"},
                {"scope": "whole", "from": 0, "to": 100, "text": "<p>Fangen Sie an.</p>"},
            ],
            "completion": [
                {"rule": "all-sections"},
                {"rule": "measures", "count": 10, "columns": ["who", "until", "control"]},
            ],
            "plan": [{"key": "who", "label": "Wer?"}, {"key": "until", "label": "Bis wann?"}],
            "audience": ["enterprise"],
            "minutes": 20,
            "issuer": {"name": "Handwerkskammer Musterstadt", "type": "chamber-of-crafts"},
            "counterpart": {"origin": ORIGIN, "id": document_id("counterpart check")},
        },
        **changes,
    }


def rich_organisation(**changes: Any) -> dict[str, Any]:
    return {
        **_rich("organisation", changes, "", "Handwerkskammer Musterstadt"),
        "summary": "Selbstverwaltung des Handwerks im Kammerbezirk.",
        "body": {
            "name": "Handwerkskammer Musterstadt",
            "short_name": "HWK",
            "type": "chamber-of-crafts",
            "region": "DED2",
            "website": "https://hwk.example/",
            "logo": image("logo", alt="HWK"),
            "partner_since": "2012",
            "competences": ["strategy", "skilled-labour"],
            "contacts": [contact()],
        },
        **changes,
    }


MINIMAL = {
    "practice-example": minimal_practice_example,
    "check": minimal_check,
    "network": minimal_network,
    "organisation": minimal_organisation,
}
RICH = {
    "practice-example": rich_practice_example,
    "check": rich_check,
    "network": rich_network,
    "organisation": rich_organisation,
}


def signed(document: dict[str, Any], key: SigningKey = KEY) -> Envelope:
    """The document as its text in an envelope."""
    return sign(dump_json(document), key)


def entry(document: dict[str, Any], seq: int, key: SigningKey = KEY) -> dict[str, Any]:
    """The document as an entry of a feed's page."""
    envelope = signed(document, key)
    return {"seq": seq, "doc": envelope.doc, "kid": envelope.kid, "sig": envelope.sig}


def image(name: str, *, alt: str = "", origin: str = ORIGIN) -> dict[str, Any]:
    """A picture's member; nothing is behind its address."""
    large, small = digest(f"{name} large"), digest(f"{name} small")
    return {
        "id": large,
        "url": f"{origin}/om/media/{large}.jpg",
        "width": 1200,
        "height": 800,
        "alt": alt,
        "credit": "Foto: Muster",
        "licence": "CC BY 4.0",
        "srcset": [
            {"id": small, "url": f"{origin}/om/media/{small}.jpg", "width": 600, "height": 400}
        ],
    }


def download(title: str, origin: str = ORIGIN) -> dict[str, Any]:
    return {
        "id": digest(title),
        "url": f"{origin}/documents/{digest(title)[:8]}.pdf",
        "title": title,
        "media_type": "application/pdf",
        "bytes": 123_456,
    }


def contact() -> dict[str, Any]:
    return {
        "role": "Beratung",
        "name": "Erika Muster",
        "email": "beratung@hwk.example",
        "phone": "+49 351 000000",
    }


def level(key: str, label: str, symbol: str, need: int, role: str) -> dict[str, Any]:
    return {"key": key, "label": label, "symbol": symbol, "need": need, "role": role}


def checkpoint(id: str, weight: int = 1) -> dict[str, Any]:
    return {
        "id": id,
        "statement": f"Wir sprechen regelmäßig miteinander ({id}).",
        "good_practice": ["Es gibt feste Termine.", "Absprachen stehen an einem Ort."],
        "help": "<p>Gemeint sind <em>alle</em> Beteiligten.</p>",
        "links": [{"url": "https://www.example.org/leitfaden", "title": "Leitfaden"}],
        "suggested_measures": [
            {"id": f"{id}-m1", "text": "Termine vereinbaren", "role": "Leitung"}
        ],
        "weight": weight,
    }


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _rich(type: str, changes: dict[str, Any], path: str, title: str) -> dict[str, Any]:
    origin = changes.get("origin", ORIGIN)
    address = f"{origin}/{path}/" if path else f"{origin}/"
    return {
        **minimal(type, id=document_id(f"rich {type}"), origin=origin, url=address, title=title),
        "aliases": [f"{origin}/alt/{path}"],
        "translation_of": document_id(f"translations of {type}"),
        "published": "2026-02-01T08:00:00Z",
        "modified": "2026-02-03T09:30:00Z",
        "expires": "2036-02-01T00:00:00Z",
        "publisher": {
            "id": document_id("rich organisation"),
            "name": "Handwerkskammer Musterstadt",
            "type": "chamber-of-crafts",
            "url": f"{origin}/",
            "region": "DED2",
        },
        "licence": dict(LICENCE),
        "attribution": "Handwerkskammer Musterstadt",
        "reuse": "full",
        "topics": ["staff-development", {"code": "precision", "label": "Präzisionsmechanik"}],
        "regions": ["DED2F"],
        "sectors": ["C"],
        "audiences": ["enterprise"],
        "company_sizes": ["small", "medium"],
        "success_factors": ["actors"],
        "contacts": [contact()],
        "sources": [{"title": "Jahresbericht", "publisher": "IMPRO e.V.", "note": "Seite 3"}],
    }
