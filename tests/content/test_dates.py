import pytest
from django.core.exceptions import ValidationError

from omwagtail.content.dates import iso_date, validate_date


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2021", "2021"),
        ("11.2021", "2021-11"),
        ("3.2.2021", "2021-02-03"),
        ("12. 11. 2021", "2021-11-12"),
        ("2021-11", "2021-11"),
        ("2021-11-12", "2021-11-12"),
        (" 2021 ", "2021"),
    ],
)
def test_dates_are_read_as_exactly_as_they_are_known(typed, iso):
    assert iso_date(typed) == iso


@pytest.mark.parametrize(
    "typed", ["", None, "gestern", "31.02.2021", "13.2021", "21", "0000", "٢٠٢١"]
)
def test_what_is_no_date_is_left_out(typed):
    assert iso_date(typed) is None


def test_a_form_refuses_what_is_no_date():
    with pytest.raises(ValidationError):
        validate_date("im Herbst")
