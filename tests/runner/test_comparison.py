"""Results beside one another, worked out by the server: from files, without JavaScript."""

import copy
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from omwagtail.catalogue.editions import edition_name
from tests.catalogue.factories import edit_item, make_item
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db

LAYOUTS = pytest.mark.parametrize("prefix", ["omwagtail_check", "omwagtail_embed_check"])


def make_check(**members):
    members = {"title": "Betriebs-Check", "language": "en", "body": body(), **members}
    return make_item("check", **members)


@pytest.fixture
def check():
    return make_check()


def record(check, answers, **members):
    number, mark = edition_name(check.data)
    return {
        "v": "om-answers/1",
        "check": {"origin": check.origin, "id": check.urn, "title": check.title},
        "edition": {"number": number, "fingerprint": mark},
        "date": "2025-03-12",
        "answers": answers,
        "notes": {"z1": "Das geht niemanden etwas an."},
        "plan": {"measures": [{"id": "m1", "text": "Geheimer Plan"}]},
        **members,
    }


def file_of(data, name="antworten.json"):
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return SimpleUploadedFile(name, content, "application/json")


def compared(client, check, kind, *records, prefix="omwagtail_check", **fields):
    files = [each if hasattr(each, "read") else file_of(each) for each in records]
    response = client.post(
        reverse(f"{prefix}_comparison", args=[check.key]), {"kind": kind, "file": files, **fields}
    )
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    return response.content.decode()


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def tables(html):
    """Heading of each table to its rows: lists of texts, without symbols."""
    found = {}
    html = re.sub(r"<template.*?</template>", "", html, flags=re.S)
    for each in re.findall(r'<details class="om-compared-part".*?</details>', html, re.S):
        each = re.sub(r'<span class="om-mark-symbol".*?</span>', "", each)
        heading = plain(re.search(r"<h3.*?</h3>", each, re.S)[0])
        rows = re.findall(r"<tr>(.*?)</tr>", each.partition("<tbody")[2], re.S)
        found[heading] = [
            [plain(cell) for cell in re.findall(r"<t[hd][^>]*>.*?</t[hd]>", row, re.S)]
            for row in rows
        ]
    return found


def problems(html):
    listed = re.search(r'<ul[^>]*data-om="problems"[^>]*>(.*?)</ul>', html, re.S)[1]
    return [plain(each) for each in re.findall("<li>(.*?)</li>", listed, re.S)]


@LAYOUTS
def test_what_moved_since_the_last_time(client, check, prefix):
    last = record(check, {"z1": "much", "z2": "some", "g1": "none", "g2": "some"})
    now = {"a-z1": "none", "a-z2": "some", "a-g1": "some", "a-p1": "none"}

    found = tables(compared(client, check, "time", last, prefix=prefix, **now))

    assert found["Need for action by topic"] == [
        ["Ziele", "75%", "25%", "50 points less need for action"],
        [
            "Geld",
            "17%",
            "50%",
            "33 points more need for action (not the same checkpoints were rated both times)",
        ],
        ["Menschen", "not rated", "0%", "not rated both times"],
    ]
    assert found["1 checkpoint with less need for action"] == [
        ["Ziele Wir wissen, wohin der Betrieb soll.", "dringend", "kein Bedarf"]
    ]
    assert found["1 checkpoint with more need for action"] == [
        ["Geld Wir stellen Rechnungen sofort.", "kein Bedarf", "Bedarf"]
    ]
    assert len(found["1 checkpoint unchanged"]) == 1
    assert len(found["2 checkpoints not rated both times"]) == 2


def test_two_files_are_compared_by_their_days(client, check):
    later = record(check, {"z1": "none"}, date="2026-01-02")
    earlier = record(check, {"z1": "much"}, date="2025-01-02")

    html = compared(client, check, "time", later, earlier)

    assert "1 checkpoint with less need for action" in tables(html)
    assert "Before: Jan. 2, 2025" in html or "Before: January 2, 2025" in plain(html)


def newer_body():
    made = body(edition={"number": 3})
    made["sections"][0]["checkpoints"][1] = {"id": "z3", "statement": "Wir fragen nach."}
    return made


def test_over_editions_checkpoints_are_new_or_gone(client, check):
    last = record(check, {"z1": "much", "z2": "some"})
    edit_item(check, body=newer_body())

    found = tables(compared(client, check, "time", last, **{"a-z1": "much", "a-z3": "none"}))

    assert found["1 checkpoint new in this edition"][0][0] == "Ziele Wir fragen nach."
    assert found["1 checkpoint gone in this edition"][0] == [
        "Ziele Wir prüfen jedes Jahr, ob wir auf Kurs sind.",
        "Bedarf",
    ]


