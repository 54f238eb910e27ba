"""Checks for tests of their editing, with everything that a check can have."""

import json

from omwagtail.pages.models import CheckPage


def sections(*topics):
    """The stored value of ``sections``: (id, title, [(id, statement, *measures), …]) each."""
    return [
        {
            "type": "section",
            "id": id,
            "value": {
                "title": title,
                "intro": '<p data-block-key="aa1">Warum <b>das</b> zählt.</p>',
                "checkpoints": [
                    {
                        "type": "item",
                        "id": point,
                        "value": {
                            "statement": statement,
                            "good_practice": ["Ein Blatt Papier genügt."],
                            "help": '<p data-block-key="aa2">Mehr <a href="https://a.example/">hier</a>.</p>',
                            "links": [
                                {
                                    "type": "item",
                                    "id": f"{point}-l",
                                    "value": {"url": "https://b.example/", "title": "B"},
                                }
                            ],
                            "suggested_measures": [
                                {
                                    "type": "item",
                                    "id": f"{point}-m{place}",
                                    "value": {"text": text, "role": "Chefin"},
                                }
                                for place, text in enumerate(measures)
                            ],
                            "weight": 2,
                        },
                    }
                    for point, statement, *measures in points
                ],
            },
        }
        for id, title, points in topics
    ]


TWO_TOPICS = sections(
    ("ziele", "Ziele", [("z1", "Wir haben Ziele.", "Ziele aufschreiben")]),
    ("geld", "Geld", [("g1", "Wir kennen die Zahlen."), ("g2", "Wir mahnen.", "Frist setzen")]),
)


def band(start, end, *topics, id=None, scope="section"):
    value = {
        "scope": scope,
        "sections": list(topics),
        "start": start,
        "end": end,
        "title": f"{start} bis {end}",
        "text": "<p>Text</p>",
    }
    return {"type": "band", "value": value, "id": id}


def add_check(parent, *, published=False, **fields):
    """A check below ``parent``; StreamFields as lists of stored blocks."""
    fields = {"title": "Betriebs-Check", "summary": "Zwei Themen.", **fields}
    for name, value in fields.items():
        if isinstance(value, list):
            fields[name] = CheckPage._meta.get_field(name).to_python(json.dumps(value))
    page = parent.add_child(instance=CheckPage(live=published, **fields))
    revision = page.save_revision()
    if published:
        revision.publish()
    page.refresh_from_db()
    return page
