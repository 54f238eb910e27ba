"""A check as a file, and back."""

import json
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.users.models import UserProfile

from omwagtail.content.check_exchange import export_check
from omwagtail.pages.models import CheckPage
from tests.content.checks import TWO_TOPICS, add_check, band

pytestmark = pytest.mark.django_db

WHOLE = {
    "sections": TWO_TOPICS,
    "bands": [band(0, 49), band(50, 100), band(0, 30, "geld")],
    "completion": [
        {"type": "rule", "value": {"rule": "sections", "count": 1, "sections": ["geld"]}},
        {"type": "rule", "value": {"rule": "measures", "count": 2, "columns": ["who"]}},
    ],
    "code": "X-1",
    "intro": "<p>Guten <i>Tag</i>.</p>",
    "minutes": 20,
    "edition_number": 3,
    "edition_date": "2026-01-31",
}
OWN_SCALE = {
    "scale_preset": "own",
    "levels": [
        {"type": "level", "id": "gut", "value": {"label": "Gut", "need": 0, "role": "good"}},
        {"type": "level", "value": {"label": "Schlecht", "need": 5, "key": "bad"}},
    ],
    "not_applicable_label": "Gibt es hier nicht",
    "plan": [{"type": "column", "value": {"label": "Was", "key": "what"}}],
}


def upload(content):
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    return SimpleUploadedFile("check.json", text.encode() if isinstance(text, str) else text)


def edited(url):
    """The draft behind the address of an edit form."""
    pk = int(url.rstrip("/").split("/")[-2])
    return CheckPage.objects.get(pk=pk).get_latest_revision_as_object()


def from_file(editor, home, content):
    url = reverse("om_check_from_file", args=["omwagtail_pages", "checkpage", home.pk])
    return editor.post(url, {"file": upload(content)})


@pytest.fixture
def check(home):
    return add_check(home, **WHOLE)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="blank"),
        pytest.param(WHOLE, id="whole"),
        pytest.param(WHOLE | {"scale_preset": "agreement"}, id="scale-that-stands-ready"),
        pytest.param(WHOLE | OWN_SCALE, id="own-scale-and-plan"),
        pytest.param(WHOLE | {"allow_not_applicable": False}, id="everything-applies"),
    ],
)
def test_a_file_becomes_a_check_that_saves_the_very_same_file(editor, home, fields):
    page = add_check(home, **fields)
    saved = editor.get(reverse("om_check_export", args=[page.pk]))
    assert saved["Content-Disposition"] == 'attachment; filename="betriebs-check.json"'

    response = from_file(editor, home, saved.content)

    draft = edited(response.url)
    assert draft.pk != page.pk
    assert not draft.live
    assert export_check(draft).encode() == saved.content
    assert draft.scale_preset == page.scale_preset
    assert editor.get(response.url).status_code == 200


def test_a_file_names_what_it_is_and_holds_the_ids(editor, check):
    content = json.loads(editor.get(reverse("om_check_export", args=[check.pk])).content)
    assert (content["format"], content["language"]) == ("om-check/1", "de")
    assert content["body"]["edition"] == {"number": 3, "date": "2026-01-31"}
    assert [section["id"] for section in content["body"]["sections"]] == ["ziele", "geld"]
    assert content["body"]["bands"][2]["sections"] == ["geld"]


def test_what_would_change_is_shown_first_and_only_then_a_draft_is_made(editor, home, committed):
    with committed():
        page = add_check(home, published=True, **WHOLE)
    content = json.loads(export_check(page))
    topics = content["body"]["sections"]
    topics[0]["title"] = "Unsere Ziele"
    topics[1]["checkpoints"].pop()
    topics.append(
        {
            "id": "neu",
            "title": "Neu",
            "checkpoints": [{"id": "n1", "statement": "Da.", "weight": 1}],
        }
    )
    url = reverse("om_check_import", args=[page.pk])

    shown = editor.post(url, {"file": upload(content)})

    changes = shown.context["changes"]
    assert (changes.topics.added, changes.topics.changed, changes.topics.removed) == (1, 2, 0)
    points = changes.checkpoints
    assert (points.added, points.changed, points.removed) == (1, 0, 1)
    assert not changes.bands
    assert page.revisions.count() == 1

    response = editor.post(url, {"text": shown.context["text"], "confirmed": "yes"})

    assert json.loads(export_check(edited(response.url))) == content
    page.refresh_from_db()
    assert page.has_unpublished_changes
    assert page.sections[0].value["title"] == "Ziele"


def wrong(change):
    """A right file with one fault."""
    content = {
        "format": "om-check/1",
        "title": "X",
        "body": {
            "scale": {"levels": [{"key": "a", "label": "A", "need": 0}]},
            "sections": [
                {"id": "s", "title": "S", "checkpoints": [{"id": "c", "statement": "C."}]}
            ],
        },
    }
    change(content, content["body"]["sections"][0])
    return content