def test_an_edition_that_is_not_here_is_compared_by_ids_and_says_so(client, check):
    last = record(check, {"z1": "much"}, edition={"number": 1, "fingerprint": "0" * 64})

    html = compared(client, check, "time", last, **{"a-z1": "none"})

    assert "an edition that is not available here" in html
    assert "1 checkpoint with less need for action" in tables(html)


def people(check):
    return [
        record(check, {"z1": "none", "z2": "much", "g1": "none", "p1": "none"}, name="Chefin"),
        record(check, {"z1": "much", "z2": "much", "g1": "none", "p1": "some"}, name="Werkstatt"),
        record(check, {"z1": "some", "z2": "much", "g1": "none"}),
    ]


@LAYOUTS
def test_several_people_see_where_they_differ_most(client, check, prefix):
    found = tables(compared(client, check, "people", *people(check), prefix=prefix))

    assert [row[0] for row in found["Need for action by topic"]] == ["Ziele", "Menschen", "Geld"]
    assert found["Need for action by topic"][1] == [
        "Menschen",
        "0%",
        "50%",
        "not rated",
        "far apart: 50 points",
    ]
    assert found["1 checkpoint where you are far apart"] == [
        ["Ziele Wir wissen, wohin der Betrieb soll.", "Chefin", "Person 3", "Werkstatt", "", ""]
    ]
    assert found["1 checkpoint where you are a little apart"] == [
        ["Menschen Wir reden miteinander.", "Chefin", "Werkstatt", "", "", "Person 3"]
    ]
    assert found["1 strength that you agree on"][0][:2] == [
        "Geld Wir stellen Rechnungen sofort.",
        "Chefin, Werkstatt, Person 3",
    ]
    assert len(found["1 checkpoint where you agree that something has to be done"]) == 1
    assert len(found["1 checkpoint rated by fewer than two"]) == 1


def test_names_are_asked_and_used(client, check):
    html = compared(client, check, "people", *people(check))
    assert re.findall(r'name="who" value="([^"]*)"', html) == ["Chefin", "Werkstatt", "Person 3"]
    loaded = re.findall(r'name="r" value="([^"]*)"', html)
    texts = [each.replace("&quot;", '"') for each in loaded]

    html = compared(client, check, "people", r=texts, who=["Chefin", "Chefin", "Büro"])

    assert re.findall(r'name="who" value="([^"]*)"', html) == ["Chefin", "Chefin (2)", "Büro"]
    assert tables(html)["1 strength that you agree on"][0][1] == "Chefin, Chefin (2), Büro"


def test_what_was_just_answered_is_one_of_the_results(client, check):
    html = compared(
        client, check, "people", people(check)[0], **{"a-z1": "much", "name": "Werkstatt"}
    )

    assert re.findall(r'name="who" value="([^"]*)"', html) == ["Werkstatt", "Chefin"]
    assert '<input type="hidden" name="a-z1" value="much">' in html


@pytest.mark.parametrize("kind", ["time", "people"])
def test_notes_and_plans_of_others_are_neither_shown_nor_carried_on(client, check, kind):
    html = compared(client, check, kind, *people(check)[:2])

    assert "Das geht niemanden" not in html
    assert "Geheimer Plan" not in html


@pytest.fixture
def pair(check):
    other = body()
    other["sections"][0]["title"] = "Unsere Ziele"
    del other["sections"][2]
    counterpart = make_check(
        title="Für Vereine",
        body=other | {"counterpart": {"origin": check.origin, "id": check.urn}},
    )
    return check, counterpart


@pytest.mark.parametrize("turned", [False, True])
@LAYOUTS
def test_two_counterpart_checks_show_where_both_sides_meet(client, pair, turned, prefix):
    mine, other = reversed(pair) if turned else pair
    theirs = record(other, {"z1": "much", "g1": "none"}, name="Verein")

    answers = {"a-z1": "some", "a-z2": "some", "a-g1": "none"}
    found = tables(compared(client, mine, "sides", theirs, prefix=prefix, **answers))

    title = "Unsere Ziele / Ziele" if turned else "Ziele / Unsere Ziele"
    assert found["1 topic to talk about first: both see need for action"] == [
        [title, "50%", "100%", "both see need for action here"]
    ]
    assert found["1 topic where both are strong"] == [["Geld", "0%", "0%", "both strong"]]
    assert [row[0] for row in found["1 topic not rated on both sides"]] == ["Menschen"]


def test_both_sides_may_come_from_files(client, pair):
    mine, other = pair
    found = tables(
        compared(client, mine, "sides", record(other, {"z1": "much"}), record(mine, {"z1": "none"}))
    )
    assert found["1 topic that you see differently"][0][1:3] == ["0%", "100%"]


def test_a_check_without_a_counterpart_offers_none(client, check):
    html = client.get(reverse("omwagtail_check_comparison", args=[check.key])).content.decode()
    assert 'value="time"' in html
    assert 'value="sides"' not in html


