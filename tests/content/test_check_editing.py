"""What the editor of a check is told, chooses and tries out."""

import json
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from omwagtail.catalogue.capture import item_of
from omwagtail.content.organisation import Organisation
from omwagtail.pages.models import CheckPage
from omwagtail.questionnaires import completion, find_problems, score
from tests.content.checks import TWO_TOPICS, add_check, band, sections
from tests.content.editing import form_data

pytestmark = pytest.mark.django_db

ALL_GOOD = {
    "sections": TWO_TOPICS,
    "bands": [band(0, 49), band(50, 100)],
    "minutes": 20,
    "edition_date": "2026-01-31",
}


def hints(page):
    with translation.override("en"):
        return [hint.text for hint in page.om_hints()]


def found(page, words):
    return [text for text in hints(page) if words in text]


@pytest.mark.parametrize(
    ("preset", "language", "labels", "needs"),
    [
        ("need", "en", ["No need for action", "Need for action", "Urgent need for action"], 3),
        ("agreement", "en", ["Fully true of us", "Not true of us"], 4),
        ("yes-no", "en", ["Yes", "No, not yet"], 2),
    ],
)
def test_scales_stand_ready_from_best_to_worst(preset, language, labels, needs):
    with translation.override(language):
        scale = CheckPage(title="X", scale_preset=preset).definition()["scale"]
    words = [level["label"] for level in scale["levels"]]
    assert set(labels) <= set(words)
    assert [level["need"] for level in scale["levels"]] == list(range(needs))
    assert len({level["symbol"] for level in scale["levels"]}) == needs


def test_own_levels_count_only_where_they_are_chosen(home):
    levels = [
        {"type": "level", "id": "a", "value": {"label": "Gut", "need": 0}},
        {"type": "level", "id": "b", "value": {"label": "Schlecht", "need": 1}},
    ]
    page = add_check(home, levels=levels)
    assert len(page.definition()["scale"]["levels"]) == 3
    assert found(page, "another scale is chosen")
    page.scale_preset = "own"
    assert [level["key"] for level in page.definition()["scale"]["levels"]] == ["a", "b"]
    assert not found(page, "another scale is chosen")


def test_result_texts_and_rules_name_topics_by_their_ids(home):
    rule = {"rule": "sections", "count": 1, "sections": ["geld"]}
    page = add_check(
        home,
        sections=TWO_TOPICS,
        bands=[band(0, 100, "geld"), band(0, 100, "ziele"), band(0, 100)],
        completion=[{"type": "rule", "value": rule}],
    )
    renamed = json.loads(json.dumps(page.sections.get_prep_value()))
    renamed[1]["value"]["title"] = "Finanzen"
    page.sections = page._meta.get_field("sections").to_python(json.dumps(renamed[::-1]))
    body = page.to_document()["body"]
    result = score(body, {"z1": "none", "g1": "urgent", "g2": "none"})
    assert [section.band["sections"] for section in result.sections] == [["geld"], ["ziele"]]
    assert completion(body, {"z1": "none"}, [])[0].sections == ("geld",)
    assert completion(body, {"g1": "none", "g2": "none"}, []) == []


def test_a_choice_of_a_topic_that_is_gone_is_told(home):
    page = add_check(home, sections=TWO_TOPICS, bands=[band(0, 100, "weg")])
    assert found(page, "is for a topic that is no longer in the check")


def test_a_blank_check_is_full_of_hints_and_refused_for_none_but_the_summary():
    page = CheckPage(title="Neu")
    texts = hints(page)
    assert any("The check has no topic." in text for text in texts)
    assert any("minutes" in text for text in texts)
    assert [hint.field for hint in page.om_hints() if hint.wrong] == ["summary"]


def test_a_good_check_has_no_hint_about_itself(home):
    site = home.get_site()
    Organisation.objects.create(name="Kammer", type="chamber-of-crafts", site=site)
    page = add_check(home, **ALL_GOOD)
    fields = {hint.field for hint in page.om_hints()}
    own = {"sections", "scale_preset", "levels", "bands", "completion", "plan", "minutes"}
    assert not fields & (own | {"issuer", "edition_number", "edition_date"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scale_preset": "own"}, "The scale has no level."),
        ({"bands": [band(0, 40), band(50, 100)]}, "no result text for topics from 41 to 49"),
        ({"bands": [band(0, 50), band(50, 100)]}, "Two result texts for topics apply"),
        ({"bands": []}, "There is no result text for topics. A few words"),
        ({"minutes": None}, "how many minutes"),
        ({"edition_date": None}, "The edition has no date"),
        ({"sections": sections(("leer", "Leer", []))}, "The topic “Leer” has no checkpoint."),
        (
            {"sections": sections(("a", "A", [("p", "Wir."), ("q", "wir.")]))},
            "The statement “wir.” stands in the check twice.",
        ),
        (
            {"sections": sections(("a", "A", [("p", "Wir."), ("q", "")]))},
            "Checkpoint 2 of the topic “A” has no statement",
        ),
        ({"sections": sections(("a", "", [("p", "Wir.")]))}, "Topic 1 has no words"),
        ({"sections": sections(("a", "A", [("p", "Wir.")]))}, "No checkpoint suggests a measure."),
        ({}, "No issuer is named"),
    ],
)
def test_what_is_missing_is_said_by_its_name(home, change, words):
    assert found(add_check(home, **{**ALL_GOOD, **change}), words)


