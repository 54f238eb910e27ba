"""What editors know from Wagtail works on our pages: every test goes through the admin."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.models import Item
from tests.content.filled import PAGE_TYPES, SECTION, filled

pytestmark = pytest.mark.django_db
every_type = pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)

AS_AUTOSAVE = {"accept": "application/json"}


@pytest.fixture
def add(editor, home, committed):
    """Posts the form of a new page."""

    def post(model, action="action-publish", headers=None, **values):
        names = [model._meta.app_label, model._meta.model_name, home.pk]
        url = reverse("wagtailadmin_pages:add", args=names)
        pressed = {action: "1"} if action else {}
        with committed():
            return editor.post(url, {**filled(model, **values), **pressed}, headers=headers)

    return post


@pytest.fixture
def published(add):
    def publish(model, **values):
        response = add(model, **values)
        assert response.status_code == 302, response.context["form"].errors
        return model.objects.latest("pk")

    return publish


@pytest.fixture
def post(editor, committed):
    """Posts to an admin view of a page."""

    def send(view, page, data=None, headers=None, **names):
        url = reverse(f"wagtailadmin_pages:{view}", args=[page.pk], **names)
        with committed():
            return editor.post(url, data or {}, headers=headers)

    return send


def opened(editor, view, *names):
    """An admin view that must open; its text."""
    response = editor.get(reverse(f"wagtailadmin_pages:{view}", args=names))
    assert response.status_code == 200
    return response.content.decode()


def draft_of(page):
    """What the editor sees when the page's form is opened again."""
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


@every_type
class TestDrafts:
    def test_a_draft_of_a_live_page_leaves_its_document_alone(self, model, published, post):
        page = published(model)
        before = item_of(page)
        assert post("edit", page, filled(model, title="Noch offen")).status_code == 302
        assert item_of(page).rev == before.rev
        assert draft_of(page).title == "Noch offen"

    def test_autosave_makes_a_draft_and_no_document(self, model, add, post):
        response = add(model, action=None, headers=AS_AUTOSAVE, summary="")
        assert response.json()["success"]
        page = model.objects.get(pk=response.json()["pk"])
        assert not page.live
        again = post("edit", page, filled(model, title="Weiter"), headers=AS_AUTOSAVE)
        assert again.json()["success"]
        assert draft_of(page).title == "Weiter"
        assert not Item.objects.exists()

    def test_autosave_of_a_live_page_changes_only_the_draft(self, model, published, post):
        page = published(model)
        before = item_of(page)
        response = post("edit", page, filled(model, title="Weiter"), headers=AS_AUTOSAVE)
        assert response.json()["success"]
        assert item_of(page).rev == before.rev
        assert Page.objects.get(pk=page.pk).title == "Gemeinsam ausbilden"

    def test_revisions_are_compared_listed_and_brought_back(
        self, model, published, post, editor, committed
    ):
        page = published(model)
        first = page.latest_revision
        post("edit", page, filled(model, title="Zweite Fassung", summary="Ganz anders."))
        compared = opened(editor, "revisions_compare", page.pk, "earliest", "latest")
        assert "Ganz anders." in compared
        assert opened(editor, "history", page.pk)
        assert "Vier Betriebe" in opened(editor, "revisions_view", page.pk, first.pk)
        assert "Vier Betriebe" in opened(editor, "revisions_revert", page.pk, first.pk)
        post(
            "edit",
            page,
            {**filled(model), "revision": str(first.pk), "action-publish": "1"},
        )
        assert item_of(page).title == "Gemeinsam ausbilden"


@every_type
class TestTime:
    def test_a_document_waits_for_go_live_and_ends_with_expiry(
        self, model, add, committed, monkeypatch
    ):
        begins, ends = timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=3)
        add(model, go_live_at=_typed(begins), expire_at=_typed(ends))
        page = model.objects.get()
        assert Revision.objects.filter(approved_go_live_at__isnull=False).exists()
        assert item_of(page) is None

        now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=2))
        _publish_scheduled(committed)
        item = item_of(page)
        assert item.state == "accepted"
        assert item.data["expires"].startswith(f"{ends:%Y-%m-%d}")

        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=4))
        _publish_scheduled(committed)
        assert (item_of(page).state, item_of(page).reason) == ("withdrawn", "expired")


