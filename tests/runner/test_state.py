"""What travels in a form comes back as it was."""

import pytest
from django.http import QueryDict

from omwagtail.questionnaires import clean_record, fingerprint
from omwagtail.runner.state import about, hidden_fields, record_of
from tests.runner.definitions import body

RECORD = clean_record(
    body(plan=[{"key": "measure"}, {"key": "who"}, {"key": "cost", "label": "Kosten"}]),
    {
        "name": "Werkstatt",
        "edition": {"fingerprint": "ab" * 32},
        "topics": ["geld", "ziele"],
        "answers": {"z1": "much", "p1": "not-applicable"},
        "notes": {"z1": "Erste Zeile\nzweite <b>Zeile</b> & mehr"},
        "plan": {
            "measures": [
                {
                    "id": "m1",
                    "text": "Ziele aufschreiben",
                    "checkpoint": "z1",
                    "suggestion": "m1",
                    "priority": "high",
                    "who": "Anna",
                    "until": "2026-12-31",
                    "control": "Im Januar",
                    "done": True,
                    "effect": "partly",
                    "more": {"cost": "100 €"},
                },
                {"id": "m7", "text": "Reden"},
            ]
        },
    },
)
DEFINITION = body(plan=[{"key": "measure"}, {"key": "who"}, {"key": "cost", "label": "Kosten"}])


def posted(*pairs: tuple[str, str]) -> QueryDict:
    """These fields as a browser sends them: line breaks are CR LF."""
    fields = QueryDict(mutable=True)
    for name, value in pairs:
        fields.appendlist(name, value.replace("\n", "\r\n"))
    return QueryDict(fields.urlencode())


def test_everything_comes_back_from_hidden_fields():
    assert RECORD["plan"]["measures"][0]["more"] == {"cost": "100 €"}
    assert record_of(DEFINITION, posted(*hidden_fields(RECORD))) == RECORD


def test_what_a_page_shows_itself_is_not_hidden():
    names = {name for name, _ in hidden_fields(RECORD, "answers", "notes", "topics", "plan")}
    assert names == {"f", "name"}


def test_of_nothing_nothing_is_carried():
    assert hidden_fields(record_of(body(), QueryDict(""))) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a-unknown", "much"),
        ("a-z1", "no-such-level"),
        ("n-unknown", "Notiz"),
        ("n-z1", " \r\n "),
        ("t", "unknown"),
        ("f", "no-fingerprint"),
        ("m-0-done", "on"),
        ("m-0-unknown", "Text"),
        ("m-0-c-unknown", "Text"),
        ("m-99999-text", "Text"),
        ("m-٣-text", "Text"),
        ("m--text", "Text"),
    ],
)
def test_what_is_not_known_is_not_carried_on(name, value):
    assert hidden_fields(record_of(body(), posted((name, value)))) == []


def test_measures_stand_in_the_order_of_their_numbers_without_gaps():
    fields = posted(("m-10-text", "zweite"), ("m-2-text", "erste"), ("m-5-text", ""))
    texts = dict(hidden_fields(record_of(body(), fields)))
    assert texts["m-0-text"] == "erste"
    assert texts["m-1-text"] == "zweite"
    assert "m-2-text" not in texts


def test_a_measure_is_done_by_its_tick_alone():
    fields = posted(("m-0-text", "a"), ("m-0-done", "on"), ("m-1-text", "b"))
    done = [each.get("done", False) for each in record_of(body(), fields)["plan"]["measures"]]
    assert done == [True, False]


def test_a_record_names_its_check_and_edition():
    document = {
        "origin": "https://kammer.example",
        "id": "urn:uuid:0f0e8e3a-8b0f-4c57-9f0f-1f1f1f1f1f1f",
        "title": "Betriebs-Check",
        "url": "https://kammer.example/check/",
        "body": body(),
    }
    named = about(document)
    assert named["check"] == {
        "origin": "https://kammer.example",
        "id": document["id"],
        "title": "Betriebs-Check",
        "code": "Beispiel 1",
        "url": "https://kammer.example/check/",
    }
    assert named["edition"] == {
        "number": 2,
        "date": "2026-03-31",
        "fingerprint": fingerprint(body()),
    }
    assert clean_record(body(), named) | named == clean_record(body(), named)
