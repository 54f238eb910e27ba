"""Choosing topics, notes and saved files, as a browser without scripts sends them."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from omwagtail.questionnaires import clean_record
from omwagtail.runner.opening import notes_too_long
from omwagtail.runner.state import about
from omwagtail.runner.words import say
from tests.catalogue.factories import edit_item, make_item
from tests.runner.definitions import body, many_topics
from tests.runner.forms import fields_of, parts_of

pytestmark = pytest.mark.django_db

LAYOUTS = pytest.mark.parametrize("prefix", ["omwagtail", "omwagtail_embed"])


@pytest.fixture
def check():
    return make_item("check", title="Betriebs-Check", body=many_topics())


def form_url(item, prefix="omwagtail"):
    return reverse(f"{prefix}_check", args=[item.key])


def record_for(item, **members) -> dict:
    return clean_record(item.data["body"], {**about(item.data), **members})


def opened(client, item, content, prefix="omwagtail", name="betrieb.json", **fields):
    """The form after a file was opened in it."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    file = SimpleUploadedFile(name, data, "application/json")
    return client.post(form_url(item, prefix), {**fields, "open": "1", "file": file})


def said(name: str) -> str:
    with translation.override("de"):
        return say(name)


def trouble_in(response) -> str:
    """What the box on top says; the answer says that something was wrong, too."""
    assert response.status_code == 422
    return parts_of(response.content.decode(), "notice")


@LAYOUTS
def test_topics_that_were_not_chosen_are_folded(client, check, prefix):
    html = client.post(form_url(check, prefix), {"t": ["geld", "x1"]}).content.decode()
    later = parts_of(html, "later")
    assert 'id="topic-ziele"' in later
    assert 'id="topic-geld"' not in later
    assert 'id="topic-geld"' in html


def test_without_a_choice_all_topics_are_shown(client, check):
    assert "topic-x2" not in parts_of(client.post(form_url(check)).content.decode(), "later")


def test_more_than_three_topics_are_advised_against_and_shown_all_the_same(client, check):
    chosen = ["ziele", "geld", "menschen", "x1"]
    html = client.post(form_url(check), {"t": chosen}).content.decode()
    assert 'data-om="many">' in html
    assert 'data-om="many" hidden>' in client.get(form_url(check)).content.decode()
    assert "topic-x1" not in parts_of(html, "later")


def test_a_check_with_few_topics_has_nothing_to_choose(client):
    html = client.get(form_url(make_item("check", body=body()))).content.decode()
    assert 'name="t"' not in html


@LAYOUTS
def test_choice_notes_and_plan_travel_through_the_pages(client, check, prefix):
    fields = {
        "a-z1": "much",
        "n-z1": "Mit Anna\r\nbesprechen & <b>planen</b>",
        "t": "geld",
        "m-0-text": "Ziele aufschreiben",
        "name": "Werkstatt",
    }
    result = client.post(reverse(f"{prefix}_check_result", args=[check.key]), fields)
    back = client.post(form_url(check, prefix), fields_of(result.content.decode()))
    found = fields_of(back.content.decode().partition("<template")[0])
    assert found["a-z1"] == "much"
    assert found["n-z1"] == "Mit Anna\nbesprechen & <b>planen</b>"
    assert found["t"] == "geld"
    assert found["m-0-text"] == "Ziele aufschreiben"
    assert found["name"] == "Werkstatt"


def test_overview_says_how_far_each_topic_is(client, check):
    answers = {"a-z1": "much", "a-p1": "none"}
    html = client.post(form_url(check), answers).content.decode()
    states = [part.split('"')[0] for part in html.split('data-state="')[1:]]
    assert states == ["begun", "open", "done", "open", "open"]


@LAYOUTS
def test_a_saved_file_is_opened(client, check, prefix):
    record = record_for(check, answers={"z1": "much"}, notes={"z1": "Notiz"}, topics=["ziele"])
    response = opened(client, check, record, prefix)
    assert response.status_code == 200
    found = fields_of(response.content.decode())
    assert (found["a-z1"], found["n-z1"], found["t"]) == ("much", "Notiz", "ziele")
    assert response["Cache-Control"] == "no-store"
    assert not client.cookies


