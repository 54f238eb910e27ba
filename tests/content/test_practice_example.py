"""A practice example, from the first click to the catalogue."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction
from wagtail.test.utils.form_data import rich_text

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.serving import document_for
from omwagtail.documents import parse_document
from omwagtail.pages.models import PracticeExamplePage
from tests.content.editing import form_data, stream

pytestmark = pytest.mark.django_db


def add_url(home):
    return reverse(
        "wagtailadmin_pages:add", args=["omwagtail_pages", "practiceexamplepage", home.pk]
    )


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def contact(name, *, public):
    return {
        "role": "",
        "name": name,
        "email": "",
        "phone": "",
        **({"public": "on"} if public else {}),
    }


FULL = {
    "title": "Gemeinsam ausbilden",
    "slug": "gemeinsam-ausbilden",
    "summary": "Vier Betriebe teilen sich eine Lehrwerkstatt.",
    "topics": ["skilled-labour", "strategy"],
    "regions": ["DED2F"],
    "sectors": ["C"],
    "licence": "CC-BY-SA-4.0",
    "period_from": "11.2021",
    "reuse": "excerpt",
}


def section(heading, html, kind="founding"):
    return {"kind": kind, "heading": heading, "text": rich_text(html), "images": {"count": "0"}}


def publish(editor, home, committed, **values):
    data = form_data(PracticeExamplePage, **{**FULL, **values})
    with committed():
        response = editor.post(add_url(home), {**data, "action-publish": "1"})
    page = PracticeExamplePage.objects.filter(slug="gemeinsam-ausbilden").first()
    assert page is not None, response.context and response.context["form"].errors
    return page


class TestDraft:
    def test_a_draft_may_be_blank_but_for_its_title(self, editor, home):
        response = editor.post(add_url(home), form_data(PracticeExamplePage, title="Idee"))
        assert response.status_code == 302, response.context["form"].errors
        assert not PracticeExamplePage.objects.get().live
        assert Item.objects.count() == 0

    def test_half_filled_blocks_are_kept_in_a_draft(self, editor, home):
        data = form_data(
            PracticeExamplePage,
            title="Idee",
            facts=stream("fact", {"label": "", "value": "18", "unit": "", "as_of": ""}),
        )
        editor.post(add_url(home), data)
        page = PracticeExamplePage.objects.get().get_latest_revision_as_object()
        assert page.facts[0].value["value"] == "18"
        assert page.to_document()["body"]["facts"] == []

    def test_the_preview_shows_a_draft_with_blanks(self, editor, home):
        editor.post(add_url(home), form_data(PracticeExamplePage, title="Nur ein Titel"))
        page = PracticeExamplePage.objects.get()
        response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert response.status_code == 200
        assert "Nur ein Titel" in response.content.decode()

    def test_the_live_preview_of_a_page_that_was_never_saved(self, editor, home):
        url = reverse(
            "wagtailadmin_pages:preview_on_add",
            args=["omwagtail_pages", "practiceexamplepage", home.pk],
        )
        data = form_data(PracticeExamplePage, title="Ganz neu", slug="ganz-neu")
        assert editor.post(url, data).json()["is_valid"]
        assert "Ganz neu" in editor.get(url).content.decode()

    def test_publishing_without_a_summary_is_refused(self, editor, home):
        data = form_data(PracticeExamplePage, title="Ohne Kern", slug="ohne-kern")
        response = editor.post(add_url(home), {**data, "action-publish": "1"})
        assert "summary" in response.context["form"].errors
        assert not PracticeExamplePage.objects.exists()


class TestPublishing:
    def test_a_published_page_is_in_the_catalogue_with_its_terms(self, editor, home, committed):
        page = publish(editor, home, committed)
        item = item_of(page)
        assert item.state == ItemState.ACCEPTED
        terms = set(item.terms.values_list("scheme", "code"))
        assert {
            ("topic", "strategy"),
            ("region", "DED2F"),
            ("region", "DED"),
            ("sector", "C"),
        } <= terms

    def test_the_document_has_what_the_editor_wrote(self, editor, home, committed):
        page = publish(
            editor,
            home,
            committed,
            sections=stream("section", section("Anfang", "<p>Ein <b>guter</b> <i>Plan</i>.</p>")),
            facts=stream("fact", {"label": "Betriebe", "value": "4", "unit": "", "as_of": "2021"}),
            milestones=stream("milestone", {"date": "12.11.2021", "text": "Der erste Tag"}),
            lessons=stream("lesson", "Klein anfangen."),
        )
        document = parse_document(item_of(page).doc)
        body = document.body
        assert document.licence.uri == "https://creativecommons.org/licenses/by-sa/4.0/"
        assert document.reuse == "excerpt"
        assert body.sections[0].kind == "founding"
        assert body.sections[0].html == "<p>Ein <strong>guter</strong> <em>Plan</em>.</p>"
        assert body.facts[0].value == 4
        assert body.milestones[0].date == "2021-11-12"
        assert body.lessons == ["Klein anfangen."]
        assert body.period.from_ == "2021-11"

    @pytest.mark.parametrize("licence", ["", "CC-BY-SA-4.0"], ids=["of-the-site", "of-the-page"])
    def test_its_licence_is_named_in_its_own_language(self, home, licence):
        names = {}
        for code in ("de", "en"):
            page = PracticeExamplePage(title=code, summary="Text", licence=licence)
            page.locale, _ = Locale.objects.get_or_create(language_code=code)
            home.add_child(instance=page)
            document, _ = document_for(page, preview=True)
            names[code] = document["licence"]["name"]
        assert "Namensnennung" in names["de"]
        assert "Attribution" in names["en"]

    def test_sources_travel_as_an_unknown_member(self, editor, home, committed):
        source = {"title": "Fachkräftenetzwerke", "publisher": "Toolbox", "url": "", "note": ""}
        page = publish(editor, home, committed, sources=stream("source", source))
        assert item_of(page).data["sources"] == [
            {"title": "Fachkräftenetzwerke", "publisher": "Toolbox"}
        ]

    def test_a_private_contact_never_leaves_the_site(self, editor, home, committed):
        page = publish(
            editor,
            home,
            committed,
            contacts=stream(
                "contact", contact("Frau Offen", public=True), contact("Herr Intern", public=False)
            ),
        )
        item = item_of(page)
        assert [one["name"] for one in item.data["contacts"]] == ["Frau Offen"]
        assert "Herr Intern" not in item.doc
        assert "Herr Intern" not in editor.get(page.url).content.decode()

    def test_an_address_that_no_reader_accepts_is_refused_in_the_form(self, editor, home):
        source = {"title": "Quelle", "publisher": "", "url": "ftp://example.org/x", "note": ""}
        data = form_data(PracticeExamplePage, **FULL, sources=stream("source", source))
        response = editor.post(add_url(home), {**data, "action-publish": "1"})
        assert "sources" in response.context["form"].errors

    def test_a_page_kept_on_its_site_is_shown_there_but_not_in_the_catalogue(
        self, editor, home, committed
    ):
        page = publish(editor, home, committed, om_syndicate="False")
        assert item_of(page) is None
        assert "Gemeinsam ausbilden" in editor.get(page.url).content.decode()

    def test_a_view_restriction_withdraws_the_document(self, editor, home, committed):
        page = publish(editor, home, committed)
        with committed():
            PageViewRestriction.objects.create(
                page=home, restriction_type=PageViewRestriction.LOGIN
            )
        item = item_of(page)
        assert item.state == ItemState.WITHDRAWN
        assert item.reason == "restricted"
        # Whoever may see the page still does.
        assert "Gemeinsam ausbilden" in editor.get(page.url).content.decode()

    def test_an_alias_shows_its_source_and_is_no_item(self, editor, home, committed):
        page = publish(editor, home, committed)
        with committed():
            alias = page.create_alias(update_slug="zweite-adresse", parent=home)
        assert item_of(alias) is None
        assert "Vier Betriebe teilen sich" in editor.get(alias.url).content.decode()

    def test_a_copy_is_a_document_of_its_own(self, editor, home, committed):
        page = publish(editor, home, committed)
        with committed():
            copy = page.copy(update_attrs={"slug": "kopie"})
        assert item_of(copy).uuid != item_of(page).uuid


def test_a_code_that_is_no_longer_offered_survives_saving(editor, home, committed):
    page = publish(editor, home, committed, regions=["DE300"])
    form = editor.get(edit_url(page)).content.decode()
    assert 'value="DE300"' in form
    assert page.regions == ["DE300"]


def test_a_code_that_nobody_knows_is_refused(editor, home):
    data = form_data(PracticeExamplePage, **{**FULL, "topics": ["astrology"]})
    response = editor.post(add_url(home), data)
    assert "topics" in response.context["form"].errors


def test_the_form_speaks_german(editor, home):
    form = editor.get(add_url(home), {"start": "empty"}).content.decode()
    assert "Sächsische Schweiz-Osterzgebirge" in form
    assert "Ausbildung und Fachkräfte" in form
