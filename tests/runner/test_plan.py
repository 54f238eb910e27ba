"""The plan without scripts: every button posts the form, and nothing is lost on the way."""

import json
import re

import pytest
from django.urls import reverse

from tests.catalogue.factories import make_item
from tests.runner.definitions import body
from tests.runner.forms import fields_of, parts_of

pytestmark = pytest.mark.django_db

ANSWERS = {"a-z1": "much", "a-z2": "some", "a-g1": "some", "a-p1": "none"}
PLAN = [
    {"key": "measure", "label": "Was"},
    {"key": "until", "label": "Bis wann"},
    {"key": "who", "label": "Wer"},
    {"key": "cost", "label": "Kosten"},
]


@pytest.fixture
def check():
    return make_item("check", title="Betriebs-Check", body=body())


def url(item, page="plan", prefix="omwagtail"):
    return reverse(f"{prefix}_check_{page}", args=[item.key])


def post(client, item, fields, page="plan") -> str:
    response = client.post(url(item, page), fields)
    assert response.status_code == 200
    return response.content.decode()


def measures_of(html: str) -> list[str]:
    """The texts of the measures as they are shown."""
    fields = fields_of(parts_of(html, "planned"))
    names = [name for name in fields if re.fullmatch(r"m-\d+-text", name)]
    return [fields[name] for name in names]


def planned(*texts: str) -> dict[str, str]:
    """The fields of a plan with these measures, whose ids are m1, m2, …"""
    fields = {}
    for place, text in enumerate(texts):
        fields |= {f"m-{place}-id": f"m{place + 1}", f"m-{place}-text": text}
    return fields


@pytest.mark.parametrize("page", ["result", "handover", "declaration"])
def test_a_measure_that_is_written_down_goes_along_to_the_next_page(client, check, page):
    html = post(client, check, ANSWERS | {"new": "Noch nicht aufgenommen"}, page)
    assert "Noch nicht aufgenommen" in fields_of(html).values()


def test_a_file_holds_what_is_written_down(client, check):
    address = reverse("omwagtail_check_export", args=[check.key, "csv"])
    file = client.post(address, ANSWERS | {"new": "Noch nicht aufgenommen"}).content.decode()
    assert "Noch nicht aufgenommen" in file


@pytest.mark.parametrize("prefix", ["omwagtail", "omwagtail_embed"])
def test_asking_for_a_plan_without_answers_leads_to_the_form(client, check, prefix):
    response = client.get(url(check, prefix=prefix))
    assert response.status_code == 302
    assert response["Location"] == reverse(f"{prefix}_check", args=[check.key])


def test_empty_plan_suggests_the_measures_of_the_most_urgent_checkpoints_first(client, check):
    html = post(client, check, ANSWERS)
    assert measures_of(html) == []
    suggested = parts_of(html, "suggested")
    assert suggested.index("Ziele aufschreiben") < suggested.index("Wochentag festlegen")


def test_suggested_measure_is_taken_over_with_its_role_and_then_no_longer_suggested(client, check):
    html = post(client, check, ANSWERS | {"s": "m1"})
    assert measures_of(html) == ["Ziele aufschreiben"]
    fields = fields_of(html)
    assert fields["m-0-who"] == "Geschäftsführung"
    assert fields["m-0-checkpoint"] == "z1"
    assert fields["m-0-suggestion"] == "m1"
    assert "Ziele aufschreiben" not in parts_of(html, "suggested")


def test_nothing_is_taken_over_that_the_check_does_not_suggest(client, check):
    assert measures_of(post(client, check, ANSWERS | {"s": ["m9", "m1", "m1"]})) == [
        "Ziele aufschreiben"
    ]


def test_everything_in_the_form_stays_when_a_button_is_pressed(client, check):
    given = ANSWERS | {
        "n-z1": "Notiz",
        "m-0-id": "m1",
        "m-0-text": "Ziele\naufschreiben",
        "m-0-priority": "high",
        "m-0-who": "Chefin",
        "m-0-until": "2027-03-31",
        "m-0-control": "im Juni",
        "m-0-done": "on",
        "m-0-effect": "partly",
    }
    for button in ({"do": "add", "new": "Noch etwas"}, {"s": "m2"}, {"by": "until"}, {}):
        fields = fields_of(post(client, check, given | button))
        kept = {name: fields[name] for name in given}
        assert kept == given


