"""A small check with everything that the runner shows."""

import copy
from typing import Any

BODY: dict[str, Any] = {
    "code": "Beispiel 1",
    "edition": {"number": 2, "date": "2026-03-31"},
    "minutes": 10,
    "scale": {
        "levels": [
            {"key": "none", "label": "kein Bedarf", "symbol": "circle", "need": 0, "role": "good"},
            {"key": "some", "label": "Bedarf", "symbol": "triangle", "need": 1, "role": "middle"},
            {"key": "much", "label": "dringend", "symbol": "octagon", "need": 2, "role": "urgent"},
        ],
        "not_applicable": {"label": "trifft nicht zu"},
    },
    "sections": [
        {
            "id": "ziele",
            "title": "Ziele",
            "intro": "<p>Wohin soll es gehen?</p>",
            "checkpoints": [
                {
                    "id": "z1",
                    "statement": "Wir wissen, wohin der Betrieb soll.",
                    "good_practice": ["Die Ziele stehen auf einem Blatt Papier."],
                    "help": "<p>Eine halbe Seite genügt.</p>",
                    "suggested_measures": [
                        {"id": "m1", "text": "Ziele aufschreiben", "role": "Geschäftsführung"}
                    ],
                },
                {"id": "z2", "statement": "Wir prüfen jedes Jahr, ob wir auf Kurs sind."},
            ],
        },
        {
            "id": "geld",
            "title": "Geld",
            "checkpoints": [
                {
                    "id": "g1",
                    "statement": "Wir stellen Rechnungen sofort.",
                    "weight": 2,
                    "suggested_measures": [{"id": "m2", "text": "Wochentag festlegen"}],
                },
                {"id": "g2", "statement": "Wir wissen, welche Aufträge sich lohnen."},
            ],
        },
        {
            "id": "menschen",
            "title": "Menschen",
            "checkpoints": [{"id": "p1", "statement": "Wir reden miteinander."}],
        },
    ],
    "bands": [
        {"scope": "section", "from": 0, "to": 49, "title": "Weiter so"},
        {
            "scope": "section",
            "from": 50,
            "to": 100,
            "title": "Hier zuerst",
            "text": "<p>Nehmen Sie sich <strong>dieses Thema</strong> vor.</p>",
        },
        {"scope": "whole", "from": 0, "to": 100, "text": "<p>Ein guter Anfang.</p>"},
    ],
}


def body(**changes: Any) -> dict[str, Any]:
    """A new copy; members may be replaced."""
    return copy.deepcopy(BODY) | changes


def many_topics() -> dict[str, Any]:
    """The same with five topics: more than one begins with."""
    extra = [
        {
            "id": f"x{number}",
            "title": f"Mehr {number}",
            "checkpoints": [{"id": f"x{number}p", "statement": f"Noch etwas, {number}."}],
        }
        for number in (1, 2)
    ]
    return body(sections=[*body()["sections"], *extra])
