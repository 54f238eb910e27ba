"""The steps of docs/how-to/publish-an-example.md: from log-in to a published example."""

import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from omwagtail.catalogue.capture import item_of
from omwagtail.pages.models import DirectoryPage, PracticeExamplePage
from tests.content import first_example
from tests.pages_for_tests import home, publish_example

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DRAWING = Path(__file__).parents[2] / "example_site/content/images/techniktag.png"
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "publish-an-example.md"


@pytest.fixture
def editor(open_page, live_server):
    """An editor in front of the log-in, of a site that has one example already."""
    get_user_model().objects.create_superuser("redaktion", "redaktion@example.org", "geheim")
    examples = home().add_child(instance=DirectoryPage(title="Praxisbeispiele", slug="beispiele"))
    publish_example(examples, title="Schon da", slug="schon-da")
    page = open_page(f"{live_server.url}/admin/login/")
    page.set_default_timeout(60_000)
    return first_example.Editor(page)


def test_the_written_steps_lead_to_a_published_example(editor, live_server, client):
    editor.publish_first_example(f"{live_server.url}/admin/", "redaktion", "geheim", DRAWING)

    page = PracticeExamplePage.objects.get(title=first_example.TITLE)
    assert page.get_parent().slug == "beispiele"
    document = item_of(page).data
    body = document["body"]
    assert document["summary"] == first_example.SUMMARY
    assert document["topics"] == ["skilled-labour"]
    assert [section["heading"] for section in body["sections"]] == [
        heading for heading, _ in first_example.SECTIONS
    ]
    for section, (_, text) in zip(body["sections"], first_example.SECTIONS, strict=True):
        assert text in section["html"]
    [picture] = document["images"]
    assert (picture["alt"], picture["credit"]) == (first_example.ALT, first_example.CREDIT)
    [actor] = body["actors"]
    assert actor["organisation"] == {"name": first_example.ACTOR[0]}
    assert (actor["contribution"], actor["benefit"]) == first_example.ACTOR[1:]

    public = client.get(page.url).content.decode()
    assert first_example.TITLE in public
    assert first_example.ALT in public
    # What the page promises to its readers.
    [clicks] = re.findall(r"(\d+) Klicks", PAGE.read_text("utf-8"))
    assert editor.clicks == int(clicks)
