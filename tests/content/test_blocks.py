"""Blocks with nothing in them, and with everything that a draft may hold."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from omwagtail.content import blocks
from omwagtail.pages.models import CheckPage, NetworkPage, PracticeExamplePage

DOCUMENT_BLOCKS = [
    getattr(blocks, name)
    for name in blocks.__all__
    if isinstance(getattr(blocks, name), type)
    and issubclass(getattr(blocks, name), blocks.DocumentBlock)
    and getattr(blocks, name) is not blocks.DocumentBlock
]


@pytest.mark.django_db
@pytest.mark.parametrize("block_class", DOCUMENT_BLOCKS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("raw", ["nothing", "default", "nulls"])
def test_a_block_with_blanks_makes_no_trouble(block_class, raw):
    block = block_class()
    value = {
        "nothing": lambda: block.to_python({}),
        "default": block.get_default,
        "nulls": lambda: block._to_struct_value(dict.fromkeys(block.child_blocks)),
    }[raw]()
    block.to_document(value, identity="here")


@pytest.mark.parametrize("model", [PracticeExamplePage, NetworkPage, CheckPage])
@pytest.mark.django_db
def test_a_page_with_nothing_in_it_has_a_document(model):
    assert model().to_document()["title"] == ""


@pytest.mark.django_db
def test_a_figure_is_a_number_where_it_is_one():
    block = blocks.FactBlock()
    facts = [{"label": "Betriebe", "value": value} for value in ("18", "über 400", "007", "")]
    made = [block.to_document(block.to_python(fact), identity="")["value"] for fact in facts]
    assert made == [18, "über 400", "007", ""]


@pytest.mark.django_db
def test_a_section_carries_its_pictures_with_credit():
    image = get_image_model().objects.create(title="Bild", file=get_test_image_file())
    block = blocks.SectionBlock()
    picture = {"image": image.pk, "alt": "Eine Werkbank", "credit": "Foto: A. B."}
    value = block.to_python({"images": [{"type": "item", "value": picture, "id": "1"}]})
    (member,) = block.to_document(value, identity="")["images"]
    assert member["alt"] == "Eine Werkbank"
    assert member["credit"] == "Foto: A. B."
    assert member["url"].startswith("/om/media/")
