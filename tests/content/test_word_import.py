"""Uploading a Word file: a draft with everything in it, or nothing at all."""

from pathlib import Path

import docx
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import pre_save
from django.http import HttpResponseForbidden
from django.urls import reverse
from django.utils import translation
from wagtail import hooks
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    PageLogEntry,
    PageSubscription,
)

from omwagtail.catalogue.models import Item
from omwagtail.pages.models import PracticeExamplePage
from tests.content.word_files import add_picture, picture, rewritten, saved, with_text
from tests.testapp.models import GuildExamplePage, PlainPage

pytestmark = pytest.mark.django_db

Image = get_image_model()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Where uploaded files go."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield tmp_path


def files_in(folder: Path):
    return [file for file in folder.rglob("*") if file.is_file()]


def word_url(parent, model="omwagtail_pages.practiceexamplepage"):
    return reverse("om_word_import", args=[*model.split("."), parent.pk])


def upload(client, parent, content, *, name="Bericht.docx", query="", **kwargs):
    file = SimpleUploadedFile(name, content)
    return client.post(
        word_url(parent, **kwargs) + query, {"file": file}, headers={"accept-language": "en"}
    )


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def report():
    """A Word file with a title, a picture, and sections with pictures."""
    document = docx.Document()
    document.add_heading("Lehrwerkstatt zu viert", 0)
    document.add_paragraph("Vier Betriebe teilen sich eine Werkstatt.")
    add_picture(document, picture(color="blue"), "Die Werkstatt")
    document.add_heading("Ausgangslage")
    document.add_paragraph("Es fehlten ").add_run("Plätze").bold = True
    add_picture(document, picture(color="red"), "Eine Drehbank")
    document.add_heading("Ergebnisse")
    document.add_paragraph("Zwölf Lehrlinge.")
    add_picture(document, picture(color="red"))
    return saved(document)


def author(parent, *, collection=None, name="autor"):
    """Somebody who may add pages below ``parent``, and pictures to ``collection``."""
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=parent, permission=Permission.objects.get(codename="add_page")
    )
    if collection:
        GroupCollectionPermission.objects.create(
            group=group,
            collection=collection,
            permission=Permission.objects.get(
                codename="add_image", content_type__app_label="wagtailimages"
            ),
        )
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "secret")
    user.groups.add(group)
    return user


class TestDraft:
    def test_a_word_file_becomes_a_draft(self, editor, home, report, media):
        response = upload(editor, home, report)
        page = PracticeExamplePage.objects.get()
        assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert (page.live, page.get_parent().specific) == (False, home)
        assert page.title == "Lehrwerkstatt zu viert"
        assert page.slug == "lehrwerkstatt-zu-viert"
        assert page.summary == "Vier Betriebe teilen sich eine Werkstatt."
        first, second = (block.value for block in page.sections)
        assert (first["kind"], first["heading"]) == ("starting-point", "Ausgangslage")
        assert "<b>Plätze</b>" in first["text"].source
        assert [one["alt"] for one in first["images"]] == ["Eine Drehbank"]
        assert second["kind"] == "results"
        # The same picture twice is one image.
        assert second["images"][0]["image"] == first["images"][0]["image"]
        assert [one.value["alt"] for one in page.images] == ["Die Werkstatt"]
        assert Image.objects.count() == len(files_in(media)) == 2
        assert Item.objects.count() == 0

    def test_it_is_told_what_was_taken_over_and_what_comes_next(self, editor, home, report):
        words = told(upload(editor, home, report))
        assert "2 sections" in words
        assert "2 pictures" in words
        assert "summary" in words

    def test_the_draft_can_be_opened_and_published(self, editor, home, report, committed):
        upload(editor, home, report)
        page = PracticeExamplePage.objects.get()
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert editor.get(edit).status_code == 200
        with committed():
            page.get_latest_revision().publish()
        sections = Item.objects.get().data["body"]["sections"]
        assert [section["kind"] for section in sections] == ["starting-point", "results"]

    def test_it_is_an_ordinary_new_page(self, editor, home, report):
        upload(editor, home, report)
        page = PracticeExamplePage.objects.get()
        assert page.owner == page.get_latest_revision().user
        assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.create").exists()
        assert PageSubscription.objects.get(page=page).comment_notifications

    def test_a_file_without_a_heading_is_called_like_the_file(self, editor, home):
        upload(editor, home, with_text("Nur ein Satz."), name="Unser Bericht.docx")
        assert PracticeExamplePage.objects.get().title == "Unser Bericht"

    def test_a_partners_own_page_type_takes_it_too(self, editor, home, report):
        upload(editor, home, report, model="testapp.guildexamplepage")
        assert len(GuildExamplePage.objects.get().sections) == 2

    def test_where_to_go_afterwards_is_kept(self, editor, home, report):
        response = upload(editor, home, report, query="?next=/admin/reports/")
        assert response.url.endswith("?next=/admin/reports/")

    def test_a_section_with_many_pictures_goes_on_in_another(self, editor, home):
        document = docx.Document()
        document.add_heading("Ziele")
        document.add_paragraph("Text")
        for number in range(12):
            add_picture(document, picture(color=(number, 0, 0)))
        upload(editor, home, saved(document))
        sections = PracticeExamplePage.objects.get().sections
        assert [len(block.value["images"]) for block in sections] == [10, 2]


