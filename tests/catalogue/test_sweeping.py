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
from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.rows import columns_of
from omwagtail.catalogue.search.writing import remove_words
from omwagtail.catalogue.sweeping import sweep
from omwagtail.content.organisation import Organisation
from omwagtail.documents import Envelope, verify
from omwagtail.pages.models import NetworkPage, PracticeExamplePage
from tests.catalogue.factories import FOREIGN_KEY, FOREIGN_ORIGIN, make_item, withdraw_item
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
    guild = Organisation.objects.create(name="Innung", type="guild")
    network = publish_network()
    make_examples(range(10), guild, network)
    sweep()
    with django_assert_max_num_queries(1000) as few:
        assert sweep().looked_at == 12
    make_examples(range(10, 60), guild, network)
    sweep()
    with django_assert_max_num_queries(len(few)):
        assert sweep().looked_at == 62


def make_examples(numbers, guild, network):
    for number in numbers:
        publish_example(
            title=f"Beispiel {number}",
            slug=f"beispiel-{number}",
            actors=[("actor", {"organisation": guild, "contribution": "Rat"})],
            related=[("related", {"page": network, "address": "", "relation": "network-of"})],
        )


def test_a_report_says_what_was_repaired_and_why():
    publish_example()
    gone = publish_network()
    assert str(sweep()) == "2 looked at, 2 repaired, 0 withdrawn (2 new)"
    PracticeExamplePage.objects.update(summary="Anders.")
    Page.objects.filter(pk=gone.pk).update(live=False)
    assert str(sweep()) == "1 looked at, 1 repaired, 1 withdrawn (1 changed, 1 unpublished)"


def test_words_that_were_lost_are_written_again():
    page = publish_example(title="Lehrwerkstatt")
    sweep()
    remove_words([item_of(page).pk])
    assert not Item.objects.search("Lehrwerkstatt").exists()
    rev = item_of(page).rev
    assert sweep().indexed == 1
    assert Item.objects.search("Lehrwerkstatt").exists()
    assert item_of(page).rev == rev
    assert sweep().is_silent


def test_terms_that_were_lost_are_written_again():
    page = publish_example()
    sweep()
    ItemTerm.objects.all().delete()
    assert sweep().indexed == 1
    assert Item.objects.with_term("topic", "skilled-labour").get() == item_of(page)


@pytest.mark.parametrize("by", ["its address", "its page in a directory"])
def test_a_document_that_is_named_by_address_may_come_later(by):
    later = make_item("network", origin=FOREIGN_ORIGIN, title="Netzwerk")
    key, address = later.key, later.url
    later.delete()
    if by != "its address":
        address = f"https://partner.example/verzeichnis/{key}/"
    page = publish_example(
        related=[("related", {"page": None, "address": address, "relation": "network-of"})]
    )
    sweep()
    assert "related" not in item_of(page).data
    Item.objects.bulk_create([later])
    sweep()
    assert item_of(page).data["related"][0]["id"] == later.urn
    withdraw_item(later, key=FOREIGN_KEY)
    sweep()
    assert "related" not in item_of(page).data


def test_a_sweep_that_was_ended_in_the_middle_is_finished_by_the_next(monkeypatch):
    pages = [publish_example(slug=f"nr-{number}") for number in range(3)]
    captured = []
    original = sweeping.capture_object

    def ended(model, pk):
        if captured:
            raise KeyboardInterrupt
        captured.append(pk)
        return original(model, pk)

    with monkeypatch.context() as killed:
        killed.setattr(sweeping, "capture_object", ended)
        with pytest.raises(KeyboardInterrupt):
            sweep()
    assert [item_of(page) is not None for page in pages] == [True, False, False]
    assert sweep().repaired == 2


def test_two_sweeps_at_once_write_once(monkeypatch):
    page = publish_example()
    original = sweeping.capture_object
    second = []

    def meanwhile(model, pk):
        if not second:
            second.append(None)
            second.append(sweep())
        return original(model, pk)

    monkeypatch.setattr(sweeping, "capture_object", meanwhile)
    first = sweep()
    assert (first.repaired, second[1].repaired) == (0, 1)
    assert Item.objects.count() == 1
    assert item_of(page).state == "accepted"


def test_a_page_type_with_an_address_of_its_own_making_is_asked_for_it(monkeypatch):
    page = publish_example()
    sweep()
    parts = Page.get_url_parts

    def get_url_parts(self, request=None):
        site, root, path = parts(self, request)
        return site, root, f"/anders{path}"

    monkeypatch.setattr(PracticeExamplePage, "get_url_parts", get_url_parts, raising=False)
    columns_of.cache_clear()
    try:
        assert sweep().repaired == 1
        assert sweep().is_silent
    finally:
        columns_of.cache_clear()
    assert item_of(page).url == "https://partner.example/anders/gemeinsam-ausbilden/"
