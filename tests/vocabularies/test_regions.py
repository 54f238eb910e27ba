"""Regions are NUTS 2024 for Germany."""

from collections import Counter

import pytest

from omwagtail.vocabularies import vocabulary


@pytest.fixture(scope="module")
def regions():
    return vocabulary("regions")


def test_there_are_1_16_38_and_400_regions_on_the_four_levels(regions):
    assert Counter(regions.level(term.code) for term in regions) == {0: 1, 1: 16, 2: 38, 3: 400}


def test_the_level_is_the_length_of_the_code_after_the_country(regions):
    assert all(regions.level(term.code) == len(term.code) - 2 for term in regions)


def test_a_code_begins_with_its_parents_code(regions):
    assert all(term.code[:-1] == term.parent for term in regions if term.parent)


@pytest.mark.parametrize("gone", ["DEG0N", "DEG0P", "DEG0B", "DEG0F", "DEG0H", "DEG0I", "DEG04"])
def test_codes_of_earlier_editions_are_gone(regions, gone):
    assert gone not in regions


@pytest.mark.parametrize(
    ("code", "german", "english"),
    [
        ("DE", "Deutschland", "Germany"),
        ("DED", "Sachsen", "Saxony"),
        ("DE2", "Bayern", "Bavaria"),
        ("DED2F", "Sächsische Schweiz-Osterzgebirge", "Sächsische Schweiz-Osterzgebirge"),
        ("DEG0R", "Wartburgkreis", "Wartburgkreis"),
        ("DEF03", "Lübeck", "Lübeck"),
        ("DE213", "Rosenheim (Stadt)", "Rosenheim (Stadt)"),
        ("DE21K", "Rosenheim (Landkreis)", "Rosenheim (Landkreis)"),
        ("DE943", "Oldenburg (Stadt)", "Oldenburg (Stadt)"),
        ("DE80K", "Rostock (Landkreis)", "Rostock (Landkreis)"),
        ("DE21G", "Mühldorf am Inn", "Mühldorf am Inn"),
        ("DE11", "Regierungsbezirk Stuttgart", "Regierungsbezirk Stuttgart"),
        ("DE949", "Emsland", "Emsland"),
    ],
)
def test_labels(regions, code, german, english):
    assert (regions.label(code), regions.label(code, "en")) == (german, english)


def test_no_label_keeps_a_title_or_an_abbreviation(regions):
    for term in regions:
        for leftover in (", ", "i.d.", "a.d.", " i.", " a."):
            assert leftover not in term.label(), term.code


def test_a_district_is_found_under_its_state(regions):
    assert regions.ancestors("DED2F") == ("DED2", "DED", "DE")


def test_a_city_state_is_offered_once_and_its_other_codes_stay_valid(regions):
    berlin = [code for code, label in regions.choices() if label.startswith("Berlin")]
    assert berlin == ["DE3"]
    assert regions.label("DE300") == "Berlin"


def test_choices_are_alphabetical_within_a_level(regions):
    states = [label for code, label in regions.choices("en") if len(code) == 3]
    assert states[:3] == ["Baden-Württemberg", "Bavaria", "Berlin"]
    districts = [label for code, label in regions.choices() if len(code) == 5]
    assert districts.index("Gütersloh") < districts.index("Hagen")
    assert districts.index("Ostholstein") > districts.index("Osnabrück (Stadt)")
    assert districts[:2] == ["Ahrweiler", "Aichach-Friedberg"]
