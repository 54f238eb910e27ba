"""Lists as CSV files: what is in them stays text."""

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omwagtail.rendering.spreadsheets import as_text, csv_lines, csv_response

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\u3000=1",
    "\u200b=1",
    "\ufeff=1",
    "\u202e=1",
    "\x00=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "﹣1",
    "﹢1",
    "﹦1",
    "﹫x",
    "−1",
    '"=1',
    ' "=1',
]


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_what_looks_like_a_formula_is_text(text):
    assert (
        as_text(text).replace("\x00", "").lstrip(' \u00a0\u3000\u200b\ufeff\u202e"').startswith("'")
    )


@pytest.mark.parametrize("border", [";", ",", "\t", "|", "\n", "\r", "\u2028"], ids=ascii)
@pytest.mark.parametrize("between", ["", " ", '"'])
def test_a_program_that_splits_at_another_sign_finds_no_formula_either(border, between):
    assert as_text(f"harmless{border}{between}=1") == f"harmless{border}{between}'=1"


@pytest.mark.parametrize(
    "text", ["Handwerkskammer", "a=b", "1-2", "Köln – Bonn", "https://a.b/?c=d"]
)
def test_other_texts_stay_as_they_are(text):
    assert as_text(text) == text


@given(st.text())
def test_no_text_begins_as_a_formula(text):
    written = as_text(text)
    for part in written.replace("\r", "\n").replace(";", "\n").replace("\t", "\n").split("\n"):
        assert part.strip().strip('"')[:1] not in ("=", "+", "-", "@")


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=5))
def test_every_cell_comes_back_from_the_file(rows):
    text = "".join(csv_lines(["a", "b", "c"], rows))
    assert text.startswith("\ufeffa,b,c\r\n")
    read = list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))
    assert read[1:] == [[as_text(cell) for cell in row] for row in rows]


def test_numbers_and_times_are_values(settings):
    row = [-3, 2.5, None, datetime(2026, 3, 31, 9, 30, tzinfo=UTC), True]
    assert list(csv_lines(["x"], [row]))[1] == "-3,2.5,,2026-03-31 11:30,True\r\n"


def test_a_download_has_a_name_that_no_system_refuses():
    response = csv_response('../"Ärger"\r\n.exe', ["a"], [])
    name = response["Content-Disposition"].partition("filename=")[2]
    assert set(name) <= set('"abcdefghijklmnopqrstuvwxyz0123456789-.')
    assert name.startswith('"arger')
    assert name.endswith('.csv"')
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(response) == b"\xef\xbb\xbfa\r\n"
