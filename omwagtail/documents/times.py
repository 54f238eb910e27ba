"""Points in time as documents write them: `YYYY-MM-DDTHH:MM:SSZ`, always UTC."""

import re
from datetime import UTC, date, datetime

from omwagtail.documents.exceptions import DocumentError, excerpt

# [0-9], not \d: other scripts' digits are no part of the format.
TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# When something on a website can be published or expire. At the ends of the calendar a time could
# not be turned into local time, and databases do not store all of them.
YEARS = range(1900, 2201)
PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def parse_timestamp(text: str) -> datetime:
    """The aware UTC time of a document's `published`, `modified` or `expires`.

    Raises DocumentError (`schema`) for another form, a time that does not exist, or one far off.
    """
    if TIMESTAMP.fullmatch(text):
        try:
            moment = datetime(
                int(text[0:4]),
                int(text[5:7]),
                int(text[8:10]),
                int(text[11:13]),
                int(text[14:16]),
                int(text[17:19]),
                tzinfo=UTC,
            )
            if moment.year in YEARS:
                return moment
        except ValueError:
            pass
    raise DocumentError("schema", f"{excerpt(text)} is not a time like 2026-03-31T09:30:00Z.")


def format_timestamp(moment: datetime) -> str:
    """Write an aware time in UTC, to the second. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("A time without a time zone cannot be written into a document.")
    moment = moment.astimezone(UTC)
    # Not strftime: on some platforms it writes years below 1000 with fewer than four digits.
    return f"{moment.replace(tzinfo=None, microsecond=0).isoformat()}Z"


def check_day(text: str) -> str:
    """Return a real day `YYYY-MM-DD` unchanged; raises DocumentError (`schema`)."""
    if DAY.fullmatch(text):
        return check_partial_date(text)
    raise DocumentError("schema", f"{excerpt(text)} is not a day like 2026-03-31.")


def check_partial_date(text: str) -> str:
    """Return `YYYY`, `YYYY-MM` or `YYYY-MM-DD` unchanged, if it exists in the calendar.

    Much of what is told in a practice example is known by its year only.
    Raises DocumentError (`schema`).
    """
    if PARTIAL_DATE.fullmatch(text):
        try:
            date(int(text[0:4]), int(text[5:7] or 1), int(text[8:10] or 1))
            return text
        except ValueError:
            pass
    raise DocumentError("schema", f"{excerpt(text)} is not a date like 2026, 2026-03, 2026-03-31.")
