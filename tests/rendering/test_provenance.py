import pytest
from django.utils import translation

from omwagtail.catalogue.models import Item
from omwagtail.rendering.provenance import licence_name, provenance_of
from tests.documents import factories


def test_a_document_without_item_is_our_own():
    assert not provenance_of(factories.rich_network()).is_foreign


def test_an_item_without_an_object_of_this_site_is_foreign():
    provenance = provenance_of(factories.rich_network(), Item())

    assert provenance.is_foreign
    assert provenance.host == "hwk.example"
    assert provenance.publisher == "Handwerkskammer Musterstadt"


def test_where_no_publisher_is_named_the_host_is():
    assert provenance_of(factories.minimal_network(), Item()).publisher == "hwk.example"


@pytest.mark.parametrize(
    ("reuse", "summary", "everything"),
    [
        ("full", True, True),
        ("excerpt", True, False),
        ("link", False, False),
        ("of a later version", False, False),
    ],
)
def test_reuse_decides_what_of_a_foreign_document_is_shown(reuse, summary, everything):
    provenance = provenance_of(factories.rich_network(reuse=reuse), Item())

    assert (provenance.shows_summary, provenance.shows_everything) == (summary, everything)


def test_a_document_that_says_nothing_about_reuse_may_be_shown_whole():
    assert provenance_of(factories.minimal_network(), Item()).shows_everything


@pytest.mark.parametrize(
    ("licence", "name"),
    [
        ({"uri": "https://creativecommons.org/licenses/by-sa/4.0/"}, "CC BY-SA 4.0"),
        ({"uri": "https://own.example/terms", "name": "Unsere Lizenz"}, "Unsere Lizenz"),
        ({"uri": "https://own.example/terms"}, "https://own.example/terms"),
        ({}, ""),
    ],
    ids=["known", "named", "only an address", "none"],
)
def test_a_licence_is_called_by_its_short_name(licence, name):
    with translation.override("de"):
        assert licence_name(licence) == name
