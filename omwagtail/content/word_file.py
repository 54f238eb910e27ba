"""Whether an uploaded file is a Word file that can be opened without harm.

A .docx file is a zip archive of XML files and pictures. Nothing in it is trusted: neither what it
says about its own sizes nor what its parts are called.
"""

import io
import zipfile
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext

MAX_FILE_BYTES = 20 * 1024 * 1024  # a long report with some photographs
MAX_ENTRIES = 2_000  # Word writes some twenty, and one for each picture
MAX_UNPACKED_BYTES = 100 * 1024 * 1024  # pictures hardly shrink in an archive
MAX_XML_BYTES = 20 * 1024 * 1024  # the text of a book of 500 pages has about half of it
MAX_ELEMENTS = 80_000  # of all parts together; a page of text has some 500
MAX_XML_DEPTH = 80  # a picture in a table in a table needs 30; readers of XML recurse
MAX_OPEN_FIELDS = 20  # a link in a table of contents needs 3; each costs time in every run after it

ZIP = b"PK\x03\x04"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what Word wraps a password-protected file in
PROTECTED = "EncryptedPackage".encode("utf-16-le")
BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # byte order marks and blanks
ENCRYPTED_ENTRY = 0x1


class WordError(Exception):
    """Why a file cannot be taken in: a sentence in the editor's language."""


def open_word_file(file: IO[bytes], size: int) -> io.BytesIO:
    """The file's content, of which every part was read once. Raises WordError."""
    if size > MAX_FILE_BYTES:
        raise WordError(_too_large())
    content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise WordError(_too_large())
    _check_signature(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise WordError(damaged()) from error
    return io.BytesIO(content)


def damaged() -> str:
    """What an editor can do about a file that nobody understands."""
    return gettext(
        "This file is damaged or not a Word file. Open it in Word and save it anew as a "
        "“Word document (.docx)”."
    )


def _too_large() -> str:
    return gettext(
        "The file is larger than %(megabytes)s MB. In Word, “Compress pictures” makes it smaller."
    ) % {"megabytes": MAX_FILE_BYTES // 1024**2}


def _check_signature(content: bytes) -> None:
    if content.startswith(OLD_WORD):
        if PROTECTED in content:
            raise WordError(_protected())
        raise WordError(
            gettext(
                "This is a file of an old version of Word (.doc). Open it in Word and save it as "
                "a “Word document (.docx)”."
            )
        )
    if content.startswith(b"%PDF"):
        raise WordError(
            gettext("This is a PDF file. Choose the Word file (.docx) that it was made from.")
        )
    if not content.startswith(ZIP):
        raise WordError(damaged())


def _protected() -> str:
    return gettext(
        "The file is protected by a password. Take the password away in Word and save the file."
    )


def _check_archive(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len({entry.filename for entry in entries}) != len(entries):
        raise WordError(damaged())  # which of two namesakes is read depends on the reader
    if any(entry.flag_bits & ENCRYPTED_ENTRY for entry in entries):
        raise WordError(_protected())
    declared = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or declared > MAX_UNPACKED_BYTES:
        raise WordError(_unpacks_too_large())
    parts = PartReader()
    unpacked = 0
    for entry in entries:
        # Reads at most what the entry declares, and checks its sum.
        content = archive.read(entry)
        unpacked += len(content)
        if unpacked > MAX_UNPACKED_BYTES:
            raise WordError(_unpacks_too_large())
        # By content, since a document may call any of its parts its text.
        if content.lstrip(BEFORE_XML).startswith(b"<"):
            parts.read(content)


def _unpacks_too_large() -> str:
    return gettext(
        "Unpacked, this file would be far larger than any text. Open it in Word, copy the text "
        "into a new document, and save that."
    )


class PartReader:
    """Goes through XML parts without keeping anything of them, and stops at what is too much."""

    def __init__(self) -> None:
        self.bytes = self.elements = self.depth = self.open_fields = 0

    def read(self, content: bytes) -> None:
        """Raises WordError for a part that is no XML, tangled, or has a document type."""
        self.bytes += len(content)
        if self.bytes > MAX_XML_BYTES:
            raise WordError(too_long())
        self.depth = self.open_fields = 0
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise WordError(damaged()) from error

    def _refuse(self, *declared: object) -> None:
        # Word writes none. In it stand the entities that unfold to gigabytes.
        raise WordError(damaged())

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > MAX_ELEMENTS:
            raise WordError(too_long())
        if name.endswith("fldChar"):
            kinds = attributes.values()
            self.open_fields += ("begin" in kinds) - ("end" in kinds)
        if self.depth > MAX_XML_DEPTH or self.open_fields > MAX_OPEN_FIELDS:
            raise WordError(damaged())

    def _end(self, name: str) -> None:
        self.depth -= 1


def too_long() -> str:
    """A text that is no practice example any more."""
    return gettext(
        "This text is too long for a practice example. Divide it into several Word files, "
        "or shorten it."
    )
