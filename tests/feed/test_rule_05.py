"""Rule 5: nothing before go-live, nothing from a private page or collection. With real pages."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from omwagtail.catalogue.sweeping import sweep
from omwagtail.pages.models import PracticeExamplePage
from tests.feed.reader import Reader
from tests.pages_for_tests import home, publish_example

pytestmark = pytest.mark.django_db


def make_draft(**fields):
    page = PracticeExamplePage(
        title="Noch nicht", slug="noch-nicht", summary="Ein Entwurf.", live=False, **fields
    )
    home().add_child(instance=page)
    return page


def test_rule_05_a_draft_is_not_in_the_feed():
    page = make_draft()
    page.save_revision()
    sweep()
    assert Reader().read_all().seen == []


def test_rule_05_a_page_is_in_the_feed_from_its_go_live_on():
    page = make_draft(go_live_at=timezone.now() + timedelta(hours=1))
    page.save_revision().publish()
    sweep()
    reader = Reader().read_all()
    assert reader.seen == []
    page.refresh_from_db()
    revision = page.latest_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = None
    revision.save()
    call_command("publish_scheduled")
    sweep()
    assert [document["op"] for document in reader.read_all().documents] == ["upsert"]


def test_rule_05_an_edit_that_is_not_published_is_not_in_the_feed():
    page = publish_example(title="Öffentlich")
    sweep()
    reader = Reader().read_all()
    page.title = "Noch ein Entwurf"
    page.save_revision()
    sweep()
    assert [document["title"] for document in reader.read_all().documents] == ["Öffentlich"]


@pytest.mark.parametrize("restrict", ["the page", "a page above"])
def test_rule_05_a_private_page_is_not_in_the_feed(restrict):
    above = home().add_child(instance=Page(title="Intern", slug="intern"))
    page = publish_example(above)
    sweep()
    reader = Reader().read_all()
    private = page if restrict == "the page" else above
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    sweep()
    *_, last = reader.read_all().documents
    assert (last["op"], last["reason"]) == ("withdraw", "restricted")
    assert [document["op"] for document in Reader().read_all().documents] == ["withdraw"]


def test_rule_05_a_page_that_was_private_from_the_start_never_appears():
    above = home().add_child(instance=Page(title="Intern", slug="intern"))
    PageViewRestriction.objects.create(page=above, restriction_type="login")
    publish_example(above)
    sweep()
    assert Reader().read_all().seen == []
