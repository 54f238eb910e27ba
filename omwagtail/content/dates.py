"""Dates as editors type them: as exactly as they are known, in German or ISO order."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from omwagtail.documents import DocumentError, check_partial_date

GERMAN_DATE = re.compile(r"(?:(?:(\d{1,2})\.)?\s*(\d{1,2})\.)?\s*(\d{4})")


def iso_date(text: str | None) -> str | None:
    """``2000``, ``11.2021``, ``12.11.2021`` or an ISO date, in ISO order; None for no date."""
    text = (text or "").strip()
    if match := GERMAN_DATE.fullmatch(text):
        day, month, year = match.groups()
        text = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    try:
        return check_partial_date(text)
    except DocumentError:
        return None


def validate_date(text: str) -> None:
    """A form's validator for such dates."""
    if iso_date(text) is None:
        raise ValidationError(
            _("Write a year, a month or a day: 2021, 11.2021 or 12.11.2021."), code="invalid-date"
        )
