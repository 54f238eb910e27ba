"""A Word file's text, as the sections of a practice example. Nothing here stores anything."""

import re
from dataclasses import dataclass, field
from typing import IO, Any

import mammoth
from bs4 import Tag
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from omwagtail.content.richtext import EMPTY, FEATURES
from omwagtail.content.word_blocks import (
    TITLE_CLASS,
    blocks_of,
    is_heading,
    is_notes,
    is_title,
    level_of,
    level_of_sections,
    line_of,
    title_place,
)
from omwagtail.content.word_file import WordError, damaged, open_word_file, too_long
from omwagtail.content.word_headings import guess_kind
from omwagtail.documents import MAX_DOCUMENT_BYTES, MAX_IMAGES, plain_text, sanitise_html

STYLES = f"""
p[style-name='Title'] => h1.{TITLE_CLASS}:fresh
p[style-name='Subtitle'] => p:fresh
"""
HEADING = re.compile(r"<h[1-6][ >]")
MAX_HEADINGS = 200
MAX_TITLE = 255  # as long as the fields for titles and headings
LONGEST_SUMMARY = 600  # a longer first paragraph is a part of the text


@dataclass(frozen=True, slots=True)
class WordPicture:
    """A picture's bytes as they stand in the file, of whatever format."""

    content: bytes
    alt: str


@dataclass(slots=True)
class WordSection:
    """A piece of the story; any part of it may be missing."""

    heading: str = ""
    html: str = ""
    """Rich text as Wagtail stores it."""

    pictures: list[WordPicture] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """A code of ``section-kinds``; empty where the heading is not plain."""
        return guess_kind(self.heading)

    def is_filled(self) -> bool:
        """Whether it has anything."""
        return bool(self.heading or self.html or self.pictures)


@dataclass(slots=True)
class WordText:
    """What a file holds; any part of it may be missing."""

    title: str = ""
    summary: str = ""
    pictures: list[WordPicture] = field(default_factory=list)
    """Those that stand before the first section, and no text with them."""

    sections: list[WordSection] = field(default_factory=list)
    left_out: int = 0
    """Pictures that are linked from elsewhere, or beyond what a document may have."""


def read_word(file: IO[bytes], size: int) -> WordText:
    """The text of a .docx file that has ``size`` bytes. Raises WordError."""
    content = open_word_file(file, size)
    pictures = Pictures()
    try:
        html = mammoth.convert_to_html(
            content,
            style_map=STYLES,
            # Of a hostile file neither the rules nor anything outside of it.
            include_embedded_style_map=False,
            external_file_access=False,
            transform_document=_with_notes_once,
            convert_image=mammoth.images.img_element(pictures.take),
        ).value
    except Exception as error:
        # Mammoth expects what Word writes; anything else breaks it in ways that nobody lists.
        raise WordError(damaged()) from error
    if len(html) > MAX_DOCUMENT_BYTES:
        raise WordError(too_long())
    if len(HEADING.findall(html)) > MAX_HEADINGS:
        raise WordError(_too_many_headings())
    text = _divide(blocks_of(html), pictures)
    if not any(section.is_filled() for section in text.sections) and not text.summary:
        raise WordError(gettext("There is no text in this Word file."))
    return text


def clean_rich_text(html: str) -> str:
    """HTML as an editor's own section is stored: with the elements of documents only."""
    converter = ContentstateConverter(FEATURES)
    try:
        stored = converter.to_database_format(converter.from_database_format(sanitise_html(html)))
    except Exception:
        # The converter expects what an editor's browser sends; a forged file can nest otherwise.
        return f"<p>{escape(plain_text(html))}</p>"
    return "" if EMPTY.fullmatch(stored) else stored


class Pictures:
    """Takes pictures out of a file while it is converted; in the text stays their number."""

    def __init__(self) -> None:
        self.taken: list[WordPicture] = []
        self.left_out = 0

    def take(self, image: Any) -> dict[str, str]:
        """The attributes of a picture's ``img`` element."""
        if len(self.taken) == MAX_IMAGES:
            self.left_out += 1
            return {}
        try:
            with image.open() as file:
                content = file.read()
        except (ValueError, KeyError):  # linked from elsewhere, or not in the file
            self.left_out += 1
            return {}
        self.taken.append(WordPicture(content, " ".join((image.alt_text or "").split())))
        return {"src": str(len(self.taken) - 1)}

    def within(self, block: Tag) -> list[WordPicture]:
        """The pictures that stand in a piece of the text."""
        found = [block] if block.name == "img" else block.find_all("img")
        return [self.taken[int(image["src"])] for image in found if image.get("src")]


def _with_notes_once(document: Any) -> Any:
    """Each note where it is first referred to: a long one could be repeated without end."""
    seen: set[tuple[str, str]] = set()

    def is_new(element: Any) -> bool:
        if not isinstance(element, mammoth.documents.NoteReference):
            return True
        note = (element.note_type, element.note_id)
        known = note in seen
        seen.add(note)
        return not known

    return mammoth.transforms.run(
        lambda run: run.copy(children=[child for child in run.children if is_new(child)])
    )(document)


def _divide(blocks: list[Tag], pictures: Pictures) -> WordText:
    """The text, divided at its headings."""
    text = WordText(title=_take_title(blocks), left_out=pictures.left_out)
    text.summary = _take_summary(blocks)
    level = level_of_sections(blocks)
    parts: list[list[Tag]] = [[]]
    for block in blocks:
        if is_notes(block) or (is_heading(block) and level_of(block) <= level):
            parts.append([])
        parts[-1].append(block)
    opening, *text.sections = [_section(part, level, pictures) for part in parts]
    if opening.html or not text.sections:
        text.sections.insert(0, opening)
    else:
        text.pictures = opening.pictures
    return text


def _too_many_headings() -> str:
    return gettext(
        "This text has more than %(count)s headings. Divide it into several Word files, or make "
        "paragraphs of those headings that are none."
    ) % {"count": MAX_HEADINGS}


def _take_title(blocks: list[Tag]) -> str:
    place = title_place(blocks)
    if place is None:
        return ""
    line = line_of(blocks[place])
    if guess_kind(line) and not is_title(blocks[place]):
        return ""  # a text without a title, that begins with its “Ausgangslage”
    blocks[place : place + 1] = blocks[place].find_all("img")
    return Truncator(line).chars(MAX_TITLE)


def _take_summary(blocks: list[Tag]) -> str:
    """The first paragraph, where it stands before all headings and is short."""
    first = next((block for block in blocks if line_of(block)), None)
    if first is None or first.name != "p" or len(line_of(first)) > LONGEST_SUMMARY:
        return ""
    place = next(place for place, block in enumerate(blocks) if block is first)
    blocks[place : place + 1] = first.find_all("img")
    return line_of(first)


def _section(blocks: list[Tag], level: int, pictures: Pictures) -> WordSection:
    section = WordSection()
    html = []
    for block in blocks:
        section.pictures += pictures.within(block)
        if is_notes(block):
            section.heading = gettext("Footnotes")
        elif is_heading(block) and level_of(block) > level:
            block.name = "h3" if level_of(block) == level + 1 else "h4"
        elif is_heading(block) and len(line_of(block)) <= MAX_TITLE:
            section.heading = line_of(block)
            continue
        elif is_heading(block):
            block.name = "p"
        html.append(str(block))
    section.html = clean_rich_text("".join(html))
    return section
