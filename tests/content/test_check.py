"""A check: its parts, their ids, its fingerprint."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import rich_text

from omwagtail.catalogue.capture import capture, item_of
from omwagtail.content.organisation import Organisation
from omwagtail.documents import parse_document
from omwagtail.pages.models import CheckPage
from omwagtail.questionnaires import find_problems, fingerprint
from tests.content.editing import entries, form_data, stream

pytestmark = pytest.mark.django_db


def checkpoint(statement, *measures, measure_ids=None):
    return {
        "statement": statement,
        "good_practice": entries("Ein Blatt Papier genügt."),
        "help": rich_text("<p>Fragen Sie nach.</p>"),
        "links": entries(),
        "suggested_measures": entries(
            *({"text": text, "role": ""} for text in measures), ids=measure_ids
        ),
        "weight": "1",
    }


def section(title, *checkpoints, ids=None):
    return {
        "title": title,
        "intro": rich_text("<p>Warum das zählt.</p>"),
        "checkpoints": entries(*checkpoints, ids=ids),
    }


def post(editor, home, page=None, **values):
    data = form_data(
        CheckPage, title="Betriebs-Check", slug="betriebs-check", summary="Neun Themen.", **values
    )
    url = (
        reverse("wagtailadmin_pages:edit", args=[page.pk])
        if page
        else reverse("wagtailadmin_pages:add", args=["omwagtail_pages", "checkpage", home.pk])
    )
    return editor.post(url, {**data, "allow_not_applicable": "on", "action-publish": "1"})


def published(editor, home, committed, page=None, **values):
    with committed():
        response = post(editor, home, page, **values)
    found = CheckPage.objects.filter(slug="betriebs-check").first()
    assert response.status_code == 302, response.context["form"].errors
    return found


@pytest.fixture
def check(editor, home, committed):
    return published(
        editor,
        home,
        committed,
        sections=stream(
            "section",
            section("Ziele", checkpoint("Wir haben Ziele.", "Ziele aufschreiben")),
            section("Geld", checkpoint("Wir kennen die Zahlen."), checkpoint("Wir mahnen.")),
        ),
    )


def body_of(page):
    return item_of(page).data["body"]


def test_a_published_check_is_a_document_that_others_can_read(check):
    document = parse_document(item_of(check).doc)
    assert [section.title for section in document.body.sections] == ["Ziele", "Geld"]
    assert document.body.sections[0].checkpoints[0].suggested_measures[0].text == (
        "Ziele aufschreiben"
    )
    assert find_problems(body_of(check)) == []


def test_without_levels_of_its_own_a_check_has_three(check):
    levels = body_of(check)["scale"]["levels"]
    assert [level["key"] for level in levels] == ["none", "some", "urgent"]


def test_the_fingerprint_is_that_of_the_published_text(check):
    body = body_of(check)
    assert body["edition"]["fingerprint"] == fingerprint(body)


def test_ids_survive_reordering_and_rewording(check, editor, home, committed):
    before = body_of(check)["sections"]
    ids = [section["id"] for section in before]
    points = {section["id"]: [one["id"] for one in section["checkpoints"]] for section in before}
    measure = before[0]["checkpoints"][0]["suggested_measures"][0]["id"]

    published(
        editor,
        home,
        committed,
        check,
        sections=stream(
            "section",
            section(
                "Finanzen",
                checkpoint("Wir mahnen rechtzeitig."),
                checkpoint("Wir kennen unsere Zahlen."),
                ids=points[ids[1]][::-1],
            ),
            section(
                "Ziele",
                checkpoint("Wir haben Ziele.", "Alles aufschreiben", measure_ids=[measure]),
                ids=points[ids[0]],
            ),
            ids=ids[::-1],
        ),
    )

    after = body_of(check)["sections"]
    assert [section["id"] for section in after] == ids[::-1]
    assert [one["id"] for one in after[0]["checkpoints"]] == points[ids[1]][::-1]
    assert after[1]["checkpoints"][0]["suggested_measures"][0]["id"] == measure
    assert after[0]["title"] == "Finanzen"


def test_ids_survive_copying_into_a_new_edition(check, committed):
    with committed():
        copy = check.copy(update_attrs={"slug": "fassung-2", "edition_number": 2})
    capture(copy)
    assert [one["id"] for one in body_of(copy)["sections"]] == [
        one["id"] for one in body_of(check)["sections"]
    ]
    assert body_of(copy)["edition"]["number"] == 2


def test_the_same_id_twice_is_refused(check):
    raw = list(check.sections.raw_data)
    check.sections = [raw[0], raw[0]]
    check.sections = check._meta.get_field("sections").to_python(check.sections)
    with pytest.raises(ValidationError) as refused:
        check.full_clean()
    assert "sections" in refused.value.message_dict


def test_a_band_that_ends_before_it_begins_is_refused(editor, home):
    band = {"scope": "section", "start": "60", "end": "20", "title": "", "text": rich_text("")}
    response = post(editor, home, bands=stream("band", band))
    assert "bands" in response.context["form"].errors


def test_a_check_is_not_its_own_other_side(check, editor, home):
    counterpart = stream("check", {"page": str(check.pk), "address": ""})
    response = post(editor, home, check, counterpart=counterpart)
    assert "counterpart" in response.context["form"].errors


def test_counterpart_and_issuer_are_named_by_their_ids(check, editor, home, committed):
    site = check.get_site()
    with committed():
        own = Organisation.objects.create(name="Kammer", type="chamber-of-crafts", site=site)
    other = home.add_child(
        instance=CheckPage(title="Für Vereine", slug="vereine", summary="Die andere Seite.")
    )
    capture(other)
    published(
        editor,
        home,
        committed,
        check,
        counterpart=stream("check", {"page": str(other.pk), "address": ""}),
    )
    body = body_of(check)
    assert body["counterpart"] == {"origin": item_of(other).origin, "id": item_of(other).urn}
    assert body["issuer"]["name"] == "Kammer"
    assert body["issuer"]["id"] == item_of(own).urn


def test_a_blank_check_can_be_previewed(home):
    page = CheckPage(title="Neu")
    document = page.to_document()
    assert document["body"].get("sections", []) == []


def test_a_check_for_this_site_only_says_why_it_cannot_be_filled_in(
    client, editor, home, committed
):
    page = published(editor, home, committed, om_syndicate="False")
    html = client.get(page.url).content.decode()
    reason = "This website does not offer the check for filling in yet. For that, the page must "
    reason += "be public and passing on must be switched on."
    with translation.override("de"):
        assert translation.gettext(reason) in html
    assert "om-button--large" not in html