def test_own_measure_is_added(client, check):
    html = post(client, check, planned("Eins") | {"do": "add", "new": " Zwei "})
    assert measures_of(html) == ["Eins", "Zwei"]
    assert fields_of(html)["new"] == ""


def test_measures_move_up_and_down(client, check):
    three = planned("Eins", "Zwei", "Drei")
    assert measures_of(post(client, check, three | {"do": "up-m3"})) == ["Eins", "Drei", "Zwei"]
    assert measures_of(post(client, check, three | {"do": "down-m1"})) == ["Zwei", "Eins", "Drei"]
    assert measures_of(post(client, check, three | {"do": "up-m1"})) == ["Eins", "Zwei", "Drei"]


def test_removed_measure_comes_back_where_it_was(client, check):
    html = post(client, check, planned("Eins", "Zwei", "Drei") | {"do": "remove-m2"})
    assert measures_of(html) == ["Eins", "Drei"]
    assert "Zwei" in parts_of(html, "removed-part")
    again = post(client, check, fields_of(html) | {"do": "undo"})
    assert measures_of(again) == ["Eins", "Zwei", "Drei"]


def test_measures_are_sorted_by_what_was_chosen_and_stay_what_they_are(client, check):
    given = planned("Spät", "Früh", "Offen")
    given |= {"m-0-until": "2027-05-01", "m-1-until": "2027-02-01"}
    html = post(client, check, given | {"by": "until"})
    assert measures_of(html) == ["Früh", "Spät", "Offen"]
    again = post(client, check, fields_of(html) | {"by": "order"})
    assert measures_of(again) == ["Spät", "Früh", "Offen"]


def test_columns_are_those_of_the_definition_under_its_labels(client):
    item = make_item("check", body=body(plan=PLAN))
    html = post(client, item, planned("Eins") | {"m-0-c-cost": "300 Euro", "m-0-priority": "high"})
    for label in ("Was", "Bis wann", "Wer", "Kosten"):
        assert f">{label}</span>" in html
    assert fields_of(html)["m-0-c-cost"] == "300 Euro"
    assert 'name="m-0-control"' not in html


def test_what_is_printed_stands_beside_each_field(client, check):
    html = post(client, check, planned("Eins") | {"m-0-until": "2027-03-31"})
    assert 'data-value="Eins"' in html
    assert 'data-value="31.03.2027"' in html


def test_result_takes_a_measure_over_and_says_so(client, check):
    html = post(client, check, ANSWERS | {"s": "m1"}, "result")
    assert fields_of(html)["m-0-text"] == "Ziele aufschreiben"
    entry = parts_of(html, "urgent")
    assert re.search(r'value="m1"[^>]*hidden', entry)


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "remove-"},
        {"do": "up-nobody"},
        {"do": "undo", "undo": "not json"},
        {"do": "undo", "undo": "[1]"},
        {"do": "undo", "undo": '["x", {}]'},
        {"do": "undo", "undo": "[1e999, {}]"},
        {"do": "undo", "undo": "[" * 100_000},
        {"do": "undo", "undo": json.dumps([0, "text"])},
        {"do": "undo", "undo": json.dumps([-5, {"text": 7, "until": "gestern", "more": []}])},
        {"do": "undo", "undo": json.dumps([0, {"text": "Zwei", "suggestion": ["m1"]}])},
        {"by": "nonsense"},
        {"m-0-text": "x" * 100_000},
        {"m-0-text": "Eins", "m-0-until": "2027-99-99", "m-0-priority": "<b>"},
        {"m-0-text": "Eins", "m-0-id": "<script>alert(1)</script>"},
        {"m-0-text": "</textarea><script>alert(1)</script>"},
        {"m-0-text": '" autofocus onfocus="alert(1)'},
        {"new": "x" * 100_000},
    ],
)
def test_hostile_fields_break_nothing(client, check, fields):
    html = post(client, check, ANSWERS | planned("Eins") | fields)
    assert "<script>alert" not in html
    assert '" onfocus="' not in html
    assert len(html) < 100_000


def test_ten_thousand_measures_are_no_more_than_a_plan_may_hold(client, check, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000
    html = post(client, check, {f"m-{place}-text": "Eins" for place in range(10_000)})
    assert len(measures_of(html)) == 200
