"""Opening a saved file where no script runs, and what is said of posted fields that are wrong.

static/omwagtail/keep.js does the same on the device, in the same words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext, ngettext

from omwagtail.questionnaires import RecordError, clean_record, read_record
from omwagtail.questionnaires.record import MAX_NOTE, MAX_RECORD_BYTES
from omwagtail.runner.asked import Asked
from omwagtail.runner.state import NOTE, Record, about, record_of, with_prefix
from omwagtail.runner.words import say

# The button that opens a file, and the field that holds it.
OPEN, FILE = "open", "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is wrong, in a sentence, and the id of the field where it can be mended."""

    target: str
    text: str


class FileTrouble(ValueError):
    """A file cannot be opened here."""

    def __init__(self, text: str) -> None:
        self.trouble = Trouble(target="om-file", text=text)
        super().__init__(text)


def keep_files_in_memory(request: HttpRequest) -> None:
    """No file touches the disk: one that is too large for the memory is not taken at all.

    Called before anything reads the form. Where the site has read it already, it is too late.
    """
    if not hasattr(request, "_files"):
        request.upload_handlers = [MemoryFileUploadHandler(request)]


def files_were_too_large(request: HttpRequest) -> bool:
    """Whether no file came because none was taken: together they do not fit into the memory."""
    fits = min(MAX_RECORD_BYTES, settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
    return int(request.META.get("CONTENT_LENGTH") or 0) > fits


def saved_record(request: HttpRequest, asked: Asked) -> Mapping[str, Any]:
    """The record in the posted file, still to be cleaned; raises FileTrouble."""
    file = request.FILES.get(FILE)
    if file is None:
        too_large = files_were_too_large(request)
        raise FileTrouble(say("file-too-large") if too_large else gettext("Choose a file first."))
    try:
        raw = read_record(file.read(MAX_RECORD_BYTES + 1))
    except RecordError as error:
        raise FileTrouble(say(f"file-{error.code}")) from None
    check = clean_record({}, raw).get("check", {})
    if check.get("id") not in (None, about(asked.document)["check"].get("id")):
        raise FileTrouble(say("file-other-check", title=check.get("title") or check["id"]))
    return raw


def fingerprint_of(raw: Mapping[str, Any]) -> str:
    """Of the edition that was filled in; empty where the record does not say."""
    return clean_record({}, raw).get("edition", {}).get("fingerprint", "")


def notes_too_long(body: dict[str, Any], fields: QueryDict) -> list[Trouble]:
    """Browsers stop at the limit, but not all that sends forms is a browser."""
    return [
        Trouble(
            target=f"note-{id}",
            text=ngettext(
                "A note is too long by %(count)s character.",
                "A note is too long by %(count)s characters.",
                excess,
            )
            % {"count": excess},
        )
        for id, note in _whole_notes(body, fields).items()
        if (excess := len(note) - MAX_NOTE) > 0
    ]


def with_whole_notes(body: dict[str, Any], fields: QueryDict) -> Record:
    """The posted record with notes of any length, to be shortened by who wrote them."""
    return record_of(body, fields) | {"notes": _whole_notes(body, fields)}


def _whole_notes(body: dict[str, Any], fields: QueryDict) -> dict[str, str]:
    kept = record_of(body, fields)["notes"]
    notes = with_prefix(fields, NOTE)
    return {id: notes[id].replace("\r\n", "\n").strip() for id in kept}
