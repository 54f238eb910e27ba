"""What the how-to names is there, and what is there is named."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
from django.template.loader_tags import BlockNode, ExtendsNode
from django.test import override_settings

from omwagtail import rendering
from tests.documents import factories
from tests.rendering.samples import render

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "change-the-look.md"
ROWS = re.findall(r"^\| `(omwagtail/[a-z_]+\.html)`[^|]*\| (.+) \|$", HOW_TO.read_text(), re.M)
INCLUDES = Path(rendering.__file__).parents[1] / "templates" / "omwagtail" / "includes"


@pytest.mark.parametrize(("name", "listed"), ROWS, ids=[name for name, _ in ROWS])
def test_the_blocks_of_a_template_are_those_that_are_listed(name, listed):
    named = set(re.findall(r"`(\w+)`", listed))
    inherited = named_in("omwagtail/document.html") if name != "omwagtail/document.html" else set()
    frame = blocks_of("omwagtail/base.html")

    found = blocks_of(name)

    assert named <= found
    assert found - named - inherited <= frame


def test_every_template_of_a_type_is_listed():
    assert set(rendering.TEMPLATES.values()) <= {name for name, _ in ROWS}


def test_the_pieces_are_those_that_are_listed():
    listed = re.search(r"## One piece wherever it stands(.+?)\n##", HOW_TO.read_text(), re.S)[1]

    assert set(re.findall(r"`([a-z_]+\.html)`", listed)) == {
        path.name for path in INCLUDES.iterdir()
    }


def test_the_custom_properties_are_those_that_are_listed():
    table = re.findall(r"^\| (`--om.+?) \|", HOW_TO.read_text(), re.M)
    css = Path(finders.find("omwagtail/om.css")).read_text()

    assert set(re.findall(r"--om-[a-z-]+", " ".join(table))) == set(
        re.findall(r"^    (--om-[a-z-]+):", css, re.M)
    )


@pytest.mark.django_db
def test_one_block_can_be_replaced_by_a_file_of_the_same_name(rf, tmp_path):
    (tmp_path / "omwagtail").mkdir()
    (tmp_path / "omwagtail" / "practice_example.html").write_text(
        '{% extends "omwagtail/practice_example.html" %}'
        "{% block om_quotes %}{% endblock %}"
        "{% block om_lessons %}<p>Wissenswert:</p>{{ block.super }}{% endblock %}"
    )
    templates = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]

    with override_settings(TEMPLATES=templates):
        page = render(rf.get("/"), factories.rich_practice_example())

    assert "Allein hätten wir" not in page.text
    assert "Wissenswert:" in page.text
    assert "Klein anfangen." in page.text


def test_one_piece_can_be_replaced_on_its_own():
    shown = render_to_string("omwagtail/includes/quotes.html", {"quotes": [{"text": "Ja!"}]})

    assert "Ja!" in shown


def blocks_of(name):
    """Names of a template's blocks, inherited ones included."""
    found = set()
    template = get_template(name).template
    while template is not None:
        found |= {node.name for node in template.nodelist.get_nodes_by_type(BlockNode)}
        (extends,) = template.nodelist.get_nodes_by_type(ExtendsNode) or [None]
        template = get_template(extends.parent_name.token.strip('"')).template if extends else None
    return found


def named_in(name):
    return set(re.findall(r"`(\w+)`", dict(ROWS)[name]))
