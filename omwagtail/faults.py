"""What went wrong, in words that hold nothing of any document: for logs and for the database.

An exception's text may quote what could not be stored, a database's even the whole row. Logs are
kept for years and nobody erases a withdrawn document from them (rule 21), so they get the kind of
fault and where it happened.
"""

import traceback
from pathlib import Path

from django.db import Error as DatabaseError


def fault_of(error: BaseException) -> str:
    """The kind of an error and its place; of a database's also its first line, which names tables
    and columns and no values."""
    kind = type(error).__name__
    if isinstance(error, DatabaseError):
        first_line = str(error).partition("\n")[0]
        return f"{kind}: {first_line}"[:300]
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return kind
    return f"{kind} in {Path(frames[-1].filename).name}, line {frames[-1].lineno}"


def way_to(error: BaseException) -> str:
    """The traceback without the error's own words, for a log."""
    return "".join(traceback.format_tb(error.__traceback__)).rstrip()
