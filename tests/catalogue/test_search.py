"""Full-text search: German and English forms, umlauts, beginnings, and the order."""

import itertools
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.search.reading import best_keys, snippet
from omwagtail.catalogue.search.words import MAX_STEMMED, read_query, stem, tokens_of
from omwagtail.catalogue.search.writing import write_all
from tests.catalogue.factories import FOREIGN_ORIGIN, edit_item, make_item, withdraw_item

pytestmark = pytest.mark.django_db


def titles(text):
    return [item.title for item in Item.objects.visible().search(text).best_first(text)]


@pytest.mark.parametrize(
    "typed",
    ["Netzwerk", "netzwerke", "NETZWERKEN", "Fachkräfte", "fachkraefte", "Fachkraft", "Fachkräf"],
)
def test_every_form_of_a_word_finds_it(typed):
    make_item(title="Netzwerke sichern Fachkräfte")
    make_item(title="Etwas anderes")
    assert titles(typed) == ["Netzwerke sichern Fachkräfte"]


@pytest.mark.parametrize("typed", ["straße", "STRASSE", "Strassen", "Cafe", "Café", "naiv 2004"])
def test_spellings_do_not_matter(typed):
    make_item(title="Die naive Café-Straße, 2004")
    assert len(titles(typed)) == 1


@pytest.mark.parametrize("typed", ["apprentice", "apprentices", "training", "trained"])
def test_english_documents_have_english_forms(typed):
    make_item(title="Apprentices are trained", language="en-GB")
    assert titles(typed) == ["Apprentices are trained"]


def test_all_words_must_occur_wherever_they_stand():
    make_item(title="Ausbildung", summary="In Glashütte")
    make_item(title="Ausbildung", summary="In Heilbronn")
    assert len(titles("Ausbildung")) == 2
    assert len(titles("ausbildung glashütte")) == 1
    assert titles("ausbildung glashütte bremen") == []


def test_titles_come_first_then_summaries_then_the_newest():
    body = {"sections": [{"html": "<p>Feinmechanik</p>"}]}
    make_item(title="Im Text", body=body, published="2026-05-01T00:00:00Z")
    make_item(title="In der Kurzfassung", summary="Feinmechanik", published="2020-01-01T00:00:00Z")
    make_item(title="Feinmechanik, alt", published="2001-01-01T00:00:00Z")
    make_item(title="Feinmechanik, neu", published="2019-01-01T00:00:00Z")
    expected = ["Feinmechanik, neu", "Feinmechanik, alt", "In der Kurzfassung", "Im Text"]
    assert titles("feinmechanik") == expected


def test_what_codes_mean_is_found_and_regions_by_those_they_lie_in():
    make_item(title="Aus dem Osterzgebirge", regions=["DED2F"], topics=["skilled-labour"])
    make_item(title="Eigenes", topics=[{"code": "x-holz", "label": "Holzbau"}])
    assert titles("Sachsen") == ["Aus dem Osterzgebirge"]
    assert titles("holzbau") == ["Eigenes"]
    assert titles("DED2F") == []


def test_addresses_and_contacts_are_not_searched():
    contacts = [{"name": "Petra Beispielmann", "email": "petra@kammer.example"}]
    make_item(title="Etwas", contacts=contacts)
    assert titles("Beispielmann") == []
    assert titles("eintraege") == []


def test_the_words_follow_the_document():
    item = make_item(title="Alter Titel", origin=FOREIGN_ORIGIN)
    edit_item(item, title="Neuer Name")
    assert titles("alter") == []
    assert titles("name") == ["Neuer Name"]
    withdraw_item(item)
    assert titles("name") == []


def test_what_is_deleted_cannot_be_found_under_another_items_id():
    item = make_item(title="Gelöscht")
    pk = item.pk
    Item.objects.filter(pk=pk).delete()
    make_item(title="Nachfolger")
    Item.objects.filter(title="Nachfolger").update(id=pk)
    assert titles("gelöscht") == []