FAULTS = {
    "not-json": ("{", "JSON"),
    "not-text": (b"\xff\xfe\x00", "JSON"),
    "a-list": ([], "om-check/1"),
    "other-format": ({"format": "questions/2"}, "om-check/1"),
    "newer": ({"format": "om-check/2"}, "newer version"),
    "no-title": (wrong(lambda file, _: file.pop("title")), "“title”"),
    "no-body": (wrong(lambda file, _: file.pop("body")), "body"),
    "too-large": ("[" + " " * 600_000 + "]", "512"),
    "twice-the-same-id": (
        wrong(lambda _, topic: topic["checkpoints"].append({"id": "c", "statement": "D."})),
        "Two checkpoints have the id “c”",
    ),
    "bad-id": (wrong(lambda _, topic: topic.update(id="<s>")), "sections › 1 › id"),
    "no-statement": (
        wrong(lambda _, topic: topic["checkpoints"][0].pop("statement")),
        "body › sections › 1 › checkpoints › 1 › statement: this is missing",
    ),
    "text-for-a-number": (
        wrong(lambda _, topic: topic["checkpoints"][0].update(weight="viel")),
        "weight: this must be a whole number",
    ),
    "too-long-for-the-form": (
        wrong(lambda _, topic: topic["checkpoints"][0].update(statement="x" * 2000)),
        "Statement",
    ),
    "too-many": (
        wrong(lambda _, topic: topic.update(checkpoints=[{"id": "c", "statement": "C"}] * 600)),
        "500",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_wrong_file_changes_nothing_and_is_answered_in_sentences(
    editor, check, django_user_model, name
):
    content, sentence = FAULTS[name]
    user = django_user_model.objects.get(username="editor")
    UserProfile.objects.create(user=user, preferred_language="en")
    url = reverse("om_check_import", args=[check.pk])
    response = editor.post(url, {"file": upload(content), "confirmed": "yes"})
    assert response.status_code == 422
    assert any(sentence in fault for fault in response.context["faults"]), response.context[
        "faults"
    ]
    assert check.revisions.count() == 1


def test_without_a_file_the_form_asks_for_one(editor, check):
    response = editor.post(reverse("om_check_import", args=[check.pk]))
    assert response.status_code == 422


def test_hostile_html_arrives_clean_and_can_be_edited(editor, home):
    hostile = '<p onclick="x()">A<script>x()</script></p><div><h2>B</h2><li>C<p>D</p></li></div>'
    content = wrong(lambda _, topic: topic.update(intro=hostile))
    response = from_file(editor, home, content)
    assert editor.get(response.url).status_code == 200
    draft = edited(response.url)
    text = json.loads(export_check(draft))["body"]["sections"][0]["intro"]
    assert all(word in text for word in "ABCD")
    assert "onclick" not in text
    assert "script" not in text
    again = edited(from_file(editor, home, export_check(draft)).url)
    assert export_check(again) == export_check(draft)


def test_files_are_for_those_who_may_edit(client, check, django_user_model):
    for name in ("om_check_export", "om_check_import", "om_check_edition"):
        url = reverse(name, args=[check.pk])
        assert "login" in client.get(url).url
    reader = django_user_model.objects.create_user("reader", "r@example.org", "secret")
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(reader)
    for name in ("om_check_export", "om_check_import", "om_check_edition"):
        response = client.post if name != "om_check_export" else client.get
        assert "/edit/" not in getattr(response(reverse(name, args=[check.pk])), "url", "")
    assert check.revisions.count() == 1


def test_the_example_of_the_docs_can_be_taken_over(editor, home):
    page = Path(__file__).parents[2] / "docs" / "reference" / "check-exchange.md"
    example = page.read_text("utf-8").partition("```json")[2].partition("```")[0]
    draft = edited(from_file(editor, home, example).url)
    body = json.loads(export_check(draft))["body"]
    assert body["bands"] == json.loads(example)["body"]["bands"]
    assert body["scale"] == json.loads(example)["body"]["scale"]


@pytest.mark.parametrize("title", ["???", "Ü" * 255])
def test_titles_of_which_no_address_can_be_made_come_in_any_number(editor, home, check, title):
    file = json.loads(export_check(check)) | {"title": title}
    drafts = [edited(from_file(editor, home, file).url) for _ in range(2)]
    slugs = {draft.slug for draft in drafts}
    assert len(slugs) == 2
    assert all(0 < len(slug) <= 255 for slug in slugs)
    assert {draft.title for draft in drafts} == {title}


def test_an_alias_has_no_draft_to_change(editor, home, check):
    alias = check.create_alias(parent=home, update_slug="alias")
    html = editor.get(reverse("wagtailadmin_explore", args=[alias.pk])).content.decode()
    for name in ("om_check_import", "om_check_edition"):
        url = reverse(name, args=[alias.pk])
        assert url not in html
        refused = editor.post(url, {"file": upload(export_check(check))}, follow=True)
        assert "/edit/" not in refused.request["PATH_INFO"]
    assert alias.revisions.count() == 0


def test_only_checks_have_files(editor, home):
    assert editor.get(reverse("om_check_export", args=[home.pk])).status_code == 404


def test_the_menu_of_a_check_leads_to_its_files_and_editions(editor, check, home):
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[check.pk])).content.decode()
    for name in ("om_check_export", "om_check_import", "om_check_edition"):
        assert reverse(name, args=[check.pk]) in html
    new = editor.get(
        reverse("wagtailadmin_pages:add", args=["omwagtail_pages", "checkpage", home.pk])
    )
    way = reverse("om_check_from_file", args=["omwagtail_pages", "checkpage", home.pk])
    assert way in new.content.decode()
    assert editor.get(way).status_code == 200
