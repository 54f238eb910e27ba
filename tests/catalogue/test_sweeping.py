"""The sweep repairs what no signal reported.

In a test's transaction nothing is committed, so no signal is followed by a capture here.
"""

import pytest
from django.conf import settings
from django.test import override_settings
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from omwagtail.catalogue import sweeping
from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.sweeping import sweep
from omwagtail.content.organisation import Organisation
from omwagtail.documents import Envelope, verify
from omwagtail.pages.models import NetworkPage, PracticeExamplePage
from tests.catalogue.test_pictures import make_image
from tests.pages_for_tests import home, publish_example, publish_network
from tests.testapp.models import GuildExamplePage

pytestmark = pytest.mark.django_db


def test_a_page_that_was_never_captured_is_found():
    page = publish_example()
    assert item_of(page) is None
    assert sweep().repaired == 1
    assert item_of(page).state == "accepted"


def test_a_true_catalogue_is_left_alone():
    publish_example()
    publish_network()
    sweep()
    revs = list(Item.objects.values_list("key", "rev", "seq"))
    report = sweep()
    assert (report.repaired, report.withdrawn) == (0, 0)
    assert list(Item.objects.values_list("key", "rev", "seq")) == revs


@pytest.mark.parametrize(
    "change",
    [
        lambda page: PracticeExamplePage.objects.filter(pk=page.pk).update(summary="Anders."),
        lambda page: Page.objects.filter(pk=page.pk).update(url_path="/home/anderswo/"),
        lambda page: Page.objects.filter(pk=page.pk).update(title="Anders"),
    ],
    ids=["raw update of a field", "moved without a signal", "raw update of the title"],
)
def test_a_change_that_nobody_reported_is_found(change):
    page = publish_example()
    sweep()
    before = item_of(page)
    change(page)
    assert sweep().repaired == 1
    assert item_of(page).rev > before.rev


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda page: Page.objects.filter(pk=page.pk).update(live=False), "unpublished"),
        (lambda page: Page.objects.filter(pk=page.pk).delete(), "deleted"),
        (
            lambda page: PageViewRestriction.objects.bulk_create(
                [PageViewRestriction(page=home(), restriction_type="login")]
            ),
            "restricted",
        ),
    ],
    ids=["unpublished", "deleted", "restricted above"],
)
def test_what_is_no_longer_public_is_withdrawn(change, reason):
    page = publish_example()
    sweep()
    item = item_of(page)
    change(page)
    sweep()
    item.refresh_from_db()
    assert (item.state, item.reason) == ("withdrawn", reason)


def test_a_new_file_behind_a_picture_changes_the_document():
    image = make_image()
    page = publish_example(images=[("picture", {"image": image, "alt": "Werkbank"})])
    sweep()
    before = item_of(page).data["images"][0]["id"]
    other = make_image(colour=(200, 10, 10))
    get_image_model().objects.filter(pk=image.pk).update(file=other.file.name, file_hash="")
    sweep()
    assert item_of(page).data["images"][0]["id"] != before


def test_a_picture_whose_collection_became_private_leaves_the_document():
    page = publish_example(images=[("picture", {"image": make_image(), "alt": "Werkbank"})])
    sweep()
    sweep()
    assert item_of(page).data["images"]
    CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type="login"
    )
    sweep()
    assert "images" not in item_of(page).data


def test_another_key_signs_everything_again():
    page, gone = publish_example(), publish_network()
    sweep()
    gone.unpublish()
    sweep()
    old = signing_key().kid
    given = {"SIGNING_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}
    with override_settings(OMWAGTAIL={**settings.OMWAGTAIL, **given}):
        sweep()
        assert signing_key().kid != old
        for item in (item_of(page), item_of(gone)):
            verify(Envelope(doc=item.doc, kid=item.kid, sig=item.sig), signing_key().public)


def test_one_page_that_fails_does_not_keep_the_others_from_it(monkeypatch):
    broken, whole = publish_example(), publish_network()
    monkeypatch.setattr(PracticeExamplePage, "to_document", lambda page: 1 / 0)
    report = sweep()
    assert (report.failed, report.repaired) == (1, 1)
    assert item_of(broken) is None
    assert item_of(whole).state == "accepted"


def test_what_belongs_to_a_page_type_that_is_gone_stays_and_is_reported(monkeypatch, caplog):
    page = publish_example()
    sweep()
    monkeypatch.setattr(sweeping, "source_models", lambda: [NetworkPage])
    sweep()
    assert item_of(page).state == "accepted"
    assert "1 documents stay published" in caplog.text


def test_a_page_of_a_partners_subclass_is_one_document():
    page = GuildExamplePage(title="Innung", slug="innung", summary="Kurz.")
    home().add_child(instance=page)
    page.save_revision().publish()
    sweep()
    assert Item.objects.of_type("practice-example").count() == 1


def test_a_renamed_publisher_reaches_all_documents():
    own = Organisation.objects.create(name="Kammer", site=home().sites_rooted_here.first())
    page = publish_example()
    sweep()
    Organisation.objects.filter(pk=own.pk).update(name="Handwerkskammer")
    sweep()
    assert item_of(page).data["publisher"]["name"] == "Handwerkskammer"


def test_the_sweep_asks_no_question_per_page(django_assert_max_num_queries):
    publish_network()
    for number in range(3):
        publish_example(title=f"Beispiel {number}", slug=f"beispiel-{number}")
    sweep()
    with django_assert_max_num_queries(1000) as few:
        sweep()
    for number in range(3, 23):
        publish_example(title=f"Beispiel {number}", slug=f"beispiel-{number}")
    sweep()
    with django_assert_max_num_queries(len(few)):
        sweep()
