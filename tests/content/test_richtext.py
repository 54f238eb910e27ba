import pytest

from omwagtail.content.richtext import html_of
from omwagtail.documents import sanitise_html


def test_bold_and_italic_become_elements_of_documents():
    html = html_of('<p data-block-key="a">Ein <b>Plan</b> und <i>Mut</i><br/></p>')
    assert sanitise_html(html) == "<p>Ein <strong>Plan</strong> und <em>Mut</em><br></p>"


@pytest.mark.parametrize(
    "blank", [None, "", "<p></p>", '<p data-block-key="x"></p>', "<p> <br/></p>"]
)
def test_an_empty_editor_is_no_text(blank):
    assert html_of(blank) == ""


def test_blank_lines_between_paragraphs_do_not_get_into_documents():
    html = html_of('<p data-block-key="a">Eins</p><p data-block-key="b"> <br/></p><p>Zwei</p>')
    assert sanitise_html(html) == "<p>Eins</p><p>Zwei</p>"


@pytest.mark.django_db
def test_links_to_pages_are_addresses(home):
    html = html_of(f'<p><a linktype="page" id="{home.pk}">Start</a></p>')
    assert f'href="{home.url}"' in html


@pytest.mark.django_db
def test_a_link_to_a_page_that_is_gone_is_only_words():
    html = html_of('<p><a linktype="page" id="99999">Start</a></p>')
    assert sanitise_html(html) == "<p>Start</p>"
