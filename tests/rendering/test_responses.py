"""The pages of documents: what every one of them shows, and what none of them lets through."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from omwagtail.catalogue.models import ItemType
from omwagtail.rendering import TEMPLATES
from omwagtail.rendering.cards import make_cards
from tests.catalogue.factories import OWN_ORIGIN
from tests.documents import factories
from tests.rendering.markup import Markup
from tests.rendering.samples import TYPES, foreign_item, own_item, render, stored_picture

pytestmark = pytest.mark.django_db

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)><!-- ' {{ 7 }}"


def test_every_document_type_has_a_template():
    assert set(TEMPLATES) == set(ItemType.values)


@pytest.mark.parametrize("type", TYPES)
def test_a_document_with_blanks_has_a_whole_page(request_, type):
    page = render(request_, factories.MINIMAL[type]())

    assert [heading.text for heading in page.all("h1")] == [f"Ein Beispiel der Art {type}"]
    assert not page.all("dd") or all(term.text.strip() for term in page.all("dd"))


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("blank", [{}, {"body": {}}, {"publisher": {}, "licence": {}, "title": ""}])
def test_a_draft_may_be_incomplete(request_, type, blank):
    page = render(request_, {**factories.MINIMAL[type](), **blank})

    (heading,) = page.all("h1")
    assert heading.text.strip()


def test_a_draft_whose_parts_are_half_filled_is_shown(request_):
    body = {
        "sections": [{}, {"kind": "goals"}, {"html": "<p>Nur Text</p>"}],
        "facts": [{"label": "Betriebe"}],
        "actors": [{"organisation": {}}, {}],
        "milestones": [{"text": "Ohne Datum"}],
        "quotes": [{"text": "Ohne Namen"}],
        "event": {"programme": [{"title": "Ohne Zeit"}]},
        "funding": [{"note": "Ohne Programm"}],
        "period": {},
        "series": {"title": "Reihe"},
    }

    page = render(request_, factories.minimal_practice_example(body=body))

    for text in ("Nur Text", "Betriebe", "Ohne Datum", "Ohne Namen", "Ohne Zeit", "Ohne Programm"):
        assert text in page.text


HALF_FILLED = {
    "practice-example": {
        "sections": [{}, {"html": ""}],
        "milestones": [{}, {"year": None}],
        "quotes": [{}],
        "event": {},
        "series": {"number": 3},
        "lessons": [],
        "funding": [{}],
    },
    "network": {
        "members": [{}, {"organisation": {}, "role": "Mitglied"}],
        "bodies": [{"name": "Vorstand"}],
        "funding": [{}, {"share": 5}],
        "agreements": [{}, {"title": "Ohne Datei"}],
        "milestones": [{"date": ""}],
    },
    "check": {"sections": [{}], "scale": {"levels": [{}]}, "edition": {}, "issuer": {}},
    "organisation": {"logo": {}, "competences": [], "contacts": [{}]},
}


@pytest.mark.parametrize("type", TYPES)
def test_blank_parts_leave_no_trace(request_, english, type):
    document = factories.MINIMAL[type](
        body=HALF_FILLED[type], images=[{}], files=[{}], contacts=[{}], related=[{}], sources=[{}]
    )

    page = render(request_, document)

    assert "None" not in page.text
    empty = [
        element.tag
        for element in page.elements
        if element.tag in ("h1", "h2", "h3", "dt", "dd", "p", "figcaption", "time", "a")
        and not element.text.strip()
    ]
    assert empty == []


@pytest.mark.parametrize("type", TYPES)
def test_all_that_a_document_says_is_on_its_page(request_, type):
    document = factories.RICH[type](images=[])

    page = render(request_, document)

    missing = [text for text in _readable(document) if text not in page.source and text]
    assert missing == []


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("foreign", [False, True], ids=["own", "foreign"])
def test_no_page_has_inline_code(request_, type, foreign):
    item = foreign_item(type) if foreign else own_item(type)

    page = render(request_, item.data, item=item)

    assert page.inline_code() == []


@pytest.mark.parametrize("type", TYPES)
def test_hostile_text_stays_text_wherever_it_stands(request_, type):
    document = _spoilt(factories.RICH[type]())

    page = render(request_, document)

    assert page.inline_code() == []
    assert [image for image in page.all("img") if image.attributes.get("src") == "x"] == []
    assert page.all("h1")[0].text == HOSTILE


def test_addresses_that_are_code_do_not_become_links(request_):
    document = factories.rich_network(url="javascript:alert(1)", files=[])
    document["publisher"]["url"] = document["licence"]["uri"] = "JavaScript:alert(2)"
    document["body"]["website"] = " javascript:alert(3)"
    document["body"]["agreements"][0]["url"] = "data:text/html,x"
    document["body"]["members"][0]["organisation"]["url"] = "vbscript:x"

    assert render(request_, document).inline_code() == []


@pytest.mark.parametrize("type", TYPES)
def test_a_foreign_document_says_where_it_comes_from(request_, english, type):
    item = foreign_item(type, attribution="Muster, Kammer")

    page = render(request_, item.data, item=item)

    assert "First published by Handwerkskammer Musterstadt (kammer.example)" in page.text
    assert page.links()[item.url] == "To the original"
    assert page.links()["https://creativecommons.org/licenses/by/4.0/"] == "CC BY 4.0"
    assert "Please credit: Muster, Kammer" in page.text


@pytest.mark.parametrize("reuse", ["excerpt", "link"])
@pytest.mark.parametrize("type", TYPES)
def test_of_a_document_that_is_only_quoted_the_origin_and_licence_are_shown(
    request_, english, type, reuse
):
    item = foreign_item(type, reuse=reuse)

    page = render(request_, item.data, item=item)

    assert "First published by Handwerkskammer Musterstadt (kammer.example)" in page.text
    assert item.url in page.links()
    assert "https://creativecommons.org/licenses/by/4.0/" in page.links()


def test_of_an_excerpt_only_title_and_summary_are_shown(request_):
    item = foreign_item(reuse="excerpt")

    page = render(request_, item.data, item=item)

    assert item.title in page.text
    assert item.summary in page.text
    for text in ("Wie es begann", "Beschäftigte", "Klein anfangen", "Erika Muster"):
        assert text not in page.source


def test_of_a_link_only_the_title_is_shown(request_):
    item = foreign_item(reuse="link")

    page = render(request_, item.data, item=item)

    assert item.title in page.text
    assert item.summary not in page.source
    assert "Wie es begann" not in page.source


def test_an_own_document_is_shown_whole_whatever_others_may_show(request_):
    item = own_item(reuse="link")

    assert "Wie es begann" in render(request_, item.data, item=item).text


def test_an_own_document_says_its_licence_and_not_that_it_came_from_elsewhere(request_, english):
    item = own_item()

    page = render(request_, item.data, item=item)

    assert page.links()["https://creativecommons.org/licenses/by/4.0/"] == "CC BY 4.0"
    assert "First published by" not in page.text


def test_a_document_without_licence_reserves_all_rights(request_, english):
    page = render(request_, factories.minimal_network())

    assert "No licence is stated: all rights reserved." in page.text


def test_sources_are_named_with_their_links(request_):
    source = {"title": "Praxisbeispiel 8", "publisher": "Toolbox", "url": "https://quelle.example/"}

    page = render(request_, factories.minimal_practice_example(sources=[source]))

    assert page.links()["https://quelle.example/"] == "Praxisbeispiel 8"


def test_the_canonical_address_is_the_one_at_the_origin(request_):
    item = foreign_item()

    page = render(request_, item.data, item=item)

    (canonical,) = page.all("link", rel="canonical")
    assert canonical.attributes["href"] == item.url
    assert page.all("meta", property="og:url", content=item.url)


def test_a_foreign_picture_that_is_missing_is_a_placeholder_with_its_words(request_):
    item = foreign_item()

    page = render(request_, item.data, item=item)

    assert page.all("img") == []
    assert "Auszubildende an einer Drehmaschine" in page.text
    assert "Foto: Muster, CC BY 4.0" in page.text


def test_a_foreign_picture_is_shown_from_here(request_):
    picture, image = stored_picture()
    item = foreign_item(images=[image])

    page = render(request_, item.data, item=item)

    (shown,) = page.all("img")
    assert shown.attributes["src"] == f"/om/media/{picture.digest}.webp"
    assert shown.attributes["alt"] == "Werkstatt"
    assert "Foto: Muster" in page.text


def test_an_own_picture_is_shown_in_its_widths_without_asking_the_origin(request_):
    image = factories.image("werkstatt", origin=OWN_ORIGIN)
    item = own_item(images=[image])
    (small,) = image["srcset"]

    page = render(request_, item.data, item=item)

    shown = page.all("img")[0].attributes
    assert shown["src"] == f"/om/media/{image['id']}.jpg"
    assert shown["srcset"] == (
        f"/om/media/{small['id']}.jpg 600w, /om/media/{image['id']}.jpg 1200w"
    )


def test_the_pictures_of_a_document_cost_one_query(request_, django_assert_max_num_queries):
    images = [stored_picture(width)[1] for width in range(100, 120)]
    few, many = foreign_item(images=images[:1]), foreign_item("network", images=images)
    with django_assert_max_num_queries(20) as first:
        render(request_, few.data, item=few)
    with django_assert_max_num_queries(len(first)):
        render(request_, many.data, item=many)


def test_a_published_check_can_be_started(request_, english):
    item = own_item("check")

    page = render(request_, item.data, item=item)

    assert page.links()[reverse("omwagtail_check", args=[item.key])] == "Start the check"


def test_a_check_in_preview_cannot_be_started_and_says_why(request_, english):
    page = render(request_, factories.rich_check())

    (button,) = page.all("button")
    assert "disabled" in button.attributes
    assert "This is a preview" in page.text


def test_a_check_says_how_many_checkpoints_its_topics_have(request_, english):
    page = render(request_, factories.rich_check())

    assert "2 topics" in page.text
    assert page.text.count("2 checkpoints") == 2


def test_the_share_of_a_funding_is_a_number_in_the_readers_language(request_):
    with translation.override("de"):
        page = render(request_, factories.rich_network())

    assert "59,5 %" in page.text
    assert page.all("rect", x="40.00%", width="59.50%")


def test_text_in_another_language_than_the_page_is_marked(request_):
    with translation.override("de"):
        page = render(request_, factories.rich_practice_example(language="en"))

    assert page.all("html", lang="de")
    assert page.all("h1", lang="en")


def test_related_documents_are_offered_where_they_are_known(request_, english):
    network = own_item("network")
    related = [
        {"origin": network.origin, "id": network.urn, "relation": "network-of"},
        {
            "origin": network.origin,
            "id": factories.document_id("unknown"),
            "relation": "example-of",
        },
    ]

    page = render(request_, factories.rich_practice_example(related=related))

    assert page.links()[network.url] == network.title
    assert "The network behind this example" in page.text
    assert page.source.count('class="om-card"') == 1


def test_the_words_of_the_package_win_over_extra_context(request_):
    document = factories.minimal_network(title="Richtig")

    page = render(request_, document, extra={"document": {"title": "Falsch"}})

    assert page.all("h1")[0].text == "Richtig"


def _readable(document: dict[str, Any]) -> list[str]:
    """Free texts of a document that a reader has to find."""
    names = {"title", "summary", "heading", "label", "text", "contribution", "benefit", "name"}
    hidden = {"scale", "bands", "plan", "completion", "checkpoints"}
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, list):
            for entry in value:
                walk(entry)
        elif isinstance(value, dict):
            for name, member in value.items():
                if name in hidden:
                    continue
                if name in names and isinstance(member, str):
                    found.append(member)
                walk(member)

    walk(document)
    return found


KEPT = {"v", "op", "type", "id", "origin", "language", "published", "modified", "expires", "reuse"}


def _spoilt(value: Any, name: str = "") -> Any:
    """A copy in which every text is hostile, but for members whose form intake has checked."""
    if isinstance(value, dict):
        return {name: _spoilt(member, name) for name, member in value.items()}
    if isinstance(value, list):
        return [_spoilt(entry, name) for entry in value]
    return HOSTILE if isinstance(value, str) and name not in KEPT else value


OVERRIDE = "\u202eumgedreht"


def test_a_label_of_another_site_turns_nothing_round_but_itself(request_):
    region = {"code": "x-eck", "label": OVERRIDE}
    network = foreign_item("network", regions=[region])

    template = "omwagtail/includes/card.html"
    card = Markup(render_to_string(template, {"card": make_cards([network])[0]}))
    page = render(request_, network.data, item=network)

    on_page = [element for element in page.elements if element.text == OVERRIDE]
    assert [element.text for element in card.all("bdi")] == [OVERRIDE]
    assert [element.attributes.get("dir") for element in on_page] == ["auto", "auto"]


def test_an_organisation_names_its_topics_once(request_):
    body = {"competences": ["health"]}
    document = factories.minimal_organisation(topics=["health"], body=body)

    once = render(request_, document).text
    other = render(request_, {**document, "topics": ["leadership"]}).text

    assert once.count("Gesundheit") == other.count("Gesundheit") == 1
    assert "Führung" in other


def test_the_date_of_a_figure_follows_what_it_counts(request_):
    facts = [{"label": "Partner", "value": 400, "as_of": "2021"}]
    document = factories.minimal_network(body={"facts": facts})

    (term,) = render(request_, document).all("dt")

    assert term.text.split() == ["Partner", "Stand:", "2021"]