def test_a_saved_file_of_an_earlier_edition_is_opened_in_that_edition(client, check):
    record = record_for(check, answers={"z1": "much"})
    newer = many_topics()
    newer["edition"]["number"] = 3
    newer["sections"][0]["checkpoints"][0]["statement"] = "Das fragt die neue Fassung."
    edit_item(check, body=newer)
    html = opened(client, check, record).content.decode()
    assert fields_of(html)["f"] == record["edition"]["fingerprint"]
    assert "Das fragt die neue Fassung." not in html.partition('id="om-newer"')[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no json", "not-json"),
        (b"\xff\xfe\x00", "not-json"),
        (b"[" * 100_000, "not-json"),
        ({"v": "om/1"}, "not-a-record"),
        ({"v": "om-answers/2"}, "other-version"),
        (b'{"v": "om-answers/1"' + b" " * 2_100_000 + b"}", "too-large"),
        (b"x" * 3_000_000, "too-large"),
    ],
    ids=["text", "binary", "deep", "other", "version", "large", "huge"],
)
def test_a_file_that_cannot_be_read_is_said_and_loses_nothing(client, check, content, code):
    response = opened(client, check, content, **{"a-z1": "much"})
    trouble = trouble_in(response)
    assert said(f"file-{code}") in trouble
    assert 'href="#om-file"' in trouble
    assert fields_of(response.content.decode())["a-z1"] == "much"


def test_a_file_of_another_check_is_refused_by_its_name(client, check):
    other = make_item("check", title="Anderer Check", body=body())
    record = record_for(other, answers={"z1": "much"})
    response = opened(client, check, record)
    assert "Anderer Check" in trouble_in(response)
    assert "a-z1" not in fields_of(response.content.decode())


def test_opening_without_a_file_asks_for_one(client, check):
    assert 'href="#om-file"' in trouble_in(client.post(form_url(check), {"open": "1"}))


@pytest.mark.parametrize(
    "record",
    [
        {"v": "om-answers/1"},
        {"v": "om-answers/1", "check": "x", "edition": [], "answers": 5, "notes": None},
        {"v": "om-answers/1", "edition": {"fingerprint": "ab" * 32}, "answers": {"z1": "much"}},
        {"v": "om-answers/1", "answers": {"z1": "<script>alert(1)</script>"}},
        {"v": "om-answers/1", "notes": {"z1": "</textarea><script>alert(1)</script>"}},
    ],
    ids=["empty", "wrong kinds", "unknown edition", "unknown level", "hostile note"],
)
def test_whatever_stands_in_a_file_is_harmless(client, check, record):
    response = opened(client, check, record)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_no_file_touches_the_disk(client, check, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "not-there"
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert said("file-too-large") in trouble_in(opened(client, check, b"x" * 300_000))


def test_a_note_that_is_too_long_comes_back_whole_to_be_shortened(client, check):
    url = reverse("omwagtail_check_result", args=[check.key])
    response = client.post(url, {"a-z1": "much", "n-z1": "ö" * 2001, "n-z2": "ö" * 2000})
    trouble = trouble_in(response)
    assert 'href="#note-z1"' in trouble
    assert 'href="#note-z2"' not in trouble
    found = fields_of(response.content.decode())
    assert found["n-z1"] == "ö" * 2001
    assert found["a-z1"] == "much"


@pytest.mark.parametrize(
    "page",
    ["", "_result", "_plan", "_declaration", "_handover", "_comparison", "_export"],
)
def test_no_page_cuts_a_note_silently(client, check, page):
    url = reverse(
        f"omwagtail_check{page}", args=[check.key, *(["csv"] if "export" in page else [])]
    )
    response = client.post(url, {"a-z1": "much", "n-z1": "ö" * 2001})
    assert response.status_code == 422
    assert fields_of(response.content.decode())["n-z1"] == "ö" * 2001


def test_only_notes_of_the_check_can_be_too_long(rf):
    fields = rf.post("/", {"n-unknown": "x" * 5000, "n-z1": "x"}).POST
    assert notes_too_long(body(), fields) == []
