"""A new practice example starts from a form that is laid out already."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import rich_text

from omwagtail.catalogue.capture import item_of
from omwagtail.content.starting import STARTING_FORMS
from omwagtail.pages.models import PracticeExamplePage
from tests.browser import PHONE, WIDE, accessibility_violations
from tests.content.admin_in_browser import logged_in
from tests.content.editing import form_data, stream
from tests.testapp.models import PlainPage

pytestmark = pytest.mark.django_db


def add_url(home, model="omwagtail_pages.practiceexamplepage"):
    return reverse("wagtailadmin_pages:add", args=[*model.split("."), home.pk])


def started(editor, home, key, **query):
    """The new page that Wagtail's form shows after a choice."""
    response = editor.get(add_url(home), {"start": key, **query})
    return response.context["form"].instance


class TestChoice:
    def test_a_new_example_begins_with_the_choice(self, editor, home):
        text = editor.get(add_url(home)).content.decode()
        assert "start=short" in text
        assert "start=portrait" in text
        assert "start=event" in text
        assert "start=empty" in text
        assert "Ausgangslage" in text

    def test_nothing_is_stored_by_choosing(self, editor, home):
        for key in ("short", "portrait", "event", "empty"):
            editor.get(add_url(home), {"start": key})
        assert not PracticeExamplePage.objects.exists()

    def test_a_partners_own_page_type_has_it_too(self, editor, home):
        url = add_url(home, "testapp.guildexamplepage")
        assert "start=event" in editor.get(url).content.decode()
        page = editor.get(url, {"start": "event"}).context["form"].instance
        assert [block.block_type for block in page.event] == ["event"]

    def test_other_types_come_at_once(self, editor, home):
        response = editor.get(add_url(home, "omwagtail_pages.networkpage"))
        assert response.context["form"].instance.title == ""

    def test_where_to_go_afterwards_is_kept(self, editor, home):
        text = editor.get(add_url(home), {"next": "/admin/pages/"}).content.decode()
        assert text.count("next=%2Fadmin%2Fpages%2F") == len(STARTING_FORMS) + 2
        response = editor.get(add_url(home), {"start": "short", "next": "/admin/pages/"})
        assert response.context["next"] == "/admin/pages/"

    def test_an_unknown_form_asks_again(self, editor, home):
        assert "start=short" in editor.get(add_url(home), {"start": "novel"}).content.decode()

    def test_who_may_not_add_pages_here_is_not_asked(self, client, home):
        below = home.add_child(instance=PlainPage(title="Unterseite"))
        client.force_login(author_below(below, "author"))
        assert client.get(add_url(below)).status_code == 200
        assert client.get(add_url(home)).status_code == 302


def section(block, html=""):
    return {
        "kind": block.value["kind"],
        "heading": "",
        "text": rich_text(html),
        "images": {"count": "0"},
    }


def author_below(page, name):
    """Somebody who may add pages below ``page`` only."""
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=page, permission=Permission.objects.get(codename="add_page")
    )
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "secret")
    user.groups.add(group)
    return user


class TestForms:
    @pytest.mark.parametrize("form", STARTING_FORMS, ids=lambda form: form.key)
    def test_the_sections_are_laid_out_in_order(self, editor, home, form):
        page = started(editor, home, form.key)
        assert tuple(block.value["kind"] for block in page.sections) == form.sections

    def test_an_empty_form_has_none(self, editor, home):
        assert len(started(editor, home, "empty").sections) == 0

    def test_one_choice_does_not_reach_the_next_page(self, editor, home):
        started(editor, home, "event")
        assert len(started(editor, home, "empty").event) == 0

    def test_a_portrait_shows_its_rows_unfolded(self, editor, home):
        response = editor.get(add_url(home), {"start": "portrait"})
        classes = {
            panel.panel.field_name: panel.classes()
            for panel in response.context["edit_handler"].children[0].children
            if hasattr(panel.panel, "field_name")
        }
        assert "collapsed" not in classes["actors"]
        assert "collapsed" in classes["quotes"]

    def test_what_was_left_blank_is_published_as_nothing(self, editor, home, committed):
        page = started(editor, home, "event")
        first, *others = page.sections
        sections = stream(
            "section", section(first, "<p>Was los war.</p>"), *(section(one) for one in others)
        )
        event = {"kind": "", "date": "", "end": "", "place": "", "programme": {"count": "0"}}
        data = form_data(
            PracticeExamplePage,
            title="Werkstatt",
            summary="Kurz gesagt.",
            sections=sections,
            event=stream("event", event),
        )
        with committed():
            editor.post(add_url(home), {**data, "action-publish": "1"})
        body = item_of(PracticeExamplePage.objects.get()).data["body"]
        assert [section["kind"] for section in body["sections"]] == ["starting-point"]
        assert "event" not in body


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestInBrowser:
    def test_the_choice_by_keyboard_and_the_hints(self, open_page, live_server, editor, home):
        options = logged_in(editor, live_server)
        for size in (PHONE, WIDE):
            page = open_page(live_server.url + add_url(home), viewport=size, **options)
            assert accessibility_violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator("a[href*='start=short']").focus()
        page.keyboard.press("Tab")
        assert "start=portrait" in page.evaluate("document.activeElement.href")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**start=event")

        kind = page.locator("#sections-0-value-kind")
        editing = page.locator("#sections-0-value-text + * [role=textbox]")
        hint = page.locator("#sections-0-value-hint")
        hint.wait_for()
        first = hint.text_content()
        page.wait_for_function(
            "document.querySelector('#sections-0-value-text + * [role=textbox]')"
            ".getAttribute('aria-describedby').includes('sections-0-value-hint')"
        )
        # It belongs to the kind …
        kind.select_option("outlook")
        assert hint.text_content() not in ("", first)
        kind.select_option("")
        assert hint.is_hidden()
        kind.select_option("starting-point")
        assert hint.text_content() == first
        # … and is gone once something is written.
        editing.click()
        page.keyboard.type("Es fehlten Plätze.")
        assert hint.is_visible()
        kind.focus()
        hint.wait_for(state="hidden")
        assert page.complaints == [c for c in page.complaints if "NAME_NOT_RESOLVED" in c]
