"""The HTML of a Word text, flattened: headings, paragraphs and lists one after the other."""

import re
from collections import Counter
from collections.abc import Iterator

import nh3
from bs4 import BeautifulSoup, Tag

from omwagtail.documents import plain_text

TITLE_CLASS = "title"
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = frozenset({*HEADINGS, "p", "li", "br"})
NOTE = re.compile(r"(?:foot|end)note-")
BACK_TO_TEXT = "↑"
LONGEST_BOLD_LINE = 100  # characters; a longer one is a paragraph that somebody stressed


def blocks_of(html: str) -> list[Tag]:
    """The text's pieces; tables are lists by now, or paragraphs where they only place a text."""
    text = BeautifulSoup(html, "html.parser")
    for note in text.find_all("li", id=NOTE):
        _tidy_note(note)
    blocks = list(_flat(text))
    if not any(is_heading(block) and not is_title(block) for block in blocks[1:]):
        _raise_bold_lines(blocks)
    return blocks


def line_of(block: Tag) -> str:
    """The words of a piece."""
    return plain_text(str(block))


def is_heading(block: Tag) -> bool:
    """Whether something stands below it."""
    return block.name in HEADINGS


def is_title(block: Tag) -> bool:
    """Whether Word calls it the title."""
    return TITLE_CLASS in block.get("class", [])


def level_of(heading: Tag) -> int:
    """1 for the highest."""
    return int(heading.name[1])


def is_notes(block: Tag) -> bool:
    """Whether these are the footnotes, which stand at the end of the text."""
    return block.name == "ol" and block.find("li", id=NOTE, recursive=False) is not None


def title_place(blocks: list[Tag]) -> int | None:
    """Where the text's title stands: what Word calls so, else the first heading."""
    headings = [place for place, block in enumerate(blocks) if is_heading(block)]
    titles = [place for place in headings if is_title(blocks[place])]
    return next(iter(titles + headings), None)


def level_of_sections(blocks: list[Tag]) -> int:
    """Headings of this level or a higher one begin a section; deeper ones stand in its text.

    A heading that is alone on its level is a title or an appendix, and divides nothing.
    """
    counts = Counter(level_of(block) for block in blocks if is_heading(block))
    several = [level for level, count in counts.items() if count > 1]
    return min(several or counts, default=0)


def _flat(parent: Tag) -> Iterator[Tag]:
    for child in parent.find_all(True, recursive=False):
        if child.name == "table":
            yield from _pieces_of_table(child)
        else:
            yield child


def _pieces_of_table(table: Tag) -> Iterator[Tag]:
    """A table that only places a text gives way to it; others become a list of their rows."""
    rows = [
        [cell for cell in row.find_all(["td", "th"], recursive=False) if _is_filled(cell)]
        for row in table.find_all("tr")
        if row.find_parent("table") is table
    ]
    if all(len(row) <= 1 for row in rows):
        for row in rows:
            for cell in row:
                yield from _flat(cell)
        return
    lines = [_line_of_row(row) for row in rows if row]
    yield from table.find_all("img")
    yield _tag(f"<ul>{''.join(f'<li>{line}</li>' for line in lines if line)}</ul>")


def _is_filled(cell: Tag) -> bool:
    return bool(cell.get_text(strip=True)) or cell.find("img") is not None


def _line_of_row(row: list[Tag]) -> str:
    """“2004: association; 12 firms”: the first cell says what the others are about."""
    first, *others = [words for cell in row if (words := _words_of(cell))] or [""]
    if not others:
        return first
    colon = " " if plain_text(first).endswith(":") else ": "
    return first + colon + "; ".join(others)


def _words_of(cell: Tag) -> str:
    """A cell's words with what is stressed and linked in them."""
    for piece in cell.find_all(PARAGRAPHS):
        piece.insert_after(" ")
    words = nh3.clean(
        cell.decode_contents(), tags={"a", "strong", "em"}, attributes={"a": {"href"}}
    )
    return " ".join(words.split())


def _tidy_note(note: Tag) -> None:
    for link in note.find_all("a"):
        if link.get_text() == BACK_TO_TEXT:
            link.decompose()
    for paragraph in note.find_all("p"):
        paragraph.insert_after(" ")
        paragraph.unwrap()


def _raise_bold_lines(blocks: list[Tag]) -> None:
    """Headings of those who never use Word's own: a line of its own in bold."""
    for block in blocks:
        stressed = block.find("strong", recursive=False) if block.name == "p" else None
        line = line_of(block) if stressed else ""
        if (
            line
            and len(line) <= LONGEST_BOLD_LINE
            and line == line_of(stressed)
            and not line.endswith((".", ",", ";"))
        ):
            block.name = "h2"


def _tag(html: str) -> Tag:
    return BeautifulSoup(html, "html.parser").find(True)
