"""Word files for tests, as Word or somebody with bad intentions would make them."""

import io
import zipfile
from xml.sax.saxutils import escape

from PIL import Image

from omwagtail.content.word import WordText, read_word

TEXT = "word/document.xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "word/_rels/document.xml.rels"


def saved(document) -> bytes:
    """The bytes of a python-docx document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


def with_body(xml: str) -> bytes:
    """A file whose text is this XML, and which has no other part that could be left out."""
    return archive(
        {
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
            f'Type="{OFFICE}/relationships/officeDocument" Target="{TEXT}"/></Relationships>',
            TEXT: f'<w:document xmlns:w="{WORD}"><w:body>{xml}</w:body></w:document>',
        }
    )


def with_text(*paragraphs: str) -> bytes:
    """A file with plain paragraphs."""
    return with_body(
        "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    )


def read(content) -> WordText:
    """What this package makes of a file, or of a python-docx document."""
    if not isinstance(content, bytes):
        content = saved(content)
    return read_word(io.BytesIO(content), len(content))


def picture(*, size=(12, 8), color="red", kind="PNG") -> io.BytesIO:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, color=color).save(file, kind)
    file.seek(0)
    return file


def add_picture(document, file: io.BytesIO, alt: str = "") -> None:
    """A picture in a paragraph of its own, with Word's description."""
    shape = document.add_picture(file)
    shape._inline.docPr.set("descr", alt)


def rewritten(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The archive with parts replaced or added."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return result.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of the archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
