"""Publishing, unpublishing, deleting."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import (
    Page,
)

from omwagtail.catalogue.capture import item_of
from omwagtail.pages.models import PracticeExamplePage
from tests.catalogue.ways.base import data, section, shown, silent, state, way
from tests.pages_for_tests import home, publish_example


@way
def published(admin):
    page = PracticeExamplePage(title="Neu", slug="neu", summary="Kurz.", live=False)
    home().add_child(instance=page)
    yield
    assert item_of(page) is None
    page.save_revision().publish()
    yield
    assert shown(page)


@way
def published_again_with_another_text(admin):
    page = publish_example()
    yield
    page.summary = "Jetzt fünf Betriebe."
    page.save_revision().publish()
    yield
    assert data(page)["summary"] == "Jetzt fünf Betriebe."


@way
def a_schedule_makes_it_go_live(admin):
    page = PracticeExamplePage(title="Neu", slug="neu", summary="Kurz.", live=False)
    home().add_child(instance=page)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    yield
    # Rule 5: nothing before go-live.
    assert item_of(page) is None
    past = timezone.now() - timedelta(minutes=1)
    page.revisions.filter(pk=revision.pk).update(
        approved_go_live_at=past, content={**revision.content, "go_live_at": past.isoformat()}
    )
    call_command("publish_scheduled")
    yield
    assert shown(page)


@way
def a_schedule_lets_it_expire(admin):
    page = publish_example(expire_at=timezone.now() + timedelta(hours=1))
    yield
    assert data(page)["expires"]
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    yield
    assert state(page) == ("withdrawn", "expired")


@silent
def it_expires_and_no_schedule_runs(admin):
    page = publish_example()
    yield
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    yield
    assert state(page) == ("withdrawn", "expired")


@way
def unpublished(admin):
    page = publish_example()
    yield
    page.unpublish()
    yield
    assert state(page) == ("withdrawn", "unpublished")


@way
def unpublished_in_bulk_in_the_admin(admin):
    pages = [publish_example(slug=f"nr-{number}") for number in range(2)]
    yield
    query = f"?id={pages[0].pk}&id={pages[1].pk}&next=/admin/"
    admin.post("wagtail_bulk_action", "wagtailcore", "page", "unpublish", query=query)
    yield
    assert {state(page) for page in pages} == {("withdrawn", "unpublished")}


@way
def unpublished_and_published_again(admin):
    page = publish_example()
    page.unpublish()
    yield
    page.save_revision().publish()
    yield
    assert shown(page)


@way
def saved_by_a_script_without_a_revision(admin):
    pk = publish_example().pk
    yield
    page = PracticeExamplePage.objects.get(pk=pk)
    page.summary = "Von einem Skript."
    page.save()
    yield
    assert data(page)["summary"] == "Von einem Skript."


@way
def made_by_a_script_without_a_revision(admin):
    page = PracticeExamplePage(title="Neu", slug="neu", summary="Kurz.")
    yield
    home().add_child(instance=page)
    yield
    assert shown(page)


@silent
def changed_by_hand_in_the_database(admin):
    page = publish_example()
    yield
    PracticeExamplePage.objects.filter(pk=page.pk).update(summary="Von Hand.")
    yield
    assert data(page)["summary"] == "Von Hand."


@silent
def unpublished_by_hand_in_the_database(admin):
    page = publish_example()
    yield
    Page.objects.filter(pk=page.pk).update(live=False)
    yield
    assert state(page) == ("withdrawn", "unpublished")


@way
def kept_to_the_site(admin):
    page = publish_example()
    yield
    page.om_syndicate = False
    page.save_revision().publish()
    yield
    assert state(page) == ("withdrawn", "unpublished")


@way
def deleted(admin):
    page = publish_example()
    yield
    item = item_of(page)
    page.delete()
    yield
    item.refresh_from_db()
    assert (item.state, item.reason, item.object_id) == ("withdrawn", "deleted", None)


@way
def deleted_with_what_is_above(admin):
    above = section()
    page = publish_example(section("innen", above))
    yield
    item = item_of(page)
    Page.objects.get(pk=above.pk).delete()
    yield
    item.refresh_from_db()
    assert (item.state, item.reason) == ("withdrawn", "deleted")
