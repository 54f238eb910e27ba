"""Wagtail's own API, as an app that reads a Wagtail site already knows it."""

import io
import json

import pytest
from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.images import get_image_model
from wagtail.models import Site

from omwagtail.catalogue.capture import capture
from omwagtail.models import Item, Organisation
from omwagtail.pages.models import NetworkPage, PracticeExamplePage
from tests.content.checks import TWO_TOPICS, add_check
from tests.pages_for_tests import home, publish_example, publish_network
from tests.testapp.models import GuildExamplePage

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.content.api_urls")]

PAGES = "/api/v2/pages/"
EXAMPLES = "omwagtail_pages.PracticeExamplePage"


def stream(model, name, *values):
    """A StreamField's value as it is stored."""
    field = model._meta.get_field(name)
    kind = next(iter(field.stream_block.child_blocks))
    return field.to_python(json.dumps([{"type": kind, "value": value} for value in values]))


def contacts(model):
    office = {"role": "Büro", "name": "Frau Offen", "email": "", "phone": "", "public": True}
    hidden = {"role": "", "name": "Herr Geheim", "email": "", "phone": "", "public": False}
    return stream(model, "contacts", office, hidden)


def picture():
    out = io.BytesIO()
    PillowImage.new("RGB", (40, 20), (200, 90, 100)).save(out, "PNG")
    file = ImageFile(io.BytesIO(out.getvalue()), "halle.png")
    return get_image_model().objects.create(title="Halle", file=file)


def example(slug="beispiel", model=PracticeExamplePage, **fields):
    guild, _ = Organisation.objects.get_or_create(name="Innung", type="guild")
    image = picture()
    shown = {"image": image.pk, "alt": "Halle", "credit": "", "licence": ""}
    section = {
        "kind": "founding",
        "heading": "Anfang",
        "text": '<p data-block-key="a">So <b>begann</b> es.</p>',
        "images": [{"type": "item", "id": "p", "value": shown}],
    }
    actor = {
        "organisation": guild.pk,
        "name": "",
        "type": "",
        "contribution": "",
        "benefit": "Lehrlinge",
    }
    given = {
        "sections": stream(model, "sections", section),
        "actors": stream(model, "actors", actor),
        "images": stream(model, "images", shown),
        "contacts": contacts(model),
        "topics": ["skilled-labour"],
        **fields,
    }
    page = model(title="Gemeinsam ausbilden", slug=slug, summary="Drei Betriebe.", **given)
    home().add_child(instance=page)
    page.save_revision().publish()
    capture(page)
    return page


def read(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    return response.json()


def detail(client, page, **query):
    return read(client, f"{PAGES}{page.pk}/", **query)


def test_a_page_has_its_content_resolved_and_its_codes_with_labels(client):
    found = detail(client, example())
    assert found["summary"] == "Drei Betriebe."
    assert found["topics"] == [{"code": "skilled-labour", "label": "Ausbildung und Fachkräfte"}]
    assert found["licence"]["uri"] == "https://creativecommons.org/licenses/by/4.0/"
    (section,) = found["sections"]
    assert section["html"] == "<p>So <strong>begann</strong> es.</p>"
    assert section["kind_label"] == "Gründung"
    (actor,) = found["actors"]
    assert actor["organisation"] == {"name": "Innung", "type": "guild"}
    assert (actor["type"], actor["type_label"]) == ("guild", "Innung")
    for image in (*found["images"], *section["images"]):
        assert image["url"].startswith("https://partner.example/om/media/")
        assert (image["alt"], image["width"]) == ("Halle", 40)


def test_the_document_stands_in_it_as_it_was_published(client):
    page = example()
    item = Item.objects.get()
    found = detail(client, page)
    assert found["om_document"] == json.loads(item.doc)
    assert found["om_key"] == item.key
    assert found["om_api_url"] == f"https://partner.example/om/api/v1/items/{item.key}/"


def test_what_is_not_public_never_leaves(client):
    page = example()
    page.summary = "Nur ein Entwurf"
    page.save_revision()
    text = json.dumps(detail(client, page))
    assert "Frau Offen" in text
    assert "Herr Geheim" not in text
    assert "Nur ein Entwurf" not in text
    assert "om_syndicate" not in text


def test_a_page_that_stays_on_its_site_has_content_and_no_document(client):
    found = detail(client, example(om_syndicate=False))
    assert found["om_document"] is found["om_key"] is found["om_api_url"] is None
    assert found["sections"][0]["heading"] == "Anfang"
    assert [one["name"] for one in found["contacts"]] == ["Frau Offen"]


def test_an_alias_says_what_its_original_says(client):
    page = example()
    alias = page.create_alias(update_slug="alias")
    assert detail(client, alias)["om_key"] == detail(client, page)["om_key"] is not None


@pytest.mark.parametrize("model", [PracticeExamplePage, GuildExamplePage])
def test_a_list_asks_as_much_for_many_pages_as_for_few(
    client, django_assert_max_num_queries, model
):
    kind = model._meta.label
    fields = ",".join(field.name for field in model.api_fields)

    def listed():
        return read(client, PAGES, type=kind, fields=fields)["items"]

    example("eins", model)
    listed()
    with django_assert_max_num_queries(12) as few:
        assert len(listed()) == 1
    for number in range(4):
        example(f"mehr-{number}", model)
    # Wagtail itself asks for the locale of each page, no more.
    with django_assert_max_num_queries(len(few) + 4):
        found = listed()
    assert [one["sections"][0]["heading"] for one in found] == ["Anfang"] * 5
    assert all(one["om_document"]["v"] == "om/1" for one in found)


def test_a_partners_type_has_all_fields_of_the_mixin_and_its_own(client):
    found = detail(client, example(model=GuildExamplePage, trade="Dreher"))
    assert found["trade"] == "Dreher"
    assert found["om_document"]["x_trade"] == "Dreher"
    assert found["actors"][0]["type_label"] == "Innung"


def test_a_partners_blocks_are_readable_where_no_document_is(client):
    tool = {"name": "Drehbank", "price": 900}
    page = example(model=GuildExamplePage, tools=stream(GuildExamplePage, "tools", tool))
    (block,) = detail(client, page)["tools"]
    assert block["value"] == tool


def test_all_fields_can_be_asked_for_in_a_list(client):
    example()
    (found,) = read(client, PAGES, type=EXAMPLES, fields="*")["items"]
    assert found["om_document"]["title"] == found["title"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"topics": "skilled-labour"}, ["Drehen"]),
        ({"regions": "DED2F"}, ["Drehen", "Pflegen"]),
        ({"topics": "skilled"}, []),
        ({"topics": '%"'}, []),
        ({"series_title": "Reihe"}, ["Pflegen"]),
        ({"search": "Werkzeugmaschine"}, ["Drehen"]),
        ({"order": "-series_number"}, ["Drehen", "Pflegen"]),
    ],
)
def test_lists_are_filtered_searched_and_ordered_by_our_fields(client, query, titles):
    publish_example(
        title="Drehen", slug="drehen", summary="Eine Werkzeugmaschine für alle.", series_number=2
    )
    publish_example(
        title="Pflegen", slug="pflegen", topics=["health"], series_title="Reihe", series_number=1
    )
    found = read(client, PAGES, type=EXAMPLES, **query)["items"]
    assert [one["title"] for one in found] == titles


