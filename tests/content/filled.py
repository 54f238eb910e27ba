"""Form data of a filled-in page of every type, so that Wagtail's features meet all our blocks."""

from typing import Any

from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from omwagtail.pages.models import CheckPage, NetworkPage, PracticeExamplePage
from tests.content.editing import entries, form_data, stream

PAGE_TYPES = [PracticeExamplePage, NetworkPage, CheckPage]

# Blocks are told apart by these, as by those that the editor's browser makes.
SECTION, OTHER_SECTION = (
    "11111111-1111-4111-8111-111111111111",
    "22222222-2222-4222-8222-222222222222",
)
CHECKPOINT, MEASURE = (
    "33333333-3333-4333-8333-333333333333",
    "44444444-4444-4444-8444-444444444444",
)


def filled(
    model: type[Page],
    *,
    title: str = "Gemeinsam ausbilden",
    organisation: int | None = None,
    **values: Any,
) -> dict:
    """What the browser posts for a page with something in many of its fields.

    ``organisation``: primary key of one that is chosen where the type has actors or members.
    """
    chosen = str(organisation or "")
    given = {
        PracticeExamplePage: lambda: _practice_example(chosen),
        NetworkPage: lambda: _network(chosen),
        CheckPage: _check,
    }[model]()
    return form_data(model, title=title, **{**_shared(), **given, **values})


def _shared() -> dict[str, Any]:
    return {
        "summary": "Vier Betriebe teilen sich eine Lehrwerkstatt.",
        "topics": ["skilled-labour"],
        "regions": ["DED2F"],
        "contacts": stream("contact", _contact("Frau Offen")),
        "sources": stream("source", {"title": "Toolbox", "publisher": "", "url": "", "note": ""}),
    }


def _contact(name: str) -> dict[str, str]:
    return {"role": "", "name": name, "email": "", "phone": "", "public": "on"}


def _organisation(name: str, chosen: str) -> dict[str, str]:
    return {"organisation": chosen, "name": name, "type": "", "contribution": "", "benefit": ""}


def _practice_example(chosen: str) -> dict[str, Any]:
    sections = [
        {
            "kind": kind,
            "heading": heading,
            "text": rich_text(f"<p>Absatz zu {heading}</p>"),
            "images": {"count": "0"},
        }
        for kind, heading in (("founding", "Anfang"), ("results", "Ergebnis"))
    ]
    return {
        "sections": stream("section", *sections, ids=[SECTION, OTHER_SECTION]),
        "lessons": stream("lesson", "Klein anfangen."),
        "actors": stream("actor", _organisation("Berufsschule", chosen)),
        "facts": stream("fact", {"label": "Betriebe", "value": "4", "unit": "", "as_of": "2021"}),
        "milestones": stream("milestone", {"date": "2021", "text": "Der erste Tag"}),
    }


def _network(chosen: str) -> dict[str, Any]:
    member = {**_organisation("Stadtwerke", chosen), "role": "Mitglied", "since": "2005"}
    return {
        "goals": stream("goal", "Fachkräfte gewinnen", ids=[SECTION]),
        "members": stream("member", member),
        "bodies": stream("body", {"name": "Beirat", "text": "Berät"}),
        "founded": "2000",
    }


def _check() -> dict[str, Any]:
    checkpoint = {
        "statement": "Wir haben Ziele.",
        "good_practice": entries("Ein Blatt Papier genügt."),
        "help": rich_text("<p>Fragen Sie nach.</p>"),
        "links": entries(),
        "suggested_measures": entries({"text": "Ziele aufschreiben", "role": ""}, ids=[MEASURE]),
        "weight": "1",
    }
    section = {
        "title": "Ziele",
        "intro": rich_text("<p>Warum das zählt.</p>"),
        "checkpoints": entries(checkpoint, ids=[CHECKPOINT]),
    }
    return {
        "sections": stream("section", section, ids=[SECTION]),
        "allow_not_applicable": "on",
    }