def test_everything_can_be_written_anew():
    make_item(title="Eins")
    make_item(title="Zwei")
    assert write_all(Item.objects.all()) == 2
    assert titles("eins") == ["Eins"]


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "()", '"', "'", "-", "*", "%", "_", "\\"])
def test_without_a_word_nothing_is_found(typed):
    make_item(title="Etwas")
    assert titles(typed) == []


HOSTILE = [
    'a" OR "b', "{title} : x", "NEAR(a b)", "a AND", "title:etwas", "etwas*", "-etwas", "^etwas",
    "'; DROP TABLE omwagtail_search; --", "a & | ! b", ":*", "<-> x", "a'b", "\x00", "e" * 10_000,
    "word " * 500, "😀", "ㅤ", "ﷺ", "%s", "100%", "a\u19b0b",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_no_input_is_an_expression(typed):
    make_item(title="Etwas")
    assert titles(typed) in ([], ["Etwas"])


def test_a_document_of_nothing_but_different_words_is_stored():
    words = itertools.product("abcdefghijklmnoprstuvwxyz", repeat=4)
    sections = [
        {"html": " ".join("".join(word) + "erungen" for word in itertools.islice(words, 14_000))}
        for _ in range(3)
    ]
    make_item(title="Wortreich", summary="Kurz", body={"sections": sections})
    assert titles("wortreich kurz aaaaerung") == ["Wortreich"]


def test_threads_do_not_mix_up_each_others_words():
    words = [f"{letter}{word}" for letter in "bdfgklmnprst" for word in ("auen", "ungen", "ernden")]
    expected = [stem.__wrapped__(word, "de") for word in words]

    def stems(_):
        return [stem.__wrapped__(word, "de") for word in words]

    pause = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert all(found == expected for found in pool.map(stems, range(40)))
    finally:
        sys.setswitchinterval(pause)


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=60)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=TEXTS, text=TEXTS)
def test_a_text_is_found_by_itself_and_no_other_breaks_anything(db, typed, text):
    Item.objects.all().delete()
    title = f"Titel {text}"
    make_item(title=title)
    assert len(titles(title)) == 1
    assert len(titles(typed)) <= 1


def test_a_snippet_marks_the_words_and_nothing_else_is_markup():
    words = read_query("kräfte <b>")
    text = "Vorweg. " * 20 + "Viele Kräfte & <b>Kraft</b> wirken. " + "Danach. " * 50
    found = snippet(["ohne Treffer", text], words, "de")
    assert "<mark>Kräfte</mark> &amp; &lt;<mark>b</mark>&gt;<mark>Kraft</mark>" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) < 400


def test_no_snippet_without_a_word():
    assert snippet(["Nichts davon"], read_query("anderes"), "de") == ""
    assert snippet([], read_query("anderes"), "de") == ""


@pytest.mark.parametrize("window", [(0, 2), (0, 3), (1, 4), (2, 6), (5, 9)])
def test_a_page_of_many_has_the_order_of_the_whole(window):
    for title, summary in [
        ("Werkbank eins", ""),
        ("Anderes", "An der Werkbank."),
        ("Werkbank zwei", ""),
        ("Nichts", ""),
        ("Werkbank drei", "An der Werkbank."),
        ("Noch anderes", "An der Werkbank."),
    ]:
        make_item(title=title, summary=summary)
    shown, window = Item.objects.visible(), slice(*window)
    ordered = list(shown.search("Werkbank").best_first("Werkbank").values_list("pk", flat=True))
    assert len(ordered) == 5
    assert best_keys(shown, read_query("Werkbank"), window) == ordered[window]


def test_of_very_many_different_words_the_first_are_stemmed_and_all_are_kept():
    words = [f"x{number}schulungen" for number in range(MAX_STEMMED + 50)]
    tokens = tokens_of([" ".join(words)], "de")
    assert set(words) <= tokens
    assert stem(words[0], "de") != words[0]
    assert stem(words[0], "de") in tokens
    assert stem(words[-1], "de") not in tokens
