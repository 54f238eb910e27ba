import pytest

from omwagtail.vocabularies import Term, Vocabulary
from omwagtail.vocabularies.collation import german_sort_key


def term(code, label, parent=None, **more):
    return Term(code=code, labels={"de": label, "en": f"{label} (en)"}, parent=parent, **more)


@pytest.fixture
def animals():
    return Vocabulary(
        name="animals",
        title={"de": "Tiere", "en": "Animals"},
        terms=[
            term("bird", "Vogel"),
            term("owl", "Eule", parent="bird"),
            term("tawny-owl", "Waldkauz", parent="owl"),
            term("blackbird", "Amsel", parent="bird"),
            term("fish", "Fisch", uri="https://example.org/fish"),
        ],
    )


def test_a_term_is_found_by_its_code(animals):
    assert animals.get("owl").label() == "Eule"
    assert "owl" in animals


def test_an_unknown_code_is_no_term(animals):
    assert animals.get("cat") is None
    assert "cat" not in animals
    assert animals.ancestors("cat") == ()


def test_an_unknown_code_is_its_own_label(animals):
    assert animals.label("cat", "en") == "cat"


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("de", "Eule"),
        ("en", "Eule (en)"),
        ("de-AT", "Eule"),
        ("EN-gb", "Eule (en)"),
        ("fr", "Eule"),
    ],
)
def test_a_label_is_in_the_language_or_in_german(animals, language, label):
    assert animals.label("owl", language) == label


def test_ancestors_come_nearest_first(animals):
    assert animals.ancestors("tawny-owl") == ("owl", "bird")


def test_with_ancestors_names_each_code_once_and_keeps_unknown_ones(animals):
    codes = animals.with_ancestors(["tawny-owl", "blackbird", "own-code"])
    assert codes == ["tawny-owl", "owl", "bird", "blackbird", "own-code"]


def test_children_are_the_direct_ones(animals):
    assert [child.code for child in animals.children("bird")] == ["owl", "blackbird"]
    assert [child.code for child in animals.children(None)] == ["bird", "fish"]
    assert animals.children("fish") == ()


def test_a_term_is_found_by_its_uri(animals):
    assert animals.find_by_uri("https://example.org/fish").code == "fish"
    assert animals.find_by_uri("https://example.org/bird") is None


def test_choices_keep_the_given_order(animals):
    assert [code for code, _ in animals.choices()] == ["bird", "owl", "blackbird", "fish"]


def test_an_only_child_is_not_offered_beside_its_parent(animals):
    assert "tawny-owl" not in dict(animals.choices())
    assert "tawny-owl" in animals


def test_alphabetical_choices_are_sorted_within_a_level(animals):
    alphabetical = Vocabulary(
        name="animals", title=animals.title, terms=animals.terms, alphabetical=True
    )
    assert [label for _, label in alphabetical.choices()] == ["Fisch", "Vogel", "Amsel", "Eule"]


def test_headings_group_choices_and_are_none():
    factors = Vocabulary(
        name="factors",
        title={"de": "Faktoren", "en": "Factors"},
        terms=[
            term("who", "Wer", heading=True),
            term("all", "Alle", parent="who"),
            term("how", "Wie", heading=True),
            term("well", "Gut", parent="how"),
            term("soon", "Bald", parent="how"),
        ],
    )
    assert [code for code, _ in factors.choices()] == ["all", "well", "soon"]
    assert factors.grouped_choices() == [
        ("Wer", [("all", "Alle")]),
        ("Wie", [("well", "Gut"), ("soon", "Bald")]),
    ]


def test_german_sorting_treats_umlauts_as_their_vowel():
    words = ["Zwickau", "Öhringen", "Oldenburg", "Ähren", "Aurich", "Straße", "Strasse", "strand"]
    assert sorted(words, key=german_sort_key) == [
        "Ähren",
        "Aurich",
        "Öhringen",
        "Oldenburg",
        "strand",
        "Strasse",
        "Straße",
        "Zwickau",
    ]
