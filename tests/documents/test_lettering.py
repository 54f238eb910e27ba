"""Tricks with Unicode."""

import unicodedata

import pytest

from omwagtail.documents import (
    DocumentError,
    check_lettering,
    dump_json,
    normalise,
    plain_line,
)
from tests.documents import factories


def checked(**members) -> None:
    data = factories.minimal_practice_example(**members)
    check_lettering(dump_json(data), data)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize(
    "text", ["", "plain", "Prüfung", "Pru\u0308fung", "ﬁ", "q\u0323\u0307" * 40]
)
def test_normalising_is_what_unicode_says(form, text):
    assert normalise(form, text) == unicodedata.normalize(form, text)


def test_a_letter_keeps_at_most_thirty_marks():
    text = "a" + "\u0316\u0301" * 50 + "b" + "\u0316" * 5
    assert normalise("NFD", text) == "a" + "\u0316" * 15 + "\u0301" * 15 + "b" + "\u0316" * 5


def test_endless_marks_are_normalised_in_linear_time():
    # In a time that grows with the square this would take hours.
    assert len(normalise("NFC", "x" + "\u0301\u0316" * 4_000_000)) < 40


@pytest.mark.parametrize("mark", ["\u202d", "\u202e"])
def test_a_text_that_turns_others_around_is_refused(mark):
    with pytest.raises(DocumentError, match="direction"):
        checked(body={"sections": [{"html": f"<p>{mark}elpmaxe</p>"}]})
    data = factories.minimal_practice_example(title=f"{mark}txt")
    escaped = dump_json(data).replace(mark, f"\\u{ord(mark):04x}")
    with pytest.raises(DocumentError, match="direction"):
        check_lettering(escaped, data)


@pytest.mark.parametrize(
    "title", ["שלום \u200f2026", "\u2067مرحبا\u2069 GmbH", "Straße 👩\u200d🔧"]
)
def test_what_real_texts_need_stays(title):
    checked(title=title)


@pytest.mark.parametrize(
    "title", ["\u200b", "\u2060\ufeff", "\u00ad", "\u0301\u0301", "\u3164", "\u2800 \u200d"]
)
def test_a_title_that_cannot_be_seen_is_refused(title):
    with pytest.raises(DocumentError, match="title"):
        checked(title=title)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Kammer\r\nERROR: all is lost", "Kammer ERROR: all is lost"),
        ("Kammer\x1b[2J\x07\x9b", "Kammer[2J"),
        ("\u202eremmaK\u202c \u200bNord\u2028Ost\x85West", "remmaK Nord Ost West"),
        ("  Kammer \t Köln ", "Kammer Köln"),
    ],
)
def test_a_line_from_elsewhere_holds_nothing_but_letters(text, line):
    assert plain_line(text, 100) == line


def test_a_line_has_its_length():
    assert plain_line("ab cd", 4) == "ab c"