def _typed(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def _publish_scheduled(committed):
    with committed():
        call_command("publish_scheduled", stdout=StringIO())


@every_type
class TestTree:
    def test_a_copy_is_an_own_document_with_the_same_ids_inside(self, model, published, post, home):
        page = published(model)
        data = {
            "new_title": "Kopie",
            "new_slug": "kopie",
            "new_parent_page": str(home.pk),
            "copy_subpages": "",
            "publish_copies": "on",
            "alias": "",
        }
        assert post("copy", page, data).status_code == 302
        copy = model.objects.get(slug="kopie")
        original, copied = item_of(page).data, item_of(copy).data
        assert copied["id"] != original["id"]
        assert copied["body"] == original["body"]

    def test_a_moved_page_keeps_its_id_and_tells_its_earlier_address(
        self, model, published, home, editor, committed
    ):
        page = published(model)
        target = home.add_child(instance=Page(title="Archiv", slug="archiv"))
        before = item_of(page).data
        url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])
        with committed():
            assert editor.post(url).status_code == 302
        after = item_of(page).data
        assert after["id"] == before["id"]
        assert after["url"].endswith("/archiv/gemeinsam-ausbilden/")
        assert after["aliases"] == [before["url"]]

    def test_an_alias_made_in_the_admin_shows_its_source(
        self, model, published, post, home, client
    ):
        page = published(model)
        data = {
            "new_title": "Zweitadresse",
            "new_slug": "zweitadresse",
            "new_parent_page": str(home.pk),
            "alias": "on",
        }
        post("copy", page, data)
        alias = model.objects.get(slug="zweitadresse")
        assert alias.alias_of_id == page.pk
        assert Item.objects.count() == 1
        assert "Vier Betriebe teilen sich" in client.get(alias.url).content.decode()

    def test_a_new_slug_makes_a_redirect_and_an_alias_in_the_document(
        self, model, published, post, client
    ):
        page = published(model)
        old = page.url
        post("edit", page, {**filled(model), "slug": "neu", "action-publish": "1"})
        assert Redirect.objects.filter(old_path=old.rstrip("/"), redirect_page=page).exists()
        assert item_of(page).data["aliases"] == [f"https://partner.example{old}"]

    def test_deleting_many_withdraws_them_all(self, model, published, editor, committed):
        pages = [published(model), published(model, title="Zweites")]
        items = [item_of(page) for page in pages]
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        chosen = "&".join(f"id={page.pk}" for page in pages)
        with committed():
            assert editor.post(f"{url}?{chosen}&next=/").status_code == 302
        assert not model.objects.exists()
        for item in items:
            item.refresh_from_db()
            assert (item.state, item.reason) == ("withdrawn", "deleted")

    def test_privacy_set_in_the_admin_withdraws(self, model, published, post):
        page = published(model)
        post("set_privacy", page, {"restriction_type": "login"})
        assert (item_of(page).state, item_of(page).reason) == ("withdrawn", "restricted")
        post("set_privacy", page, {"restriction_type": "none"})
        assert item_of(page).state == "accepted"


@every_type
class TestTogether:
    def test_a_page_goes_through_a_workflow(self, model, add, editor, committed):
        response = add(model, action="action-submit")
        assert response.status_code == 302, response.context["form"].errors
        page = model.objects.get()
        assert page.workflow_in_progress
        assert item_of(page) is None
        task = page.current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
        assert opened(editor, "edit", page.pk)
        with committed():
            editor.post(url, {"comment": ""})
        page.refresh_from_db()
        assert page.live
        assert item_of(page).state == "accepted"

    def test_a_comment_stands_at_a_field_and_in_a_block(self, model, published, post, editor):
        page = published(model)
        block = "goals" if model.__name__ == "NetworkPage" else "sections"
        comments = {"comments-TOTAL_FORMS": "2"}
        for number, path in enumerate(["summary", f"{block}.{SECTION}"]):
            comments |= {
                f"comments-{number}-id": "",
                f"comments-{number}-contentpath": path,
                f"comments-{number}-text": "Stimmt die Zahl?",
                f"comments-{number}-position": "",
                f"comments-{number}-replies-TOTAL_FORMS": "0",
                f"comments-{number}-replies-INITIAL_FORMS": "0",
                f"comments-{number}-replies-MIN_NUM_FORMS": "0",
                f"comments-{number}-replies-MAX_NUM_FORMS": "",
            }
        response = post("edit", page, {**filled(model), **comments, "action-publish": "1"})
        assert response.status_code == 302, response.context["form"].errors
        told = page.wagtail_admin_comments.values_list("contentpath", flat=True)
        assert set(told) == {"summary", f"{block}.{SECTION}"}
        assert "Stimmt die Zahl?" in opened(editor, "edit", page.pk)
        assert "Stimmt die Zahl?" not in item_of(page).doc

    def test_a_locked_page_is_shown_and_not_changed(
        self, model, published, post, client, django_user_model
    ):
        page = published(model)
        post("lock", page)
        page.refresh_from_db()
        assert page.locked
        other = django_user_model.objects.create_superuser("other", "o@example.org", "secret")
        client.force_login(other)
        assert opened(client, "edit", page.pk)
        post("edit", page, {**filled(model, title="Trotzdem"), "action-publish": "1"})
        assert Page.objects.get(pk=page.pk).title == "Gemeinsam ausbilden"


@every_type
class TestFinding:
    def test_the_admin_finds_a_page_by_what_stands_in_its_blocks(self, model, published, editor):
        page = published(model)
        words = {
            "PracticeExamplePage": "Absatz Ergebnis",
            "NetworkPage": "Fachkräfte gewinnen",
            "CheckPage": "Papier genügt",
        }[model.__name__]
        url = reverse("wagtailadmin_pages:search")
        response = editor.get(url, {"q": words})
        assert page.title in response.content.decode()

    def test_reports_are_exported(self, model, published, editor):
        published(model)
        url = reverse("wagtailadmin_reports:aging_pages")
        response = editor.get(url, {"export": "csv"})
        assert "Gemeinsam ausbilden" in b"".join(response.streaming_content).decode()
