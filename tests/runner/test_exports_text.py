"""The plan as CSV, as a calendar and as a file that can be read in again."""

import csv
import io
import json
import re
from datetime import date, datetime, timedelta

import icalendar
import pytest
from django.utils import translation
from django.utils.dateparse import parse_datetime

from omwagtail.questionnaires import clean_record, read_record
from omwagtail.rendering.spreadsheets import as_text, csv_lines
from omwagtail.runner.calendars import calendar
from omwagtail.runner.export_tables import plan_table, rating_table
from omwagtail.runner.export_words import export_words
from tests.runner.definitions import body
from tests.runner.exported import DOCUMENT, HOSTILE, NOW, hostile_record, made, record

LANGUAGES = pytest.mark.parametrize("language", ["de", "en"])
RECORDS = pytest.mark.parametrize("given", [record(), hostile_record()], ids=["usual", "hostile"])


def rows_of(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def events_of(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


# ---- CSV


def test_plan_is_a_row_for_each_measure():
    rows = rows_of(made("csv")["content"])
    assert len({len(row) for row in rows}) == 1
    assert rows[1][0] == "Ziele aufschreiben"
    assert rows[1][2:5] == ["Geschäftsführung", "2026-12-31", "Im Januar ansehen"]
    assert rows[1][-1] == "Wir wissen, wohin der Betrieb soll."
    assert [row[0] for row in rows[2:]] == ["Wochentag festlegen", "Aushang", "Ohne Tag"]


def test_result_is_a_row_for_each_checkpoint():
    rows = rows_of(made("csv-result")["content"])[1:]
    assert [row[:2] for row in rows] == [
        ["Ziele", "100%"],
        ["Ziele", "100%"],
        ["Geld", "0%"],
        ["Geld", "0%"],
        ["Menschen", ""],
    ]
    assert rows[0][2:4] == ["Wir wissen, wohin der Betrieb soll.", "dringend"]
    assert rows[1][3] == "trifft nicht zu"


@pytest.mark.parametrize(
    "members",
    [{"notes": {"p1": "Später"}}, {"answers": {"p1": "not-applicable"}}],
    ids=["note", "does not apply"],
)
def test_what_is_written_in_a_topic_that_was_left_for_later_is_in_the_result_too(members):
    filled = record(topics=["ziele"], **{"notes": {}, "answers": {"z1": "much"}} | members)
    rows = rows_of(made("csv-result", record=filled)["content"])
    assert {row[0] for row in rows[1:]} == {"Ziele", "Menschen"}
    with translation.override("de"):
        table = rating_table(body(), filled, export_words())
    assert [table.headings, *table.rows] == rows


def test_spreadsheets_of_german_offices_can_read_it():
    content = made("csv")["content"]
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert b";" in content.splitlines()[0]


def test_no_cell_is_a_formula():
    for format in ("csv", "csv-result"):
        for row in rows_of(made(format, record=hostile_record())["content"]):
            for cell in row:
                assert cell.strip()[:1] not in tuple("=+-@＝\u2212")


def test_hostile_texts_come_back_from_the_file():
    rows = rows_of(made("csv", record=hostile_record())["content"])[1:]
    assert [row[0] for row in rows[: len(HOSTILE)]] == [as_text(text) for text in HOSTILE]


# ---- calendar


def test_each_measure_with_a_day_is_an_event_of_that_day():
    events = events_of(made("ics")["content"])
    days = [(event["DTSTART"].dt, event["DTEND"].dt) for event in events]
    assert days[0] == (date(2026, 12, 31), date(2027, 1, 1))
    assert len(days) == 3
    assert str(events[0]["SUMMARY"]) == "Ziele aufschreiben"
    assert "Geschäftsführung" in events[0]["DESCRIPTION"]
    assert DOCUMENT["url"] in events[0]["DESCRIPTION"]
    assert events[0]["PRIORITY"] == 1


def test_events_do_not_block_the_day():
    assert {event["TRANSP"] for event in events_of(made("ics")["content"])} == {"TRANSPARENT"}


def test_reminder_comes_the_morning_before_and_not_for_what_is_done():
    events = events_of(made("ics")["content"])
    alarms = [[alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] for event in events]
    assert alarms == [[timedelta(hours=-15)], [timedelta(hours=-15)], []]


def test_importing_again_updates_instead_of_doubling():
    before = events_of(made("ics")["content"])
    changed = record()
    changed["plan"]["measures"][0] |= {"until": "2027-03-01", "text": "Ziele neu aufschreiben"}
    after = events_of(made("ics", record=changed, now="2026-11-29T09:30:00Z")["content"])
    assert [event["UID"] for event in before] == [event["UID"] for event in after]
    assert after[0]["SEQUENCE"] > before[0]["SEQUENCE"]
    assert after[0]["DTSTAMP"].dt > before[0]["DTSTAMP"].dt


def test_two_checks_do_not_share_events():
    other = DOCUMENT | {"id": "https://hwk.example/om/checks/2"}
    before = {event["UID"] for event in events_of(made("ics")["content"])}
    assert not before & {
        event["UID"] for event in events_of(made("ics", document=other)["content"])
    }


def test_any_id_makes_a_plain_uid():
    measure = {"id": "\ud83d /\r\nX", "text": "Kran", "until": "2026-12-31"}
    given = record() | {"plan": {"measures": [measure]}}
    (event,) = events_of(made("ics", record=given)["content"])
    assert re.fullmatch(r"[\w.-]+@hwk\.example", event["UID"], re.ASCII)


def test_lines_are_short_and_no_character_is_cut():
    content = made("ics", record=hostile_record())["content"]
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    for line in lines:
        assert len(line) <= 75
        line.decode()
        assert not set(line) & set(b"\r\n\x00\x07")


def test_hostile_texts_are_in_the_calendar_as_text():
    events = events_of(made("ics", record=hostile_record())["content"])
    assert len(events) == 200
    texts = [str(event["SUMMARY"]) for event in events[: len(HOSTILE)]]
    assert texts[0] == HOSTILE[0]
    assert texts[4] == HOSTILE[4]
    assert texts[5] == "Zeile 1\nZeile 2\n=1\n\n@Zeile 3"
    assert texts[10] == HOSTILE[10]
    assert texts[12] == HOSTILE[12]
    assert not any(event.errors for event in events)


@pytest.mark.parametrize("until", ["2026-02-30", "31.12.2026", "2026-12-31\r\nX:1", "9999-99-99"])
def test_what_is_no_day_is_no_event(until):
    given = record() | {"plan": {"measures": [{"id": "m1", "text": "Kran", "until": until}]}}
    assert events_of(made("ics", record=given)["content"]) == []


# ---- file to go on with


def test_file_read_in_again_is_the_same_record():
    content = made("json")["content"]
    assert clean_record(body(), read_record(content)) == record()


def test_hostile_record_is_read_in_again():
    given = hostile_record()
    read = clean_record(body(), read_record(made("json", record=given)["content"]))
    assert read == clean_record(body(), given)


# ---- names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Betriebs-Check", "betriebs-check-2026-11-28.docx"),
        ("Für Größe & Übermut", "fuer-groesse-uebermut-2026-11-28.docx"),
        ("Fu\u0308r alle", "fuer-alle-2026-11-28.docx"),
        ("../../etc/passwd\r\n\x00.exe", "etc-passwd-exe-2026-11-28.docx"),
        ("Ćwiczenie é", "cwiczenie-e-2026-11-28.docx"),
        ("検査", "2026-11-28.docx"),
        ("lang " * 40, f"{'lang-' * 11}lang-2026-11-28.docx"),
    ],
    ids=ascii,
)
def test_names_of_files_are_plain(title, name):
    assert made("docx", document=DOCUMENT | {"title": title})["name"] == name


