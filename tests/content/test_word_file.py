"""A file that means harm, or is no Word file, becomes a sentence."""

import io
import struct
import zipfile

import pytest
from django.utils import translation

from omwagtail.content.word import read_word
from omwagtail.content.word_file import (
    MAX_ELEMENTS,
    MAX_ENTRIES,
    MAX_FILE_BYTES,
    MAX_UNPACKED_BYTES,
    OLD_WORD,
    PROTECTED,
    WordError,
)
from omwagtail.documents import plain_text
from tests.content.word_files import (
    TEXT,
    WORD,
    archive,
    part,
    read,
    rewritten,
    with_body,
    with_text,
)


def with_document_type(declared):
    """A file whose text uses an entity that it declares."""
    text = part(with_text("Text"), TEXT).decode().replace(">Text<", ">&e;<")
    return rewritten(with_text(), {TEXT: f"<!DOCTYPE a [{declared}]>{text}"})


def with_main_part(name, xml):
    """A file that calls another of its parts its text."""
    content = with_text("Text")
    relations = part(content, "_rels/.rels").replace(TEXT.encode(), name.encode())
    return rewritten(content, {"_rels/.rels": relations, name: xml})


def declaring_less(content):
    """An archive that says of its text that it is small."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        size = old.getinfo(TEXT).file_size
    return content.replace(struct.pack("<L", size), struct.pack("<L", 100))


def encrypted(content):
    """The archive with all entries marked as encrypted."""
    changed = bytearray(content)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            changed[at + place] |= 1
            at = content.find(signature, at + 1)
    return bytes(changed)


ENTITIES = '<!ENTITY a "aaaaaaaaaa"><!ENTITY e "&a;&a;&a;&a;&a;&a;&a;&a;">'
PARAGRAPH = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
NESTED = 120
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'

HOSTILE = {
    "nothing": (lambda: b"", "damaged or not a Word file"),
    "web page": (lambda: b"<html><body>Text</body></html>", "damaged or not a Word file"),
    "PDF": (lambda: b"%PDF-1.7 Text", "PDF"),
    "old Word": (lambda: OLD_WORD + b"\0" * 600, "old version of Word"),
    "password": (lambda: OLD_WORD + b"\0" * 600 + PROTECTED, "password"),
    "encrypted entries": (lambda: encrypted(with_text("Text")), "password"),
    "cut off": (lambda: with_text("Text")[:-200], "damaged"),
    "flipped bytes": (lambda: with_text("Text").replace(b"PK\x01\x02", b"PK\x01\x03"), "damaged"),
    "another archive": (lambda: archive({"readme.txt": "Text"}), "damaged"),
    "a spreadsheet": (lambda: archive({"xl/workbook.xml": "<workbook/>"}), "damaged"),
    "broken XML": (lambda: with_body("<w:p>"), "damaged"),
    "no text": (lambda: with_body(""), "no text"),
    "entities": (lambda: with_document_type(ENTITIES), "damaged"),
    "a file of the server": (
        lambda: with_document_type('<!ENTITY e SYSTEM "file:///etc/hostname">'),
        "damaged",
    ),
    "entities in another part": (
        lambda: with_main_part("word/media/a.png", f"<!DOCTYPE a [{ENTITIES}]><a>&e;</a>"),
        "damaged",
    ),
    "entities in UTF-16": (
        lambda: with_main_part(
            "word/a.bin", f"<!DOCTYPE a [{ENTITIES}]><a>&e;</a>".encode("utf-16")
        ),
        "damaged",
    ),
    "zip bomb": (
        lambda: rewritten(with_text("Text"), {"word/media/a.bin": b"\0" * MAX_UNPACKED_BYTES}),
        "far larger",
    ),
    "zip bomb that lies": (lambda: declaring_less(with_body(PARAGRAPH * 5000)), "damaged"),
    "many entries": (
        lambda: rewritten(with_text("Text"), {f"a{n}": b"" for n in range(MAX_ENTRIES)}),
        "far larger",
    ),
    "large file": (lambda: b"PK\x03\x04" + b"\0" * MAX_FILE_BYTES, "larger than 20 MB"),
    "deep XML": (lambda: with_body("<w:p>" * NESTED + "</w:p>" * NESTED), "damaged"),
    "paragraphs within words": (
        lambda: with_body("<w:p><w:r><w:rPr><w:b/></w:rPr>" + PARAGRAPH + "</w:r></w:p>"),
        "no text",
    ),
    "open fields": (lambda: with_body("<w:p>" + FIELD * 1000 + "</w:p>"), "damaged"),
    "endless XML": (lambda: with_body("<w:p/>" * MAX_ELEMENTS), "too long"),
    "endless words": (lambda: with_text("Wort " * 110_000), "too long"),
    "a thousand headings": (
        lambda: with_body(
            '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>' * 1_000
        ),
        "more than 200 headings",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_cannot_be_taken_in_is_refused_in_a_sentence(case):
    make, words = HOSTILE[case]
    with translation.override("en"), pytest.raises(WordError, match=words):
        read(make())


def test_a_size_that_was_told_wrong_is_noticed():
    content = b"PK\x03\x04" + b"\0" * MAX_FILE_BYTES
    with translation.override("en"), pytest.raises(WordError, match="larger than"):
        read_word(io.BytesIO(content), 5)


def test_an_archive_within_the_archive_is_not_opened():
    bomb = archive({"a": b"\0" * 10_000_000})
    text = read(rewritten(with_text("Kurz."), {"word/embeddings/a.zip": bomb}))
    assert text.summary == "Kurz."


def test_a_note_that_is_referred_to_often_is_there_once():
    note = (
        f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="5">{PARAGRAPH}</w:footnote></w:footnotes>'
    )
    body = '<w:p><w:r><w:t>Satz</w:t><w:footnoteReference w:id="5"/></w:r></w:p>'
    content = rewritten(with_body(body * 50), {"word/footnotes.xml": note})
    text = read(content)
    assert plain_text(text.sections[-1].html) == "a"
    assert text.sections[-1].heading
