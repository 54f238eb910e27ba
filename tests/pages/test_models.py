"""The ready-made page types, and what a partner makes of the mixins."""

import pytest
from wagtail.models import Page

from omwagtail.catalogue.capture import capture
from omwagtail.catalogue.sweeping import sweep
from omwagtail.documents import parse_document
from omwagtail.pages import models
from tests.content.editing import add_home
from tests.testapp.models import GuildExamplePage, OldExample

PAGE_TYPES = [
    models.PracticeExamplePage,
    models.CheckPage,
    models.NetworkPage,
    models.DirectoryPage,
]


@pytest.fixture
def home(db):
    return add_home()


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda one: one.__name__)
def test_base_panels_and_search_fields_are_kept(model):
    assert model.content_panels[: len(Page.content_panels)] == Page.content_panels
    names = {field.field_name for field in model.search_fields}
    assert {"title", "path"} <= names


@pytest.mark.parametrize("model", [*PAGE_TYPES, GuildExamplePage], ids=lambda one: one.__name__)
def test_every_field_of_the_mixin_is_in_the_form(model):
    form = model.get_edit_handler().get_form_class()
    own = {field.name for field in model._meta.local_fields if field.editable}
    assert own - {"page_ptr"} <= set(form.base_fields)


@pytest.mark.django_db
@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda one: one.__name__)
def test_the_template_is_that_of_the_document_type(model, rf):
    assert model().get_template(rf.get("/")) == model.om_template


def test_a_partners_field_and_block_travel_in_the_document(home):
    page = GuildExamplePage(
        title="Innung", summary="Kurz.", trade="Tischler", tools=[("tool", {"name": "Hobel"})]
    )
    home.add_child(instance=page)
    document = parse_document(capture(page).doc)
    assert document.model_extra["x_trade"] == "Tischler"
    assert document.body.model_extra["x_tools"][0]["name"] == "Hobel"


def test_a_partners_template_shows_its_page(home, client):
    page = home.add_child(instance=GuildExamplePage(title="Innung", summary="Kurz.", trade="Maler"))
    capture(page)
    assert '<p class="trade">Maler</p>' in client.get(page.url).content.decode()


def test_an_old_model_takes_part_by_the_protocol_alone(home):
    page = home.add_child(instance=OldExample(title="Von 2014", body="<p>Noch wahr.</p>"))
    sweep()
    document = parse_document(capture(page).doc)
    assert document.body.sections[0].html == "<p>Noch wahr.</p>"
