import pytest
from django.utils import translation

from omwagtail.rendering.wording import (
    date_in_words,
    file_kind,
    label_of,
    machine_date,
    number_in_words,
    period_in_words,
)


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-03-01T09:30:00Z", "1. März 2026"),
        ("2026-03-31T22:30:00Z", "1. April 2026"),  # in Berlin it is the next day
        ("2026-03-01", "1. März 2026"),
        ("2009-01", "Januar 2009"),
        ("2005", "2005"),
        (2005, "2005"),
        ("2005/06", "2005/06"),
        ("um 1900", "um 1900"),
        ("2026-13-45", "2026-13-45"),
        ("2026-02-30T25:00:00Z", "2026-02-30T25:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),  # no local time has that year
        ("٢٠٠٥", "٢٠٠٥"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(value, words):
    assert date_in_words(value) == words


@pytest.mark.parametrize(
    ("value", "machine"),
    [("2009-01", "2009-01"), (2005, "2005"), ("2005/06", ""), (None, "")],
)
def test_machines_get_only_dates_that_they_can_read(value, machine):
    assert machine_date(value) == machine


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ({"from": "2000", "to": "2010-12"}, "2000 to Dezember 2010"),
        ({"from": "2000", "to": "2000"}, "2000"),
        ({"from": "2000"}, "since 2000"),
        ({"to": "2010"}, "until 2010"),
        ({}, ""),
    ],
)
def test_a_period_may_be_open(period, words):
    with translation.override("en"):
        assert period_in_words(period) == words.replace("Dezember", "December")


@pytest.mark.parametrize(
    ("value", "words"),
    [(18, "18"), (1000, "1.000"), (7.5, "7,5"), ("etwa 1.000", "etwa 1.000"), (None, ""), (0, "0")],
)
def test_a_number_has_the_separators_of_the_language(value, words):
    assert number_in_words(value) == words


def test_a_shared_code_is_shown_with_its_label():
    assert label_of("DED2F", "regions") == "Sächsische Schweiz-Osterzgebirge"


def test_a_label_is_in_the_visitors_language():
    with translation.override("en-gb"):
        assert label_of("liquidity", "topics") == "Liquidity"


def test_an_own_code_brings_its_label():
    assert label_of({"code": "precision", "label": "Präzision"}, "topics") == "Präzision"


def test_an_unknown_code_is_shown_as_it_is():
    assert label_of("from-a-later-version", "topics") == "from-a-later-version"


@pytest.mark.parametrize("entry", [None, "", {}])
def test_no_code_is_no_label(entry):
    assert label_of(entry, "topics") == ""


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ({"media_type": "application/pdf", "url": "https://a.example/x"}, "PDF"),
        ({"url": "https://a.example/plan.docx?v=2.1"}, "DOCX"),
        ({"url": "https://a.example/download"}, ""),
        ({}, ""),
    ],
)
def test_a_download_says_what_it_is(file, kind):
    assert file_kind(file) == kind
