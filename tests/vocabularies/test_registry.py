from collections import Counter

import pytest

from omwagtail.vocabularies import UnknownVocabulary, vocabulary, vocabulary_names

SHIPPED = {
    "audiences": 11,
    "company-sizes": 4,
    "event-kinds": 12,
    "funding-kinds": 13,
    "licences": 6,
    "organisation-types": 19,
    "regions": 455,
    "section-kinds": 10,
    "sectors": 21,
    "success-factors": 13,
    "topics": 18,
}


def test_the_shipped_vocabularies_and_their_sizes():
    assert {name: len(vocabulary(name)) for name in vocabulary_names()} == SHIPPED


def test_a_wrong_name_says_which_there_are():
    with pytest.raises(UnknownVocabulary, match="topics"):
        vocabulary("topix")


@pytest.mark.parametrize("name", ["../registry", "", "topics.json"])
def test_a_name_is_never_a_path(name):
    with pytest.raises(KeyError):
        vocabulary(name)


@pytest.mark.parametrize("name", SHIPPED)
class TestEachVocabulary:
    def test_codes_are_unique(self, name):
        assert not [code for code, n in Counter(t.code for t in vocabulary(name)).items() if n > 1]

    def test_every_term_has_a_german_and_an_english_label(self, name):
        for term in vocabulary(name):
            assert term.labels["de"].strip(), term.code
            assert term.labels["en"].strip(), term.code

    def test_the_title_is_in_both_languages(self, name):
        assert set(vocabulary(name).title) == {"de", "en"}

    def test_parents_exist_and_stand_before_their_children(self, name):
        seen = {None}
        for term in vocabulary(name):
            assert term.parent in seen, term.code
            seen.add(term.code)

    @pytest.mark.parametrize("language", ["de", "en"])
    def test_no_two_choices_read_alike(self, name, language):
        labels = Counter(label for _, label in vocabulary(name).choices(language))
        assert not [label for label, n in labels.items() if n > 1]


@pytest.mark.parametrize("name", sorted(set(SHIPPED) - {"licences", "regions", "sectors"}))
def test_own_codes_are_lower_case_kebab_case(name):
    for term in vocabulary(name):
        assert term.code.replace("-", "").isalpha(), term.code
        assert term.code == term.code.lower(), term.code


def test_success_factors_are_nine_in_four_groups():
    groups = vocabulary("success-factors").grouped_choices()
    assert [len(factors) for _, factors in groups] == [2, 3, 3, 1]


def test_sectors_are_the_sections_a_to_u():
    assert [term.code for term in vocabulary("sectors")] == list("ABCDEFGHIJKLMNOPQRSTU")


def test_company_sizes_cover_every_head_count_once():
    sizes = [term.extra for term in vocabulary("company-sizes")]
    limits = [size.get("employees_below") for size in sizes]
    assert limits == [10, 50, 250, None]
    assert [size["employees_from"] for size in sizes] == [0, 10, 50, 250]


def test_every_licence_has_a_uri_of_its_own():
    licences = vocabulary("licences")
    assert all(licences.find_by_uri(term.uri) is term for term in licences)


def test_the_default_licence_is_found_by_its_uri():
    licence = vocabulary("licences").find_by_uri("https://creativecommons.org/licenses/by/4.0/")
    assert licence.code == "CC-BY-4.0"
