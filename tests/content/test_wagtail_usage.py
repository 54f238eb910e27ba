"""Before an editor deletes something, Wagtail says where it is used: also inside our blocks."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model

from omwagtail.content.organisation import Organisation
from omwagtail.pages.models import CheckPage, NetworkPage, PracticeExamplePage
from tests.catalogue.test_pictures import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return get_document_model().objects.create(
        title="Vereinbarung", file=ContentFile(b"%PDF-1.4", "vereinbarung.pdf")
    )


def users(kind, thing):
    """Pages of each type that use an image, a document, an organisation or another page."""
    found = {
        "image": lambda: [
            PracticeExamplePage(images=[("picture", {"image": thing, "alt": "Werkbank"})]),
            PracticeExamplePage(sections=[("section", {"images": [{"image": thing}]})]),
        ],
        "document": lambda: [
            PracticeExamplePage(files=[("download", {"document": thing})]),
            NetworkPage(agreements=[("agreement", {"document": thing})]),
        ],
        "organisation": lambda: [
            PracticeExamplePage(actors=[("actor", {"organisation": thing})]),
            NetworkPage(members=[("member", {"organisation": thing})]),
            CheckPage(issuer=thing),
        ],
        "page": lambda: [
            PracticeExamplePage(related=[("related", {"page": thing, "relation": "network-of"})]),
            CheckPage(counterpart=[("check", {"page": thing})]),
        ],
    }[kind]()
    for number, page in enumerate(found):
        page.title, page.slug, page.summary = f"Benutzt es {number}", f"benutzt-{number}", "Kurz."
    return found


USAGE = {
    "image": "wagtailimages:image_usage",
    "document": "wagtaildocs:document_usage",
    "organisation": "wagtailsnippets_omwagtail_organisation:usage",
    "page": "wagtailadmin_pages:usage",
}


@pytest.mark.parametrize("kind", USAGE)
def test_usage_names_every_page_whose_blocks_use_it(editor, home, document, kind):
    thing = {
        "image": make_image,
        "document": lambda: document,
        "organisation": lambda: Organisation.objects.create(name="Kammer"),
        "page": lambda: home,
    }[kind]()
    pages = users(kind, thing)
    for page in pages:
        home.add_child(instance=page)
    told = editor.get(reverse(USAGE[kind], args=[thing.pk])).content.decode()
    assert [page.title for page in pages if page.title not in told] == []
