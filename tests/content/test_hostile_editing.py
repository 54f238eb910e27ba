"""Nothing that is typed into a form, or left out of it, breaks anything or gets lost."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.stamping import stamp
from omwagtail.documents import parse_document
from omwagtail.pages.models import (
    CheckPage,
    DirectoryPage,
    NetworkPage,
    PracticeExamplePage,
)
from tests.content.editing import form_data, stream

pytestmark = pytest.mark.django_db

SCRIPT = '<script>alert(1)</script><img src="x" onerror="alert(2)">'
OVERRIDE, ISOLATE = "\u202e", "\u2066"
TECHNICIAN = "👩\u200d🔧"
BASE = {"title": "Gemeinsam ausbilden", "summary": "Kurz gesagt.", "slug": "seite"}


def section(text=None, heading="Teil"):
    text = rich_text("") if text is None else text
    return {"kind": "", "heading": heading, "text": text, "images": {"count": "0"}}


def typed(text):
    """What the rich text field posts for a paragraph; escapes as JavaScript writes them."""
    block = {"key": "a", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    content = {"blocks": [{**block, "text": text, "entityRanges": []}], "entityMap": {}}
    return json.dumps(content)


def send(editor, home, action, *, model=PracticeExamplePage, **values):
    url = reverse(
        "wagtailadmin_pages:add", args=["omwagtail_pages", model.__name__.lower(), home.pk]
    )
    values = {**BASE, **values}
    data = {**form_data(model, **values), "slug": values["slug"]}
    return editor.post(url, {**data, action: "1"})


def publish(editor, home, committed, **values):
    with committed():
        response = send(editor, home, "action-publish", **values)
    assert response.status_code == 302, response.context["form"].errors
    return PracticeExamplePage.objects.get()


# Scripts, emoji, marks that turn the direction, control characters, half an emoji.
HOSTILE = f"{SCRIPT}{TECHNICIAN}{OVERRIDE}a{ISOLATE}b\0\a\x1b[31m"
TAKEN = {
    "hostile texts": {
        **dict.fromkeys(("title", "summary", "attribution", "series_title"), HOSTILE),
        "lessons": stream("lesson", HOSTILE),
        "sections": stream(
            "section",
            section(rich_text(SCRIPT), heading=HOSTILE),
            section(typed(f"{HOSTILE}\ud83d")),
        ),
        "sources": stream(
            "source", {"title": HOSTILE, "publisher": HOSTILE, "url": "", "note": HOSTILE}
        ),
    },
    "200 sections": {"sections": stream("section", *[section(rich_text("<p>Satz</p>"))] * 200)},
    "long words": {"title": "x" * 255, "summary": "y" * 1000},
}


@pytest.mark.parametrize("values", TAKEN.values(), ids=TAKEN)
def test_what_is_published_is_shown_everywhere(editor, home, committed, values):
    page = publish(editor, home, committed, **values)
    item = item_of(page)
    parse_document(item.doc)
    stamp()
    shown = [
        editor.get(page.url),
        editor.get(reverse("omwagtail_items_detail", args=[item.key])),
        editor.get(reverse("omwagtail_changes"), headers={"host": "partner.example"}),
        editor.get(reverse("wagtailadmin_explore", args=[home.pk])),
        editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])),
        editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])),
    ]
    assert [response.status_code for response in shown] == [200] * len(shown)
    for response in shown:
        text = response.content.decode()
        assert not {OVERRIDE, ISOLATE, "\0", "\a", "\ud83d"} & set(text)
        if "html" in response["Content-Type"]:
            assert "<script>alert" not in text
            assert '<img src="x"' not in text


def test_emoji_stay_whole(editor, home, committed):
    page = publish(editor, home, committed, title=TECHNICIAN)
    assert TECHNICIAN in editor.get(page.url).content.decode()


REFUSED = {
    "title": {"title": "x" * 10_000},
    "summary": {"summary": ""},
    "period_from": {"period_from": "31.02.2021"},
    "series_number": {"series_number": "-3"},
    "topics": {"topics": ["astrology"]},
    "milestones": {"milestones": stream("milestone", {"date": "32.13.2021", "text": "Etwas"})},
    "facts": {"facts": stream("fact", {"label": "", "value": "-5", "unit": "", "as_of": ""})},
}


@pytest.mark.parametrize(("field", "values"), REFUSED.items(), ids=REFUSED)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(editor, home, field, values):
    kept = "Was mühsam getippt wurde"
    sections = stream("section", section(typed(kept)))
    response = send(editor, home, "action-publish", **{"sections": sections, **values})
    assert list(response.context["form"].errors) == [field]
    assert json.dumps(kept)[1:-1].replace("\\", "\\\\") in response.content.decode() or (
        kept in response.content.decode()
    )
    assert not PracticeExamplePage.objects.exists()


def test_too_many_entries_are_said_at_their_field(editor, home):
    response = send(editor, home, "action-publish", lessons=stream("lesson", *["Satz"] * 501))
    assert list(response.context["form"].errors) == ["lessons"]


BLANK_BLOCKS = {
    PracticeExamplePage: {
        "sections": stream("section", section(heading="")),
        "facts": stream("fact", {"label": "", "value": "", "unit": "", "as_of": ""}),
        "milestones": stream("milestone", {"date": "", "text": ""}),
        "quotes": stream("quote", {"text": "", "name": "", "role": ""}),
        "lessons": stream("lesson", ""),
        "event": stream(
            "event", {"kind": "", "date": "", "end": "", "place": "", "programme": {"count": "0"}}
        ),
        "images": stream("picture", {"image": "", "alt": "", "credit": "", "licence": ""}),
        "actors": stream(
            "actor",
            {"organisation": "", "name": "", "type": "", "contribution": "", "benefit": ""},
        ),
        "contacts": stream("contact", {"role": "", "name": "", "email": "", "phone": ""}),
        "files": stream("download", {"document": "", "title": ""}),
        "related": stream("related", {"page": "", "address": "", "relation": ""}),
        "sources": stream("source", {"title": "", "publisher": "", "url": "", "note": ""}),
    },
    NetworkPage: {
        "funding": stream("funding", {"kind": "", "note": "", "share": ""}),
        "members": stream(
            "member",
            {
                "organisation": "",
                "name": "",
                "type": "",
                "role": "",
                "since": "",
                "contribution": "",
                "benefit": "",
            },
        ),
        "bodies": stream("body", {"name": "", "text": ""}),
        "goals": stream("goal", ""),
    },
    CheckPage: {},
    DirectoryPage: {},
}


@pytest.mark.parametrize("model", BLANK_BLOCKS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "blank blocks"])
def test_a_draft_with_blanks_is_saved_and_previewed(editor, home, model, filled):
    blocks = BLANK_BLOCKS[model] if filled else {}
    values = {**BASE, **blocks, "summary": ""} if model is not DirectoryPage else BASE
    name = model.__name__.lower()
    address = reverse("wagtailadmin_pages:preview_on_add", args=["omwagtail_pages", name, home.pk])
    url = reverse("wagtailadmin_pages:add", args=["omwagtail_pages", name, home.pk])
    data = {**form_data(model, **values), "slug": "seite"}
    assert editor.post(address, data).json()["is_valid"]
    assert editor.get(address).status_code == 200
    response = editor.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    page = model.objects.get()
    for view in ("wagtailadmin_pages:edit", "wagtailadmin_pages:view_draft", "om_checklist"):
        assert editor.get(reverse(view, args=[page.pk])).status_code == 200
