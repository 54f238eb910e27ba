"""Pages translated with wagtail-localize: own documents that belong together.

The site is a process of its own, because wagtail-localize changes every page's admin.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

TYPES = ["practice-example", "network", "check"]
SECTION, CHECKPOINT, MEASURE = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "134")


@pytest.fixture(scope="module")
def seen():
    run = subprocess.run(
        [sys.executable, "-m", "tests.localized.project"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize("kind", TYPES)
def test_a_translation_is_an_own_document_that_names_its_original(seen, kind):
    before, after = seen[kind]["before"], seen[kind]["after"]
    assert (before["language"], after["language"]) == ("de", "en")
    assert after["id"] != before["id"]
    assert after["translation_of"] == before["id"]
    assert after["summary"] == f"→ {before['summary']} ←"
    assert after["url"].startswith("https://partner.example/en/")


@pytest.mark.parametrize("kind", TYPES)
def test_what_was_chosen_stays_chosen(seen, kind):
    before, after = seen[kind]["before"], seen[kind]["after"]
    for member in ("topics", "regions", "contacts", "reuse"):
        assert after[member] == before[member]
    # Its name is that of the document's language.
    assert after["licence"]["uri"] == before["licence"]["uri"]


def test_translators_are_asked_for_texts_only(seen):
    asked = {text for kind in TYPES for text in seen[kind]["texts"].values()}
    assert {"Anfang", "Absatz zu Anfang", "Klein anfangen.", "Der erste Tag"} <= asked
    assert {"Fachkräfte gewinnen", "Mitglied", "Berät"} <= asked
    assert {"Wir haben Ziele.", "Ein Blatt Papier genügt.", "Ziele aufschreiben"} <= asked
    # Neither dates, nor names of people, nor codes.
    assert asked.isdisjoint({"2021", "2000", "2005", "Frau Offen", "skilled-labour", "DED2F"})
    assert asked.isdisjoint({SECTION, "founding", "school"})


def test_dates_and_organisations_are_the_same_in_both(seen):
    body = seen["practice-example"]["after"]["body"]
    assert body["actors"][0]["organisation"]["name"] == "Kammer"
    assert body["milestones"] == [{"date": "2021", "text": "→ Der erste Tag ←"}]
    assert [section["kind"] for section in body["sections"]] == ["founding", "results"]
    network = seen["network"]["after"]["body"]
    assert network["founded"] == "2000"
    assert network["members"][0]["organisation"]["name"] == "Kammer"
    assert network["members"][0]["since"] == "2005"


def test_answers_to_a_check_fit_both_languages(seen):
    (section,) = seen["check"]["after"]["body"]["sections"]
    (checkpoint,) = section["checkpoints"]
    assert (section["id"], checkpoint["id"]) == (SECTION, CHECKPOINT)
    assert checkpoint["suggested_measures"][0]["id"] == MEASURE
    assert checkpoint["statement"] == "→ Wir haben Ziele. ←"
    assert checkpoint["good_practice"] == ["→ Ein Blatt Papier genügt. ←"]


@pytest.mark.parametrize("kind", TYPES)
def test_the_translators_form_and_the_public_page_open(seen, kind):
    assert seen[kind]["form"] == 200
    assert '<html lang="en"' in seen[kind]["served"]
    assert "→ Vier Betriebe teilen sich eine Lehrwerkstatt. ←" in seen[kind]["served"]
