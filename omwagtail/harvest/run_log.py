"""A line in the log for each harvest, for people and for programs that read logs."""

import json
import logging

from omwagtail.harvest.models import Run

logger = logging.getLogger("omwagtail.harvest.run")

COUNTS = ("pages", "entries", "added", "changed", "withdrawn", "parked")
# What a source says may be part of an error; a line that nobody reads to its end helps nobody.
MAX_ERROR = 500


def log_run(run: Run, *, finished: bool) -> None:
    """Write ``source=… seconds=… pages=… … result=…`` and, where there is one, ``error="…"``.

    ``result`` is ``ok``, ``unfinished`` (more is left, it goes on soon) or ``failed``. The same
    stands in the record's attributes of these names, for formatters that write JSON. Nothing of a
    document is in it, and no text from elsewhere can begin a line or a field of its own.
    """
    values = {
        "source": _on_one_line(run.source.origin),
        "seconds": round((run.finished - run.started).total_seconds(), 3),
        **{name: getattr(run, name) for name in COUNTS},
        "result": "ok" if finished else "failed" if run.error else "unfinished",
        "error": _on_one_line(run.error)[:MAX_ERROR],
    }
    said = [f"{name}={value}" for name, value in values.items() if name != "error"]
    if values["error"]:
        said.append(f"error={json.dumps(values['error'], ensure_ascii=False)}")
    level = logging.WARNING if run.error else logging.INFO
    logger.log(level, "%s", " ".join(said), extra=values)


def _on_one_line(text: str) -> str:
    """Without line breaks, control characters and those that turn the direction of reading."""
    return "".join(character if character.isprintable() else " " for character in text)
