from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omwagtail.documents import (
    DocumentError,
    check_day,
    check_partial_date,
    format_timestamp,
    parse_timestamp,
)


def test_a_timestamp_is_utc():
    assert parse_timestamp("2024-02-29T23:59:59Z") == datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-06-30T23:59:60Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "1899-12-31T23:59:59Z",
        "2201-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00z",
        "2026-01-01t00:00:00Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00+00:00",
        "2026-01-01T00:00:00.0Z",
        "2026-01-01T00:00:00Z\n",
        "２０２６-01-01T00:00:00Z",
        "",
    ],
)
def test_anything_else_is_not(text):
    with pytest.raises(DocumentError):
        parse_timestamp(text)


@given(st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30), timezones=st.timezones()))
def test_every_moment_is_written_to_the_second(moment):
    expected = moment.astimezone(UTC).replace(microsecond=0)
    assert parse_timestamp(format_timestamp(moment)) == expected


def test_local_time_is_turned_into_utc():
    summer = timezone(timedelta(hours=2))
    assert format_timestamp(datetime(2026, 7, 1, 1, 0, tzinfo=summer)) == "2026-06-30T23:00:00Z"


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        format_timestamp(datetime(2026, 1, 1))


@pytest.mark.parametrize("text", ["2000", "2009-01", "2024-02-29"])
def test_dates_are_as_exact_as_they_are_known(text):
    assert check_partial_date(text) == text


@pytest.mark.parametrize("text", ["0000", "2009-13", "2023-02-29", "09", "2009-1", "2009-01-01Z"])
def test_dates_must_exist(text):
    with pytest.raises(DocumentError):
        check_partial_date(text)


def test_a_day_is_whole():
    assert check_day("2026-02-28") == "2026-02-28"
    with pytest.raises(DocumentError):
        check_day("2026-02")