class TestPermissions:
    def test_who_may_not_add_pages_here_cannot(self, client, home, report):
        below = home.add_child(instance=PlainPage(title="Unterseite"))
        client.force_login(author(below))
        upload(client, home, report)
        assert not PracticeExamplePage.objects.exists()
        upload(client, below, report)
        assert PracticeExamplePage.objects.get().get_parent().specific == below

    def test_without_permission_for_pictures_they_are_left_out(self, client, home, report, media):
        client.force_login(author(home))
        response = upload(client, home, report)
        assert "3 pictures were left out, because" in told(response)
        page = PracticeExamplePage.objects.get()
        assert len(page.sections) == 2
        assert (len(page.images), Image.objects.count(), files_in(media)) == (0, 0, [])

    def test_pictures_go_where_the_user_may_put_them(self, client, home, report):
        own = Collection.get_first_root_node().add_child(name="Redaktion")
        client.force_login(author(home, collection=own))
        upload(client, home, report)
        assert {image.collection for image in Image.objects.all()} == {own}

    def test_other_types_of_pages_do_not_take_it(self, editor, home, report):
        response = upload(editor, home, report, model="omwagtail_pages.networkpage")
        assert response.status_code == 405
        assert home.get_children().count() == 0

    def test_a_hook_may_forbid_it(self, editor, home, report):
        def forbid(request, parent, page_class):
            return HttpResponseForbidden("Heute nicht.")

        with hooks.register_temporarily("before_create_page", forbid):
            assert upload(editor, home, report).status_code == 403
        assert not PracticeExamplePage.objects.exists()


class TestRefusal:
    def test_a_file_that_is_none_is_refused_on_the_same_page(self, editor, home):
        response = upload(editor, home, b"%PDF-1.7")
        text = response.content.decode()
        assert "This is a PDF file." in text
        assert "start=short" in text
        assert not PracticeExamplePage.objects.exists()

    def test_no_file_at_all(self, editor, home):
        response = editor.post(word_url(home), headers={"accept-language": "en"})
        assert "Choose a Word file first." in response.content.decode()

    def test_looking_at_the_address_again_shows_the_choice(self, editor, home):
        assert "start=short" in editor.get(word_url(home)).content.decode()

    @pytest.mark.parametrize(
        "limit", [{"WAGTAILIMAGES_MAX_IMAGE_PIXELS": 100}, {"WAGTAILIMAGES_MAX_UPLOAD_SIZE": 100}]
    )
    def test_a_picture_beyond_wagtails_limits_stores_nothing(
        self, editor, home, settings, media, limit
    ):
        document = docx.Document()
        document.add_paragraph("Text")
        add_picture(document, picture(size=(9, 9), kind="GIF"))
        add_picture(document, picture(size=(400, 300)))
        for name, value in limit.items():
            setattr(settings, name, value)
        response = upload(editor, home, saved(document))
        assert "Picture 2 in this file is larger" in response.content.decode()
        assert not PracticeExamplePage.objects.exists()
        assert (Image.objects.count(), files_in(media)) == (0, [])

    def test_nothing_is_stored_when_saving_fails(self, editor, home, report, media):
        def fail(sender, instance, **kwargs):
            raise RuntimeError

        pre_save.connect(fail, sender=PracticeExamplePage)
        try:
            with pytest.raises(RuntimeError):
                upload(editor, home, report)
        finally:
            pre_save.disconnect(fail, sender=PracticeExamplePage)
        assert (Image.objects.count(), files_in(media)) == (0, [])

    def test_a_drawing_that_is_no_picture_is_left_out_and_counted(self, editor, home):
        document = docx.Document()
        document.add_paragraph("Text")
        add_picture(document, picture())
        content = saved(document)
        content = rewritten(content, {"word/media/image1.png": b"\x01\0\0\0 EMF"})
        words = told(upload(editor, home, content))
        assert "1 picture was left out" in words
        assert Image.objects.count() == 0


def test_titles_without_letters_come_in_any_number(editor, home):
    for _ in range(2):
        assert upload(editor, home, with_text("Text"), name="???.docx").status_code == 302
    slugs = PracticeExamplePage.objects.values_list("slug", flat=True)
    assert len(set(slugs)) == 2
    assert all(slugs)
