"""Files for those whose browser runs no script: posted to the server, and forgotten there."""

import csv
import io
import json
import logging
import re

import icalendar
import pytest
from django.urls import reverse

from omwagtail.catalogue.models import ItemState
from omwagtail.questionnaires import clean_record, read_record
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db

LAYOUTS = pytest.mark.parametrize("prefix", ["omwagtail", "omwagtail_embed"])
FORMATS = pytest.mark.parametrize(
    ("format", "content_type"),
    [
        ("csv", "text/csv"),
        ("csv-result", "text/csv"),
        ("ics", "text/calendar"),
        ("json", "application/json"),
    ],
)
FIELDS = {
    "a-z1": "much",
    "a-g1": "none",
    "n-z1": "Zuletzt 2019",
    "name": "Werkstatt",
    "m-0-id": "m1",
    "m-0-text": "Ziele aufschreiben",
    "m-0-checkpoint": "z1",
    "m-0-who": "Geschäftsführung",
    "m-0-until": "2026-12-31",
    "m-1-id": "m2",
    "m-1-text": "=1+1",
    "m-1-done": "on",
}


@pytest.fixture
def check():
    return make_item("check", title="Für Übermut", body=body())


def url(item, format, prefix="omwagtail"):
    return reverse(f"{prefix}_check_export", args=[item.key, format])


def rows_of(response) -> list[list[str]]:
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@LAYOUTS
@FORMATS
def test_file_is_a_download_that_nobody_keeps(client, check, format, content_type, prefix):
    response = client.post(url(check, format, prefix), FIELDS)
    assert response.status_code == 200
    assert response["Content-Type"] == f"{content_type}; charset=utf-8"
    disposition = response["Content-Disposition"]
    assert disposition.startswith('attachment; filename="fuer-uebermut-')
    assert disposition.endswith(f'.{format.partition("-")[0]}"')
    assert disposition.isascii()
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_plan_is_in_the_table(client, check):
    rows = rows_of(client.post(url(check, "csv"), FIELDS))
    assert rows[1][:4] == ["Ziele aufschreiben", "", "Geschäftsführung", "2026-12-31"]
    assert rows[2][0] == "'=1+1"


def test_ratings_are_in_the_table(client, check):
    rows = rows_of(client.post(url(check, "csv-result"), FIELDS))
    assert rows[1] == [
        "Ziele",
        "100%",
        "Wir wissen, wohin der Betrieb soll.",
        "dringend",
        "Zuletzt 2019",
    ]
    assert len(rows) == 6


def test_days_are_in_the_calendar(client, check):
    calendar = icalendar.Calendar.from_ical(client.post(url(check, "ics"), FIELDS).content)
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2026-12-31"
    assert str(event["SUMMARY"]) == "Ziele aufschreiben"


def test_file_to_go_on_with_has_everything(client, check):
    content = client.post(url(check, "json"), FIELDS).content
    record = clean_record(body(), read_record(content))
    assert record == json.loads(content)
    assert record["answers"] == {"z1": "much", "g1": "none"}
    assert record["notes"] == {"z1": "Zuletzt 2019"}
    assert record["plan"]["measures"][1] == {"id": "m2", "text": "=1+1", "done": True}
    assert record["check"]["title"] == "Für Übermut"
    assert record["edition"]["number"] == 2
    assert len(record["edition"]["fingerprint"]) == 64
    assert record["date"]


def test_measures_of_two_plans_are_two_entries_of_a_calendar(client, check):
    def uid():
        address = reverse("omwagtail_check_plan", args=[check.key])
        html = client.post(address, {"new": "Ziele aufschreiben"}).content.decode()
        (id,) = re.findall(r'name="m-0-id" value="([^"]+)"', html)
        fields = {"m-0-id": id, "m-0-text": "Ziele aufschreiben", "m-0-until": "2026-12-31"}
        calendar = icalendar.Calendar.from_ical(client.post(url(check, "ics"), fields).content)
        return calendar.walk("VEVENT")[0]["UID"]

    assert uid() != uid()


@FORMATS
def test_nothing_posted_is_a_file_too(client, check, format, content_type):
    assert client.post(url(check, format)).status_code == 200


@LAYOUTS
@FORMATS
def test_without_a_post_there_is_only_the_form(client, check, prefix, format, content_type):
    response = client.get(url(check, format, prefix) + "?a-z1=much")
    assert response.status_code == 302
    assert response["Location"] == reverse(f"{prefix}_check", args=[check.key])


@pytest.mark.parametrize("format", ["pdf", "docx", "CSV", "json.exe", "csv-plan"])
def test_other_formats_are_not_there(client, check, format):
    assert client.post(url(check, format), FIELDS).status_code == 404


def test_check_that_is_not_shown_has_no_files(client):
    item = make_item("check", body=body(), state=ItemState.PENDING, origin=FOREIGN_ORIGIN)
    assert client.post(url(item, "json"), FIELDS).status_code == 404


def test_file_of_a_check_that_may_only_be_quoted_is_made_elsewhere(client):
    item = make_item("check", body=body(), origin=FOREIGN_ORIGIN, reuse="link")
    response = client.post(url(item, "json"), FIELDS)
    assert "Content-Disposition" not in response


def test_words_are_those_of_the_check(client):
    german, english = (
        make_item("check", body=body(), language=language) for language in ("de", "en")
    )
    heads = [
        rows_of(client.post(url(item, "csv-result"), headers={"accept-language": "fr"}))[0]
        for item in (german, english)
    ]
    assert heads[0] != heads[1]
    assert heads[1][0] == "Topic"


def test_nothing_that_was_filled_in_is_logged(client, check, caplog):
    caplog.set_level(logging.DEBUG)
    client.post(url(check, "json"), FIELDS)
    client.post(url(check, "pdf"), FIELDS)
    for secret in ("Zuletzt 2019", "Werkstatt", "Geschäftsführung"):
        assert secret not in caplog.text


@FORMATS
@pytest.mark.parametrize("value", ["\x00", "\r\nX-Evil: 1", "\u202e", "=1", "9" * 2000])
def test_hostile_fields_make_no_other_file(client, check, format, content_type, value):
    fields = dict.fromkeys(
        ("a-z1", "n-z1", "name", "t", "m-0-text", "m-0-until", "m-0-id", "m-0-c-x", "f"), value
    )
    response = client.post(url(check, format), fields)
    assert response.status_code == 200
    assert b"\x00" not in response.content
    assert "X-Evil" not in response
    if format == "ics":
        assert icalendar.Calendar.from_ical(response.content).walk("VEVENT") == []