def test_name_says_which_part_it_is():
    names = {made(format)["name"] for format in ("csv", "csv-result")}
    assert len(names) == 2
    assert all(name.endswith("-2026-11-28.csv") for name in names)


# ---- server and device


@RECORDS
@LANGUAGES
def test_server_makes_the_same_tables(given, language):
    with translation.override(language):
        words = export_words()
        plan, ratings = plan_table(body(), given, words), rating_table(body(), given, words)
    for format, table in (("csv", plan), ("csv-result", ratings)):
        expected = "".join(csv_lines(*table, delimiter=";")).encode()
        assert made(format, record=given, language=language)["content"] == expected


@RECORDS
@LANGUAGES
def test_server_makes_the_same_calendar(given, language):
    with translation.override(language):
        words = export_words()
    expected = calendar(given["plan"]["measures"], DOCUMENT, words, moment(NOW)).encode()
    assert made("ics", record=given, language=language)["content"] == expected


def test_own_columns_are_the_same_on_the_server():
    columns = [{"key": "until"}, {"key": "cost", "label": "Kosten"}, {"key": "constructor"}]
    own = body(plan=columns)
    measure = {"id": "m1", "text": "Kran", "until": "2026-12-31", "more": {"cost": "-300 €"}}
    given = clean_record(own, record() | {"plan": {"measures": [measure]}})
    with translation.override("en"):
        table = plan_table(own, given, export_words())
    expected = "".join(csv_lines(*table, delimiter=";")).encode()
    assert made("csv", body=own, record=given, language="en")["content"] == expected


def test_file_is_the_same_json_on_both_sides():
    assert json.loads(made("json")["content"]) == record()


def moment(text: str) -> datetime:
    found = parse_datetime(text)
    assert found
    return found
