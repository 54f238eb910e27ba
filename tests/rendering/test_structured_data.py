import json

import pytest

from omwagtail.rendering.structured_data import json_ld
from tests.documents import factories
from tests.rendering.markup import Markup
from tests.rendering.samples import TYPES, foreign_item, render, stored_picture

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
def test_a_draft_is_described_without_empty_members(request_, type):
    data = render(request_, factories.MINIMAL[type](summary="")).structured_data

    assert _blanks(data) == []


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
