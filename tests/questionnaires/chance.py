"""Random definitions and what may be sent along with them, also hostile: the same for a seed."""

from omwagtail.questionnaires import NOT_APPLICABLE

GREATEST = 2**53 - 1
TEXTS = [
    "",
    " ",
    "Mit der Bank sprechen",
    "  Zeile 1\r\nZeile 2\r\tEnde ",
    "a\x00b\x0bc\x85d\ufeffe\ud800f",
    "👩‍🔧" * 170,
    "x" * 499 + " y",
    "\u2028\u3000Ä\u0308\u00a0",
    "=1+1",
    "constructor",
]
PEOPLE = ["Ärztin", "arzt", "Äpfel", "Zoë", "van Aken", "ΣΑΣ", "İpek", "straße", "𝔸", "\uffee", ""]
DAYS = [
    "2026-11-28",
    "2026-02-28",
    "2026-02-29",
    "2024-02-29",
    "0999-01-01",
    "9999-12-31",
    "2026-13-01",
    "2026-1-1",
    "２０２６-01-01",
    "2026-04-31",
    "2026-01-01\n",
]
ODD = [None, True, 0, -1, 1.5, 1e300, [], {}, ["a"], {"a": "b"}, "s0c0", "proto"]
COLUMNS = ["measure", "who", "until", "control", "priority", "budget", "constructor"]
RULES = ["all-sections", "sections", "measures", "signed-by-adviser", None]


def random_body(chance):
    greatest = chance.choice([1, 3, 100, GREATEST])
    levels = [
        {"key": f"level-{i}", "need": chance.randint(0, greatest)}
        for i in range(chance.randint(1, 5))
    ]
    ids = [f"s{place}" for place in range(chance.randint(0, 4))]
    body = {
        "scale": {"levels": levels} | ({"not_applicable": {}} if chance.random() < 0.5 else {}),
        "sections": [random_section(chance, id, greatest) for id in ids],
        "bands": [
            {"scope": chance.choice(["section", "whole"]), "from": start, "to": start + 30}
            for start in chance.sample(range(90), 5)
        ],
        "completion": [
            {
                "rule": chance.choice(RULES),
                "count": chance.choice([None, 0, 1, 3]),
                "sections": chance.sample(ids, chance.randint(0, len(ids))),
                "columns": chance.sample(COLUMNS, chance.randint(0, 2)),
            }
            for _ in range(chance.randint(0, 3))
        ],
    }
    if chance.random() < 0.5:
        keys = chance.sample(COLUMNS, chance.randint(0, 4))
        body["plan"] = [{"key": key, "label": chance.choice(["", None, key])} for key in keys]
    return body


def random_section(chance, id, greatest):
    return {
        "id": id,
        "title": chance.choice([None, f"Thema {id}"]),
        "checkpoints": [
            {
                "id": f"{id}c{i}",
                "statement": f"Aussage {i}",
                "weight": chance.choice([None, 0, 1, 2, greatest]),
                "suggested_measures": [
                    {"id": f"{id}c{i}m{n}", "text": chance.choice(["", "Tun"]), "role": "Chef"}
                    for n in range(chance.randint(0, 2))
                ],
            }
            for i in range(chance.randint(0, 5))
        ],
    }


def checkpoints_of(body):
    return [point for section in body["sections"] for point in section["checkpoints"]]


def random_answers(chance, body):
    keys = [level["key"] for level in body["scale"]["levels"]]
    options = [NOT_APPLICABLE, "other", *keys * 2]
    points = checkpoints_of(body)
    return {point["id"]: chance.choice(options) for point in points if chance.random() < 0.8}


def random_record(chance, body):
    """Whatever a file may bring: mostly what belongs there, and any part may be something odd."""

    def mostly(value):
        return chance.choice(ODD) if chance.random() < 0.1 else value

    ids = [point["id"] for point in checkpoints_of(body)] or ["none"]
    sections = [section["id"] for section in body["sections"]]
    return mostly(
        {
            "v": mostly("om-answers/1"),
            "check": mostly(
                {
                    "origin": mostly("https://partner.example"),
                    "id": mostly("urn:uuid:1"),
                    "title": mostly(chance.choice(TEXTS)),
                    "code": mostly("A-1.0"),
                    "url": chance.choice(
                        ["https://a.example/ü", "javascript:1", "http://x/?a=1#b"]
                    ),
                }
            ),
            "edition": mostly(
                {
                    "number": chance.choice([0, 1, 2.0, 2.5, -1, 10**7, "1", True]),
                    "date": chance.choice(DAYS),
                    "fingerprint": chance.choice(["ab" * 32, "AB" * 32, "ab"]),
                }
            ),
            "date": chance.choice(DAYS),
            "name": mostly(chance.choice(TEXTS)),
            "topics": mostly([*chance.sample(sections, len(sections)), "other"]),
            "answers": mostly(random_answers(chance, body)),
            "notes": mostly({id: mostly(chance.choice(TEXTS)) for id in ids}),
            "plan": mostly({"measures": mostly(random_measures(chance, ids, mostly))}),
            "more": "unknown",
        }
    )


def random_measures(chance, ids, mostly):
    return [
        mostly(
            {
                "id": chance.choice(["m1", "m2", "m3", "", "über", "_a", None, 7]),
                "text": mostly(chance.choice(TEXTS)),
                "checkpoint": mostly(chance.choice([*ids, "gone"])),
                "suggestion": mostly(chance.choice(ids) + "m0"),
                "priority": chance.choice(["high", "medium", "low", "", "High"]),
                "who": mostly(chance.choice(PEOPLE + TEXTS)),
                "until": chance.choice(DAYS),
                "control": mostly(chance.choice(TEXTS)),
                "done": chance.choice([True, False, None, 1, "on"]),
                "effect": chance.choice(["yes", "partly", "no", "maybe"]),
                "more": mostly({key: mostly(chance.choice(TEXTS)) for key in COLUMNS}),
            }
        )
        for _ in range(chance.choice([*([0, 1, 2, 3] * 12), 205]))
    ]