def test_changed_questions_under_an_old_number_are_told_and_corrected_spelling_may_stay(
    home, committed
):
    with committed():
        page = add_check(home, published=True, **ALL_GOOD)
    assert not found(page, "The questions have changed")
    page.sections[0].value["title"] = "Unsere Ziele"
    assert found(page, "The questions have changed, but the edition is still number 1")
    assert not any(hint.wrong for hint in page.om_hints())
    page.edition_number = 2
    assert not found(page, "The questions have changed")


def test_a_check_that_stays_on_its_site_has_a_published_edition_too(editor, home):
    page = add_check(home, published=True, sections=TWO_TOPICS, om_syndicate=False)
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert page.to_document()["body"]["edition"]["fingerprint"][:12] in form
    page.sections[0].value["title"] = "Ganz andere Ziele"
    assert "edition_number" in [hint.field for hint in page.om_hints()]


def test_a_new_edition_is_a_draft_of_the_same_page(editor, home, committed):
    with committed():
        page = add_check(home, published=True, **ALL_GOOD)
    urn = item_of(page).urn
    url = reverse("om_check_edition", args=[page.pk])
    assert "1" in editor.get(url).content.decode()

    for _ in range(2):
        response = editor.post(url)

    edit = editor.get(response.url)
    draft = edit.context["form"].instance
    assert (draft.pk, draft.edition_number, draft.edition_date) == (page.pk, 2, None)
    assert item_of(page).data["body"]["edition"]["number"] == 1
    assert item_of(page).data["body"]["edition"]["fingerprint"][:12] in edit.content.decode()
    with committed():
        draft.save_revision().publish()
    assert item_of(page).urn == urn
    assert item_of(page).data["body"]["edition"]["number"] == 2
    assert [section["id"] for section in item_of(page).data["body"]["sections"]] == [
        "ziele",
        "geld",
    ]


def test_the_form_names_the_frozen_editions_with_their_addresses(editor, home, committed):
    with committed():
        page = add_check(home, published=True, **ALL_GOOD)
    with committed():
        page.edition_number, page.edition_date = 2, date(2025, 6, 1)
        page.sections[0].value["title"] = "Andere Ziele"
        page.save_revision().publish()
    frozen = item_of(page).editions
    frozen.filter(number=2).update(created=datetime(2025, 6, 5, 12, tzinfo=UTC))
    with committed():
        page.title = "Nur ein neuer Titel"
        page.save_revision().publish()

    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    item = item_of(page)
    for number in (1, 2):
        assert f'href="{item.origin}/om/check/{item.key}/editions/{number}/"' in form
    for edition in frozen.all():
        assert edition.fingerprint[:12] in form
    since = form.partition("Veröffentlicht seit")[2].partition("</dd>")[0]
    assert "5. Juni 2025" in since


def ids(page):
    body = page.to_document()["body"]
    return [
        (section["id"], [(p["id"], [m["id"] for m in p.get("suggested_measures", [])])])
        for section in body["sections"]
        for p in section["checkpoints"]
    ] + [column["key"] for column in body["plan"]]


def test_ids_survive_copies_translations_and_older_versions(home, committed):
    plan = [{"type": "column", "id": "wer", "value": {"label": "Wer"}}]
    page = add_check(home, plan=plan, **ALL_GOOD)
    before = ids(page)
    first = page.latest_revision
    assert ids(page.copy(update_attrs={"slug": "kopie"})) == before
    english = type(page.locale).objects.create(language_code="en")
    assert ids(page.copy_for_translation(english, copy_parents=True)) == before
    page.sections = []
    page.save_revision()
    first.as_object().save_revision().publish()
    assert ids(CheckPage.objects.get(pk=page.pk)) == before


def preview(editor, page, mode="fill-in", **values):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = form_data(CheckPage, title="Betriebs-Check", **values)
    assert editor.post(url, data).json()["is_valid"]
    return editor.get(url, {"mode": mode})


def test_a_draft_with_blanks_can_be_tried_out_and_says_what_is_missing(editor, home):
    page = add_check(home, published=False)
    response = preview(editor, page)
    html = response.content.decode()
    assert response.status_code == 200
    with translation.override("de"):
        assert translation.gettext("The check has no topic.") in html
    assert "/om/check/" not in html.replace("/om/embed/", "")


def test_trying_out_sends_answers_nowhere(home, rf):
    page = add_check(home, **ALL_GOOD)
    response = page.serve_preview(rf.get("/"), "fill-in")
    html = response.content.decode()
    assert 'name="a-g1"' in html
    assert 'method="post"' not in html
    assert find_problems(page.definition()) == []
    assert "om-check-missing" not in html
