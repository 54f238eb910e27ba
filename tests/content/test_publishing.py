"""What no other site would accept is not published, and the editor is told."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from omwagtail.content.mixins import PracticeExampleMixin
from omwagtail.documents import MAX_DOCUMENT_BYTES, MAX_IMAGES
from omwagtail.pages.models import PracticeExamplePage
from tests.content.editing import entries, form_data, stream

pytestmark = pytest.mark.django_db


def make_image(number):
    file = io.BytesIO()
    Image.new("RGB", (8, 8), color=(number * 6, 0, 0)).save(file, "PNG")
    return get_image_model().objects.create(
        title=f"Bild {number}", file=ContentFile(file.getvalue(), f"{number}.png")
    )


def section(*images, text=""):
    pictures = [{"image": image.pk, "alt": "", "credit": "", "licence": ""} for image in images]
    return {
        "kind": "",
        "heading": "Teil",
        "text": rich_text(text),
        "images": entries(*pictures),
    }


def contact(email):
    return {"role": "", "name": "", "email": email, "phone": "", "public": "on"}


def add_page(editor, home, *, action="action-publish", **values):
    url = reverse(
        "wagtailadmin_pages:add", args=["omwagtail_pages", "practiceexamplepage", home.pk]
    )
    data = form_data(PracticeExamplePage, title="Beispiel", summary="Kurz gesagt.", **values)
    return editor.post(url, {**data, action: "1"})


@pytest.fixture
def crowded():
    """More pictures than a document may have, spread over sections that may each have theirs."""
    images = [make_image(number) for number in range(MAX_IMAGES + 1)]
    return stream("section", *(section(*images[at : at + 10]) for at in range(0, len(images), 10)))


@pytest.fixture
def endless():
    """Sections that are each short enough, but too much for one document."""
    text = "<p>" + "Wort " * 20_000 + "</p>"
    return stream("section", *[section(text=text)] * (MAX_DOCUMENT_BYTES // len(text) + 1))


def test_too_many_pictures_over_all_sections_are_refused(editor, home, crowded):
    response = add_page(editor, home, sections=crowded)
    (told,) = response.context["form"].non_field_errors()
    assert str(MAX_IMAGES) in told
    assert not PracticeExamplePage.objects.exists()


def test_a_document_beyond_the_size_is_refused(editor, home, endless):
    response = add_page(editor, home, sections=endless)
    (told,) = response.context["form"].non_field_errors()
    assert str(MAX_DOCUMENT_BYTES // 1024) in told
    assert not PracticeExamplePage.objects.exists()


def test_a_draft_of_it_can_be_saved(editor, home, endless):
    response = add_page(editor, home, action="action-save", sections=endless)
    assert response.status_code == 302
    assert not PracticeExamplePage.objects.get().live


def test_what_stays_on_this_site_may_be_as_long_as_it_likes(editor, home, endless):
    add_page(editor, home, sections=endless, om_syndicate="False")
    assert PracticeExamplePage.objects.get().live


def test_a_live_page_stays_as_it_is(editor, home, endless):
    add_page(editor, home)
    page = PracticeExamplePage.objects.get()
    data = form_data(PracticeExamplePage, title="Neu", summary="Kurz gesagt.", sections=endless)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = editor.post(url, {**data, "action-publish": "1"})
    assert response.context["form"].non_field_errors()
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "Beispiel")


def test_a_site_without_a_usable_address_can_publish(editor, home, settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "ORIGINS": {"localhost": "http://partner.example"}}
    add_page(editor, home)
    assert PracticeExamplePage.objects.get().live


def test_an_e_mail_address_in_quotation_marks_is_refused(editor, home):
    response = add_page(editor, home, contacts=stream("contact", contact('"a.b"@kammer.example')))
    assert list(response.context["form"].errors) == ["contacts"]
    assert "name@example.org" in response.content.decode()
    assert not PracticeExamplePage.objects.exists()


def test_an_ordinary_e_mail_address_is_fine(editor, home):
    add_page(editor, home, contacts=stream("contact", contact("a.b+c@kammer.example")))
    assert PracticeExamplePage.objects.get().live


def test_the_form_of_a_partners_base_page_is_kept():
    class PartnersForm(WagtailAdminPageForm):
        pass

    class PartnersPage(Page):
        base_form_class = PartnersForm

        class Meta:
            app_label = "testapp"
            abstract = True

    class PartnersExample(PracticeExampleMixin, PartnersPage):
        class Meta:
            app_label = "testapp"
            abstract = True

    assert issubclass(PartnersExample.base_form_class, PartnersForm)
    assert PartnersExample.base_form_class is not PartnersForm
