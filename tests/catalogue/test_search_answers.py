"""Questions and the documents that answer them, the same on every database."""

import pytest

from omwagtail.catalogue.models import Item
from tests.catalogue.factories import make_item

# MariaDB finds what is committed, so the documents really are; all questions in one test.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.mariadb]

DOCUMENTS = {
    "Fachkräftemangel begegnen": {"summary": "Wie Betriebe in der Oberlausitz ausbilden."},
    "Betriebe öffnen ihre Türen": {"summary": "Ein Tag für Schülerinnen und Schüler."},
    "Ältere Beschäftigte": {"summary": "Über Wissen, das bleibt.", "topics": ["demography"]},
    "Das Netzwerk der Betriebe": {
        "type": "network",
        "regions": ["DED2F"],
        "summary": "Straße, Maß und Größe.",
        "body": {"goals": ["Ausbildungsplätze", "Fachkräfte gewinnen"]},
    },
    "Apprentices are trained together": {
        "language": "en",
        "summary": "Companies share their workshops.",
    },
    "Café 2004": {"summary": "Ein IT-Betrieb & ein Café; AG, KG und GmbH."},
    "東京 と Ελλάδα": {"summary": "Пример для малых предприятий."},
}
# What is typed -> titles, the best first; of equals the one that was published last.
ANSWERS = {
    # Forms of a word, and beginnings.
    "Fachkräfte": ["Fachkräftemangel begegnen", "Das Netzwerk der Betriebe"],
    "fachkraefte": ["Fachkräftemangel begegnen", "Das Netzwerk der Betriebe"],
    "Fachkräftemangel": ["Fachkräftemangel begegnen"],
    "netzwerken": ["Das Netzwerk der Betriebe"],
    "ausbildungspl": ["Das Netzwerk der Betriebe"],
    "apprentice": ["Apprentices are trained together"],
    "training": ["Apprentices are trained together"],
    "company": ["Apprentices are trained together"],
    # Spellings.
    "strasse": ["Das Netzwerk der Betriebe"],
    "GRÖSSE": ["Das Netzwerk der Betriebe"],
    "groesse": ["Das Netzwerk der Betriebe"],
    "cafe": ["Café 2004"],
    "aeltere": ["Ältere Beschäftigte"],
    # Without the dots of an umlaut.
    "altere": ["Ältere Beschäftigte"],
    "uber": ["Ältere Beschäftigte"],
    "schuler": ["Betriebe öffnen ihre Türen"],
    # Short words, numbers, other scripts.
    "it": ["Café 2004"],
    "AG": ["Café 2004"],
    "2004": ["Café 2004"],
    "東京": ["東京 と Ελλάδα"],
    "ελλάδα": ["東京 と Ελλάδα"],
    "предприят": ["東京 と Ελλάδα"],
    # Titles before summaries before texts, and all words.
    "Betriebe": [
        "Das Netzwerk der Betriebe",
        "Betriebe öffnen ihre Türen",
        "Café 2004",
        "Fachkräftemangel begegnen",
    ],
    "betriebe oberlausitz": ["Fachkräftemangel begegnen"],
    "betriebe nirgends": [],
    # Labels of codes, and the Land around a district.
    "Sachsen": ["Das Netzwerk der Betriebe"],
    # Words that other indexes leave out, and what is no word.
    "are": ["Apprentices are trained together"],
    "ein": ["Café 2004", "Betriebe öffnen ihre Türen"],
    "der netzwerk": ["Das Netzwerk der Betriebe"],
    "& !": [],
}


@pytest.fixture
def documents():
    for day, (title, members) in enumerate(DOCUMENTS.items(), start=1):
        members = {"published": f"2026-03-{day:02}T08:00:00Z", **members}
        make_item(members.pop("type", "practice-example"), title=title, **members)


def test_every_question_has_its_answer(documents):
    found = {
        typed: [item.title for item in Item.objects.visible().search(typed).best_first(typed)]
        for typed in ANSWERS
    }
    assert found == ANSWERS
