"""docs/reference/content-types.md names every field, block and part of a block, and no other."""

import re
from pathlib import Path

import pytest
from wagtail.fields import StreamField

from omwagtail.content.page_document import DocumentPageMixin
from omwagtail.documents import json_schema
from omwagtail.models import Adviser
from omwagtail.pages.models import CheckPage, DirectoryPage, NetworkPage, PracticeExamplePage

FILE = Path(__file__).parents[2] / "docs" / "reference" / "content-types.md"
SECTIONS = re.split(r"^## ", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
SHARED = {field.name for field in DocumentPageMixin._meta.local_fields}
TYPES = {
    "Practice example": PracticeExamplePage,
    "Network": NetworkPage,
    "Check": CheckPage,
    "Directory": DirectoryPage,
}


def rows(heading):
    """Field -> the cells of its row, below a heading."""
    (section,) = [text for text in SECTIONS if text.startswith(heading)]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {field.strip("`"): rest for field, *rest in cells}


def block_of(field):
    """The name of a StreamField's block and those of its parts."""
    if not isinstance(field, StreamField):
        return set()
    (block,) = field.stream_block.child_blocks.values()
    return {type(block).__name__, *getattr(block, "child_blocks", ())}


def documented(heading):
    return {field: set(re.findall(r"`(\w+)`", cells[1])) for field, cells in rows(heading).items()}


def test_the_fields_of_all_page_types_are_documented():
    fields = [PracticeExamplePage._meta.get_field(name) for name in SHARED]
    assert documented("All page types") == {field.name: block_of(field) for field in fields}


@pytest.mark.parametrize("heading", TYPES)
def test_the_fields_of_a_page_type_are_documented(heading):
    own = [field for field in TYPES[heading]._meta.local_fields if field.name not in SHARED]
    expected = {field.name: block_of(field) for field in own if field.name != "page_ptr"}
    assert documented(heading) == expected


def test_the_fields_of_an_adviser_are_documented():
    fields = {field.name for field in Adviser._meta.local_fields} - {"id"}
    assert set(documented("Adviser")) == fields


@pytest.mark.parametrize("block", ["CheckpointBlock", "MeasureBlock"])
def test_the_blocks_inside_of_blocks_are_documented(block):
    from omwagtail.content import blocks

    (told,) = re.findall(rf"`{block}`: ([^.]+)\.", FILE.read_text(encoding="utf-8"))
    assert set(re.findall(r"`(\w+)`", told)) == set(getattr(blocks, block)().child_blocks)


@pytest.mark.parametrize("heading", ["Practice example", "Network", "Check"])
def test_the_members_exist_in_the_format(heading):
    schema = json_schema(TYPES[heading].om_document_type)
    body = schema["$defs"][schema["properties"]["body"]["$ref"].rpartition("/")[2]]
    members = {cells[2].strip("`") for cells in rows(heading).values()}
    assert members <= {f"body.{name}" for name in body["properties"]}
    shared = {cells[2].strip("`") for cells in rows("All page types").values()} - {""}
    # `sources` is ours: a reader that does not know it keeps and ignores it.
    assert shared - {"sources"} <= set(schema["properties"])