HOSTILE = {
    "not json": (b"<html>", "not a file of answers"),
    "nothing": (b"", "not a file of answers"),
    "no record": (b"[]", "not a file of answers"),
    "binary": (bytes(range(256)), "not a file of answers"),
    "deep": (b"[" * 100_000, "not a file of answers"),
    "too large": (b" " * (2 * 1024 * 1024 + 1), "too large"),
    "newer": (b'{"v": "om-answers/2"}', "newer version"),
    "no check": (b'{"v": "om-answers/1", "answers": {"z1": "much"}}', "another check"),
}


@pytest.mark.parametrize(("content", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_a_sentence_and_changes_nothing(client, check, content, sentence):
    html = compared(client, check, "time", file_of(content, "<b>x</b>.json"), **{"a-z1": "much"})

    [problem] = problems(html)
    assert sentence in problem
    assert "<b>x" not in html
    assert tables(html) == {}
    assert '<input type="hidden" name="a-z1" value="much">' in html


@pytest.mark.parametrize(
    "answers",
    [
        {"__proto__": "much", "constructor": "much", "z9": "much"},
        {"z1": "no-such-level", "z2": ["much"], "g1": {"much": 1}},
        {},
        "z1",
    ],
    ids=["ids", "levels", "none", "no object"],
)
def test_answers_that_the_check_does_not_know_are_none(client, check, answers):
    html = compared(client, check, "time", record(check, answers), **{"a-z1": "much"})
    assert "no answers in it" in problems(html)[0]


@pytest.mark.parametrize("id", ["__proto__", "constructor", "toString"])
def test_a_checkpoint_may_have_any_id(client, id):
    made = copy.deepcopy(body())
    made["sections"][0]["checkpoints"][0]["id"] = id.strip("_")
    check = make_check(body=made)
    html = compared(
        client,
        check,
        "time",
        record(check, {id.strip("_"): "much"}),
        **{f"a-{id.strip('_')}": "none"},
    )
    assert "1 checkpoint with less need for action" in tables(html)


def test_a_file_of_another_check_is_refused_by_its_name(client, check):
    other = make_check(title="Ganz anderes")
    html = compared(client, check, "people", record(other, {"z1": "much"}), **{"a-z1": "much"})
    assert "another check: Ganz anderes." in problems(html)[0]


def test_at_most_eight_results_are_compared(client, check):
    nine = [record(check, {"z1": "much"}) for _ in range(9)]
    html = compared(client, check, "people", *nine)
    assert "At most 8" in problems(html)[0]
    assert tables(html) == {}

    html = compared(client, check, "people", *nine[:8], **{"a-z1": "none"})
    assert "At most 8" in problems(html)[0]


@pytest.mark.parametrize(
    ("kind", "count", "sentence"),
    [
        ("time", 0, "earlier result"),
        ("time", 1, "Answer this check first"),
        ("time", 3, "choose one file"),
        ("people", 1, "at least two people"),
        ("sides", 0, "other side"),
    ],
)
def test_too_few_or_too_many_files_are_a_sentence(client, pair, kind, count, sentence):
    check, _ = pair
    files = [record(check, {"z1": "much"}) for _ in range(count)]
    assert sentence in problems(compared(client, check, kind, *files))[0]


def test_starting_again_keeps_what_was_just_answered(client, check):
    html = compared(client, check, "people", *people(check), **{"a-z1": "none"}, again="1")
    assert tables(html) == {}
    assert 'name="r"' not in html
    assert '<input type="hidden" name="a-z1" value="none">' in html


def test_going_from_the_form_to_comparing_keeps_what_was_answered(client, check):
    form = client.post(reverse("omwagtail_check", args=[check.key]), {"a-z1": "none"})
    address = reverse("omwagtail_check_comparison", args=[check.key])
    content = form.content.decode()
    assert f'formaction="{address}"' in content
    assert f'href="{address}"' not in content


def test_files_never_touch_the_disk(client, check, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "not-there"
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    html = compared(client, check, "time", b" " * 300_000)
    assert problems(html) == ["The file is too large to hold answers of a check."]


def test_a_hostile_name_stays_text(client, check):
    names = ["<script>alert(1)</script>", "x" * 5000]
    files = [record(check, {"z1": "much"}, name=name) for name in names]
    html = compared(client, check, "people", *files)

    assert "<script>alert" not in html
    assert "x" * 201 not in html


def test_the_result_leads_to_comparing_and_back(client, check):
    result = client.post(
        reverse("omwagtail_check_result", args=[check.key]), {"a-z1": "much"}
    ).content.decode()
    address = reverse("omwagtail_check_comparison", args=[check.key])
    assert f'formaction="{address}"' in result

    html = client.post(address, {"a-z1": "much"}).content.decode()
    assert problems(html) == []
    assert '<input type="hidden" name="a-z1" value="much">' in html
    assert f'formaction="{reverse("omwagtail_check_result", args=[check.key])}"' in html
