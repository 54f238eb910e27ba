"""Where a page leads on to: what is named, what names it, what lies near."""

import pytest

from omwagtail.rendering.related import reading_on
from tests.catalogue.factories import make_item, withdraw_item
from tests.documents import factories
from tests.rendering.samples import foreign_item, own_item, render

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def naming(item, relation):
    return {"origin": item.origin, "id": item.urn, "relation": relation}


def titles(cards):
    return [card.item.title for card in cards]


def test_a_network_shows_the_examples_that_name_it_also_foreign_ones():
    network = make_item("network")
    own = make_item(title="Eigenes", related=[naming(network, "network-of")])
    foreign = foreign_item(title="Fremdes", related=[naming(network, "network-of")])

    reading = reading_on(network.data, directory=lambda: "/alle/")

    assert sorted(titles(reading.examples)) == sorted([own.title, foreign.title])
    assert f"/alle/{foreign.key}/" in [card.url for card in reading.examples]
    assert reading.related == []


def test_an_example_that_both_sides_name_is_shown_once():
    network = make_item("network")
    example = make_item(related=[naming(network, "network-of")])
    document = {**network.data, "related": [naming(example, "example-of")]}

    assert titles(reading_on(document).examples) == [example.title]


def test_an_example_leads_to_the_network_that_names_it():
    example = make_item()
    make_item("network", title="Netz", related=[naming(example, "example-of")])

    (card,) = reading_on(example.data).related

    assert (card.item.title, card.note) == ("Netz", "The network behind this example")


def test_counterparts_lead_to_each_other_also_if_only_one_says_so():
    check = make_item("check", title="Für Betriebe")
    other = make_item("check", body={"counterpart": {"origin": check.origin, "id": check.urn}})

    assert titles(reading_on(check.data).related) == [other.title]
    assert titles(reading_on(other.data).related) == [check.title]


def test_words_that_do_not_fit_the_kind_are_not_said():
    check = make_item("check")
    example = make_item(related=[naming(check, "network-of")])

    (card,) = reading_on(example.data).related

    assert card.note == ""


def test_neighbours_share_a_topic_and_those_of_the_region_come_first():
    document = factories.minimal_practice_example(topics=["health"], regions=["DED2F"])
    make_item(title="Andere Region", topics=["health"], regions=["DEA11"])
    make_item(
        title="Nachbarkreis", topics=["health"], regions=["DED2E"], published="2020-01-01T00:00:00Z"
    )
    make_item(title="Anderes Thema", topics=["risk"], regions=["DED2F"])
    make_item("organisation", topics=["health"])

    assert titles(reading_on(document).related) == ["Nachbarkreis", "Andere Region"]


def test_neighbours_are_of_many_kinds():
    document = factories.minimal_practice_example(topics=["health"])
    make_item("check", title="Check", topics=["health"], published="2020-01-01T00:00:00Z")
    for _ in range(4):
        make_item(topics=["health"])

    found = reading_on(document).related

    assert len(found) == 3
    assert "Check" in titles(found)


def test_neighbours_only_fill_up_what_is_named():
    named = [make_item("network", title=f"Netz {number}") for number in range(3)]
    make_item(topics=["health"], title="Nachbar")
    document = factories.minimal_practice_example(
        topics=["health"], related=[naming(item, "network-of") for item in named]
    )

    assert titles(reading_on(document).related) == [item.title for item in named]


@pytest.mark.parametrize("state", ["pending", "rejected", "quarantined"])
def test_only_what_is_visible_takes_part(state):
    network = make_item("network", topics=["health"])
    make_item(state=state, topics=["health"], related=[naming(network, "network-of")])
    withdraw_item(make_item(topics=["health"], related=[naming(network, "network-of")]))
    make_item(expires="2020-01-01T00:00:00Z", topics=["health"])

    reading = reading_on(network.data)

    assert (reading.examples, reading.related) == ([], [])


