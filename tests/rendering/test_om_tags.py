"""The template library, as a site's own templates use it."""

import pytest
from django.template import Context, Template

from tests.documents import factories
from tests.rendering.markup import Markup


def render(source: str, **context) -> str:
    return Template("{% load om %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Text<script>alert(1)</script></p>", "<p>Text</p>"),
        ('<p onclick="x()" style="color:red">Text</p>', "<p>Text</p>"),
        ('<a href="javascript:alert(1)">Text</a>', "Text"),
        ('<img src="x" onerror="alert(1)">', ""),
        (None, ""),
    ],
)
def test_rich_text_is_sanitised_when_it_is_shown(html, shown):
    assert render("{{ html|om_html }}", html=html) == shown


def test_a_label_is_escaped():
    entry = {"code": "x", "label": "<b>"}

    assert render('{{ entry|om_label:"topics" }}', entry=entry) == "&lt;b&gt;"


def test_a_date_is_readable_for_machines_where_it_can_be():
    assert render("{% om_time '2005-03' %}").startswith('<time datetime="2005-03">')
    assert render("{% om_time value %}", value="<2005/06>") == "&lt;2005/06&gt;"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://a.example/", "https://a.example/"),
        ("/hier/", "/hier/"),
        ("//fremd.example", ""),
        ("/\\fremd.example", ""),
        ("javascript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        (None, ""),
    ],
)
def test_only_addresses_of_the_web_become_links(value, shown):
    assert render("{{ value|om_url }}", value=value) == shown


@pytest.mark.django_db
def test_pictures_can_be_shown_without_render_document():
    image = factories.image("x", alt="Zwei Leute")
    document = factories.rich_network(images=[image])

    markup = Markup(render("{% om_picture document.images.0 %}", document=document))

    assert markup.all("img", alt="Zwei Leute")[0].attributes["src"].startswith("/om/media/")
    assert [caption.text.strip() for caption in markup.all("figcaption")] == [
        "Foto: Muster, CC BY 4.0"
    ]
