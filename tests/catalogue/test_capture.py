"""From a published page to its item, by the signals that an editor's work sends."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Site,
)

from omwagtail.catalogue.capture import capture, item_of
from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.models import Item
from omwagtail.content.organisation import Organisation
from omwagtail.documents import Envelope, parse_document, verify
from tests.catalogue.test_pictures import make_image
from tests.pages_for_tests import home, publish_example

# Captures follow the commit, so commits are real; Wagtail's first pages come back for each test.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def example(**fields):
    page = publish_example(**fields)
    return page, item_of(page)


@pytest.mark.mariadb
def test_publishing_makes_an_accepted_item_with_a_signed_valid_document():
    page, item = example()
    document = parse_document(item.doc)
    assert (document.title, document.url) == (page.title, "https://partner.example" + page.url)
    assert document.origin == item.origin == "https://partner.example"
    assert item.state == "accepted"
    verify(Envelope(doc=item.doc, kid=item.kid, sig=item.sig), signing_key().public)


def test_terms_hold_codes_and_the_parents_of_regions():
    _, item = example()
    assert set(item.terms.values_list("scheme", "code")) >= {
        ("topic", "skilled-labour"),
        ("region", "DED2F"),
        ("region", "DED2"),
        ("region", "DED"),
        ("region", "DE"),
    }


def test_a_draft_has_no_effect():
    page, item = example()
    page.title = "Noch nicht fertig"
    page.save_revision()
    assert Item.objects.get(pk=item.pk).rev == item.rev


def test_publishing_again_without_a_change_of_content_still_has_one_item_and_rising_revs():
    page, item = example()
    page.title = "Gemeinsam ausbilden, zweiter Versuch"
    page.save_revision().publish()
    again = item_of(page)
    assert (again.pk, again.uuid) == (item.pk, item.uuid)
    assert again.rev > item.rev
    assert again.seq is None


def test_capturing_twice_writes_once():
    page, item = example()
    capture(page)
    assert item_of(page).rev == item.rev


@pytest.mark.mariadb
def test_unpublishing_withdraws_and_leaves_no_content():
    page, item = example()
    page.unpublish()
    item = item_of(page)
    assert (item.state, item.reason) == ("withdrawn", "unpublished")
    assert set(item.data) == {"v", "op", "type", "id", "origin", "rev", "reason"}
    assert (item.title, item.summary, item.url) == ("", "", "")
    assert not item.terms.exists()


def test_publishing_after_unpublishing_keeps_the_id():
    page, item = example()
    page.unpublish()
    page.save_revision().publish()
    again = item_of(page)
    assert (again.uuid, again.state) == (item.uuid, "accepted")


def test_deleting_a_branch_withdraws_every_document_in_it():
    section = home().add_child(instance=Page(title="Beispiele", slug="beispiele"))
    page = publish_example(section)
    item = item_of(page)
    Page.objects.get(pk=section.pk).delete()
    item.refresh_from_db()
    assert (item.state, item.reason, item.object_id) == ("withdrawn", "deleted", None)


def test_a_new_slug_above_changes_the_address_and_remembers_the_earlier_one():
    section = home().add_child(instance=Page(title="Beispiele", slug="beispiele"))
    page = publish_example(section)
    section.slug = "praxis"
    section.save_revision().publish()
    data = item_of(page).data
    assert data["url"] == "https://partner.example/praxis/gemeinsam-ausbilden/"
    assert data["aliases"] == ["https://partner.example/beispiele/gemeinsam-ausbilden/"]


def test_moving_changes_the_address():
    section = home().add_child(instance=Page(title="Archiv", slug="archiv"))
    page, item = example()
    page.move(section, pos="last-child")
    assert item_of(page).data["url"] == "https://partner.example/archiv/gemeinsam-ausbilden/"
    assert item_of(page).uuid == item.uuid


def test_a_restriction_above_withdraws_and_lifting_it_publishes_again():
    section = home().add_child(instance=Page(title="Intern", slug="intern"))
    page = publish_example(section)
    restriction = PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert (item_of(page).state, item_of(page).reason) == ("withdrawn", "restricted")
    restriction.delete()
    assert item_of(page).state == "accepted"


def test_a_page_whose_editor_keeps_it_to_the_site_is_not_published():
    _, item = example(om_syndicate=False)
    assert item is None


def test_an_alias_is_not_captured():
    page, _ = example()
    alias = page.create_alias(parent=home(), update_slug="zweitadresse")
    assert item_of(alias) is None
    assert Item.objects.of_type("practice-example").count() == 1


def test_a_copy_is_a_document_of_its_own():
    page, item = example()
    copy = page.copy(update_attrs={"slug": "kopie"}, keep_live=True)
    capture(copy)
    assert item_of(copy).uuid != item.uuid


def test_an_expired_page_is_shown_no_longer_even_before_it_is_unpublished():
    _, item = example()
    assert item in Item.objects.visible()
    Item.objects.filter(pk=item.pk).update(expires=timezone.now() - timedelta(seconds=1))
    assert item not in Item.objects.visible()


def test_the_publisher_is_the_sites_own_organisation():
    site = Site.objects.get(is_default_site=True)
    own = Organisation.objects.create(name="Handwerkskammer Elbtal", type="chamber-of-crafts")
    assert item_of(own) is None
    own.site = site
    own.save()
    _, item = example()
    assert item.data["publisher"]["name"] == "Handwerkskammer Elbtal"
    assert item.data["publisher"]["id"] == item_of(own).urn
    assert item.terms.filter(scheme="organisation-type", code="chamber-of-crafts").exists()


def test_a_site_without_a_valid_origin_publishes_nothing_and_shows_its_pages(client):
    with override_settings(OMWAGTAIL={}):
        page = publish_example()
        assert item_of(page) is None
        assert client.get(page.url).status_code == 200


def test_a_collection_that_becomes_private_takes_its_pictures_back_at_once():
    page, item = example(images=[("picture", {"image": make_image(), "alt": "Werkbank"})])
    assert item.data["images"]
    CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type="login"
    )
    assert "images" not in item_of(page).data


def test_a_rotated_key_signs_again():
    page, item = example()
    with override_settings(
        OMWAGTAIL={
            "ORIGINS": {"localhost": "https://partner.example"},
            "SIGNING_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        }
    ):
        capture(page)
        assert item_of(page).kid == signing_key().kid != item.kid