@pytest.mark.parametrize("value", ["x", '"', "[]", "{", "%", "9" * 40])
def test_no_value_of_a_filter_breaks_the_list(client, value):
    publish_example()
    for field in PracticeExamplePage.api_fields:
        response = client.get(PAGES, {"type": EXAMPLES, field.name: value})
        assert response.status_code in (200, 400), field


def test_a_network_profile_is_complete(client):
    member = {
        "organisation": None,
        "name": "Stadtwerke",
        "type": "",
        "role": "Gründer",
        "since": "2005",
    }
    page = publish_network(
        founded="11.2000",
        website="https://netz.example/",
        goals=stream(NetworkPage, "goals", "Fachkräfte gewinnen"),
        members=stream(NetworkPage, "members", member),
        funding=stream(NetworkPage, "funding", {"kind": "voluntary-work", "note": "", "share": 60}),
    )
    found = detail(client, page)
    assert found["founded"] == "11.2000"
    assert found["goals"] == ["Fachkräfte gewinnen"]
    assert found["members"] == [
        {"organisation": {"name": "Stadtwerke"}, "role": "Gründer", "since": "2005"}
    ]
    assert found["funding"] == [
        {"kind": "voluntary-work", "share": 60, "kind_label": "Ehrenamtliche Arbeit"}
    ]


def test_a_check_has_its_definition(client):
    issuer = Organisation.objects.create(name="Kammer")
    page = add_check(home(), published=True, sections=TWO_TOPICS, code="A-1", issuer=issuer)
    found = detail(client, page)
    assert found["code"] == "A-1"
    assert found["issuer"] == {"name": "Kammer"}
    assert [section["id"] for section in found["sections"]] == ["ziele", "geld"]
    assert found["scale"]["levels"]
    assert found["edition"]["fingerprint"]


def test_organisations_have_their_public_contacts_and_those_of_a_site_their_document(client):
    own = Organisation.objects.create(
        name="Kammer",
        type="chamber-of-commerce",
        site=Site.objects.get(),
        contacts=contacts(Organisation),
    )
    other = Organisation.objects.create(name="Betrieb", contacts=contacts(Organisation))
    capture(own)
    found = read(client, f"/api/v2/organisations/{own.pk}/")
    assert found["organisation_type"] == {
        "code": "chamber-of-commerce",
        "label": "Industrie- und Handelskammer",
    }
    assert found["om_document"]["title"] == "Kammer"
    plain = read(client, f"/api/v2/organisations/{other.pk}/")
    assert plain["om_document"] is None
    for one in (found, plain):
        assert [contact["name"] for contact in one["contacts"]] == ["Frau Offen"]
        assert "site" not in one
