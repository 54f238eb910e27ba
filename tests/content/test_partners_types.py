"""What a partner's developer adds, without touching this package or its migrations."""

import pytest
from django.urls import reverse

from omwagtail.catalogue.capture import capture, item_of
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.sweeping import sweep
from omwagtail.documents import parse_document
from omwagtail.pages.models import DirectoryPage, PracticeExamplePage
from tests.testapp.models import GuildExamplePage, RegionalExamplePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def guild(home):
    page = GuildExamplePage(
        title="Innung",
        slug="innung",
        summary="Kurz.",
        trade="Tischler",
        tools=[("tool", {"name": "Hobel", "price": 40}), ("tool", {"name": "Säge"})],
        facts=[("fact", {"label": "Betriebe", "value": "18"})],
    )
    home.add_child(instance=page)
    capture(page)
    return page


@pytest.fixture
def regional(home):
    page = RegionalExamplePage(
        title="Vor Ort", slug="vor-ort", summary="Kurz.", district_office="Pirna"
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    sweep()
    return page


def test_a_partners_block_is_shown_by_a_partners_template(guild, client):
    html = client.get(guild.url).content.decode()
    assert '<p class="trade">Tischler</p>' in html
    assert "<li>Hobel, 40 Euro</li>" in html
    assert "<li>Säge</li>" in html
    # All that the template did not replace is there as well.
    assert "Betriebe" in html


def test_one_small_template_of_the_project_wins(guild, client, settings, tmp_path):
    folder = tmp_path / "omwagtail" / "includes"
    folder.mkdir(parents=True)
    (folder / "facts.html").write_text("<p>Nur {{ body.facts.0.value }}, mehr nicht.</p>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    html = client.get(guild.url).content.decode()
    assert "Nur 18, mehr nicht." in html
    assert "Tischler" in html


def test_a_subclass_of_a_ready_made_type_is_one_document(regional):
    assert Item.objects.of_type("practice-example").count() == 1
    document = parse_document(item_of(regional).doc)
    assert document.model_extra["x_district_office"] == "Pirna"
    # Whichever of its two rows is captured, it is the same document.
    capture(PracticeExamplePage.objects.get(pk=regional.pk))
    assert Item.objects.of_type("practice-example").count() == 1
    report = sweep()
    assert (report.repaired, report.withdrawn, report.failed) == (0, 0, 0)


def test_a_subclass_of_a_ready_made_type_is_served_and_listed(regional, home, client):
    assert "Vor Ort" in client.get(regional.url).content.decode()
    directory = home.add_child(instance=DirectoryPage(title="Verzeichnis", slug="verzeichnis"))
    assert "Vor Ort" in client.get(directory.url).content.decode()


@pytest.mark.parametrize("kind", ["guild", "regional"])
def test_the_form_has_the_partners_fields(editor, request, kind):
    page = request.getfixturevalue(kind)
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    own = {"guild": {"trade", "tools"}, "regional": {"district_office"}}[kind]
    assert {*own, "summary"} <= set(response.context["form"].fields)