def translation_of(item, language="en", **members):
    """The same text in another language, under the title of its language."""
    return make_item(
        item.type, language=language, translation_of=item.urn, **{"title": language, **members}
    )


def test_a_translation_leads_to_what_stands_in_its_language():
    network = make_item("network", title="Netz")
    english = translation_of(network, title="Network")
    document = factories.minimal_practice_example(related=[naming(network, "network-of")])

    (card,) = reading_on({**document, "language": "en"}).related
    assert (card.item.title, card.note) == (english.title, "The network behind this example")
    assert titles(reading_on({**document, "language": "de"}).related) == ["Netz"]
    assert titles(reading_on({**document, "language": "fr"}).related) == ["Netz"]


def test_a_translation_that_is_not_published_any_more_is_not_named():
    network = make_item("network", title="Netz")
    withdraw_item(translation_of(network))
    document = factories.minimal_practice_example(
        language="en", related=[naming(network, "network-of")]
    )

    assert titles(reading_on(document).related) == ["Netz"]


def test_what_names_the_original_is_shown_on_its_translation_once_in_its_language():
    network = make_item("network")
    english = translation_of(network)
    example = make_item(title="Beispiel", related=[naming(network, "network-of")])
    translation_of(example, title="Example", related=[naming(network, "network-of")])

    assert titles(reading_on(network.data).examples) == ["Beispiel"]
    assert titles(reading_on(english.data).examples) == ["Example"]


def test_a_page_does_not_lead_to_its_own_translation_as_to_something_else():
    item = make_item(topics=["health"])
    english = translation_of(item, topics=["health"])

    assert reading_on(item.data).related == reading_on(english.data).related == []


def test_neighbours_are_each_named_in_one_language():
    document = factories.minimal_practice_example(topics=["health"], language="en")
    item = make_item(title="Nachbar", topics=["health"])
    translation_of(item, title="Neighbour", topics=["health"])

    assert titles(reading_on(document).related) == ["Neighbour"]


def test_an_entry_does_not_lead_to_itself():
    item = make_item(topics=["health"])

    assert reading_on(item.data).related == []


def test_however_much_there_is_it_costs_four_queries(django_assert_max_num_queries):
    network = make_item("network", topics=["health"])
    for _ in range(2):
        make_item(topics=["health"], related=[naming(network, "network-of")])
        foreign_item(id=factories.document_id(str(_)), related=[naming(network, "network-of")])
    document = {**network.data, "related": [naming(make_item("check"), "recommended-by")]}

    with django_assert_max_num_queries(4):
        reading_on(document)


def test_the_examples_of_a_network_stand_on_its_page(request_):
    network = own_item("network")
    example = own_item(related=[naming(network, "network-of")])

    page = render(request_, network.data, item=network)

    assert "Practice examples of this network" in page.text
    assert page.links()[example.url] == example.title


def test_a_partner_in_several_networks_is_pointed_out(request_):
    member = {"organisation": {"name": "Kammer", "url": "https://www.kammer.example/"}}
    group = {"organisation": {"name": "Schulen der Region"}}
    other = make_item(
        "network",
        title="Netz im Norden",
        body={
            "members": [
                {"organisation": {"name": "Die Kammer", "url": "http://kammer.example"}},
                group,
            ]
        },
    )
    document = factories.minimal_network(body={"members": [member, group]})

    page = render(request_, document)

    assert page.links()[other.url] == "Netz im Norden"
    assert page.text.count("Netz im Norden") == 1


def test_translations_know_each_other(request_):
    german = make_item(language="de")
    english = make_item(language="en", translation_of=german.urn)
    foreign_item(language="fr", translation_of=german.urn)

    for item in (german, english):
        page = render(request_, item.data, item=item)
        found = {
            link.attributes["hreflang"]: link.attributes["href"]
            for link in page.all("link", rel="alternate")
            if "hreflang" in link.attributes
        }
        assert found == {"de": german.url, "en": english.url}
