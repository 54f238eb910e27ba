"""A site may add terms to a vocabulary; the room itself knows nothing about settings."""

import pytest

from omwagtail.vocabularies import OWN_PREFIX, Term, extend, forget_own_terms, vocabulary
from omwagtail.vocabularies import vocabulary_names as names

ENERGY = Term(code="x-energy", labels={"de": "Energie", "en": "Energy"}, own=True)


@pytest.fixture
def audiences():
    """The terms that a site adds to the audiences: a list to be changed."""
    terms = [ENERGY]
    extend("audiences", lambda: terms)
    yield terms
    extend("audiences", tuple)


def test_added_terms_come_last_and_are_found_like_shipped_ones(audiences):
    found = vocabulary("audiences")
    assert found.choices("en")[-1] == ("x-energy", "Energy")
    assert found.label("x-energy") == "Energie"
    assert [term.code for term in found if term.own] == ["x-energy"]


def test_a_change_is_seen_once_the_site_says_so(audiences):
    assert "x-energy" in vocabulary("audiences")
    audiences.clear()
    forget_own_terms()
    assert "x-energy" not in vocabulary("audiences")


@pytest.mark.parametrize("name", names())
def test_no_shipped_code_begins_as_own_ones_do(name):
    assert not [term.code for term in vocabulary(name) if term.code.startswith(OWN_PREFIX)]
