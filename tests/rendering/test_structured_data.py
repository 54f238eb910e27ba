import json

import pytest
from wagtail.models import Page, Site

from omwagtail.rendering.structured_data import json_ld
from tests.catalogue.factories import OWN_ORIGIN
from tests.documents import factories
from tests.rendering.markup import Markup
from tests.rendering.samples import TYPES, foreign_item, own_item, render, stored_picture
from tests.rendering.schema_org import mistakes

BREAKOUTS = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>&lt;/script&gt;",
    "\u2028\u2029",
    '"\\',
]


@pytest.mark.parametrize("text", BREAKOUTS)
def test_no_text_breaks_out_of_the_script_element(text):
    markup = Markup(json_ld({"name": text}))

    assert [element.tag for element in markup.elements] == ["script"]
    assert json.loads(markup.elements[0].text) == {"name": text}


@pytest.mark.django_db
@pytest.mark.parametrize("text", BREAKOUTS)
def test_a_hostile_title_is_data_in_the_page(request_, text):
    page = render(request_, factories.rich_practice_example(title=text))

    assert page.structured_data["mainEntity"]["headline"] == text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("type", "kind"),
    [
        ("practice-example", "Article"),
        ("check", "LearningResource"),
        ("network", "Organization"),
        ("organisation", "Organization"),
    ],
)
def test_a_document_is_described_by_its_kind(request_, type, kind):
    page = render(request_, factories.RICH[type]())

    assert page.structured_data["@context"] == "https://schema.org"
    assert page.structured_data["mainEntity"]["@type"] == kind


@pytest.mark.django_db
def test_an_article_names_publisher_licence_and_dates(request_):
    article = render(request_, factories.rich_practice_example()).structured_data["mainEntity"]

    assert article["publisher"]["name"] == "Handwerkskammer Musterstadt"
    assert article["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert article["datePublished"] == "2026-02-01T08:00:00Z"
    assert article["inLanguage"] == "de"


@pytest.mark.django_db
def test_an_event_is_described_with_its_day_and_place(request_):
    article = render(request_, factories.rich_practice_example()).structured_data["mainEntity"]

    assert article["about"] == {
        "@type": "Event",
        "name": "IMPRO e.V.: Fachkräfte",
        "description": factories.rich_practice_example()["summary"],
        "startDate": "2025-11-12",
        "location": {"@type": "Place", "name": "Glashütte", "address": "Glashütte"},
    }


@pytest.mark.django_db
def test_of_a_foreign_document_the_address_is_the_origins_and_the_picture_ours(request_):
    picture, image = stored_picture()
    item = foreign_item(images=[image])

    data = render(request_, item.data, item=item).structured_data

    assert data["url"] == item.url
    assert data["primaryImageOfPage"]["url"] == f"http://testserver/om/media/{picture.digest}.webp"


@pytest.mark.django_db
def test_what_may_not_be_shown_is_not_described_either(request_):
    item = foreign_item("network", reuse="link")

    entity = render(request_, item.data, item=item).structured_data["mainEntity"]

    assert entity.keys() <= {"@type", "name", "areaServed"}


@pytest.mark.django_db
@pytest.mark.parametrize("type", TYPES)
def test_a_description_says_only_what_schema_org_defines(request_, type):
    _, image = stored_picture(origin=OWN_ORIGIN)
    own = own_item(type, images=[image])
    foreign = foreign_item(type, reuse="excerpt")
    draft = factories.MINIMAL[type](body={})

    for page in (
        render(request_, own.data, item=own, page=_page_below_home()),
        render(request_, foreign.data, item=foreign),
        render(request_, draft),
    ):
        assert mistakes(page.structured_data) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"@type": "WebPage", "colour": "red"},
        {"@type": "WebPage", "url": "/hier/"},
        {"@type": "WebPage", "datePublished": "2026-13-01"},
        {"@type": "WebPage", "breadcrumb": {"@type": "BreadcrumbList"}},
        {"@type": "WebPage", "mainEntity": {"@type": "Event", "name": "X"}},
    ],
)
def test_mistakes_in_descriptions_are_found(wrong):
    assert len(mistakes(wrong)) == 1


@pytest.mark.django_db
def test_the_way_to_an_own_page_is_described(request_):
    item = own_item()

    page = render(request_, item.data, item=item, page=_page_below_home())

    steps = page.structured_data["breadcrumb"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2]
    assert steps[-1]["item"] == item.url


@pytest.mark.django_db
@pytest.mark.parametrize("date", ["2025", "2025-11", "2025-02-30", "im Herbst", ""])
def test_an_event_without_a_day_is_not_described_as_one(request_, date):
    document = factories.minimal_practice_example(body={"event": {"date": date, "place": "Hier"}})

    assert "about" not in render(request_, document).structured_data["mainEntity"]


@pytest.mark.django_db
@pytest.mark.parametrize("type", TYPES)
def test_a_draft_is_described_without_empty_members(request_, type):
    data = render(request_, factories.MINIMAL[type](summary="")).structured_data

    assert _blanks(data) == []


def _page_below_home():
    return Site.objects.get(is_default_site=True).root_page.add_child(instance=Page(title="Seite"))


def _blanks(value):
    if isinstance(value, dict):
        return [
            name
            for name, member in value.items()
            if member in (None, "", [], {}) or _blanks(member)
        ]
    if isinstance(value, list):
        return [entry for entry in value if _blanks(entry)]
    return []
