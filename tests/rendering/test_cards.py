import pytest

from omwagtail.rendering.cards import make_cards
from tests.rendering.samples import foreign_item, own_item, stored_picture

pytestmark = pytest.mark.django_db


def test_an_own_item_leads_to_its_page():
    item = own_item()

    (card,) = make_cards([item], directory="/alle/")

    assert card.url == item.url


def test_a_foreign_item_leads_to_its_page_in_the_directory():
    item = foreign_item()

    (card,) = make_cards([item], directory="/alle/")

    assert card.url == f"/alle/{item.key}/"


def test_without_a_directory_a_foreign_item_leads_to_its_origin():
    item = foreign_item()

    (card,) = make_cards([item])

    assert card.url == item.url


def test_a_card_says_no_more_than_the_publisher_allows():
    excerpt, link = make_cards([foreign_item(reuse="excerpt"), foreign_item("check", reuse="link")])

    assert (excerpt.summary, excerpt.image) == (excerpt.item.summary, None)
    assert (link.summary, link.image) == ("", None)


def test_a_missing_picture_leaves_no_hole():
    (card,) = make_cards([foreign_item()])

    assert card.image is not None
    assert not card.has_picture


def test_the_pictures_of_a_list_cost_one_query(django_assert_num_queries):
    items = [
        foreign_item(type, images=[stored_picture(width)[1]])
        for type, width in (("network", 100), ("check", 110), ("practice-example", 120))
    ]
    for item in items:
        assert item.data  # parsed before counting

    with django_assert_num_queries(1):
        cards = make_cards(items, directory="/alle/")
        assert all(card.has_picture for card in cards)
