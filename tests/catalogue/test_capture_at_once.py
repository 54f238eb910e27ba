"""What an editor's request waits for, and what is left to the next turn of ``om_work``."""

import pytest
from django.db import transaction
from wagtail.models import Page, PageViewRestriction, Site

from omwagtail.catalogue import jobs
from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.signals import batch
from omwagtail.catalogue.sweeping import sweep
from omwagtail.catalogue.wishes import is_sweep_wanted, take_wish, want_sweep
from omwagtail.content.organisation import Organisation
from omwagtail.pages.models import PracticeExamplePage
from omwagtail.work import Clock
from tests.pages_for_tests import home, publish_example
from tests.testapp.models import PlainPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(monkeypatch):
    """A page with four documents below it, which is one more than is captured at once."""
    monkeypatch.setattr(batch, "AT_ONCE", 3)
    section = home().add_child(instance=PlainPage(title="Praxis", slug="praxis"))
    for number in range(4):
        publish_example(section, slug=f"beispiel-{number}")
    sweep()
    return section


def rename(section):
    section.refresh_from_db()
    section.slug = "beispiele"
    section.save_revision().publish()


def make_private(section):
    PageViewRestriction.objects.create(page=section, restriction_type="login")


def rename_the_host(section):
    site = Site.objects.get()
    site.hostname = "neu.example"
    site.save()


def rename_the_publisher(section):
    Organisation.objects.create(name="Kammer", site=Site.objects.get())


@pytest.mark.parametrize(
    "change",
    [rename, make_private, rename_the_host, rename_the_publisher],
    ids=lambda c: c.__name__,
)
def test_what_changes_too_many_documents_does_not_hold_the_request(
    section, change, settings, django_capture_on_commit_callbacks
):
    settings.OMWAGTAIL = {"ORIGINS": {"localhost": "https://partner.example"}}
    examples = Item.objects.of_type("practice-example")
    before = set(examples.values_list("key", "rev"))
    take_wish()
    with django_capture_on_commit_callbacks(execute=True):
        change(section)
    assert set(examples.values_list("key", "rev")) == before
    assert is_sweep_wanted()
    jobs.sweep_job()
    assert not set(examples.values_list("key", "rev")) & before
    assert not is_sweep_wanted()


def test_what_the_editor_works_at_is_captured_at_once_all_the_same(
    section, django_capture_on_commit_callbacks
):
    start = publish_example(title="Übersicht", slug="uebersicht")
    for number in range(4):
        publish_example(start, slug=f"nr-{number}")
    sweep()
    with django_capture_on_commit_callbacks(execute=True):
        start.refresh_from_db()
        start.slug = "alle"
        start.save_revision().publish()
    assert item_of(start).url == "https://partner.example/alle/"
    assert is_sweep_wanted()


def test_a_wish_is_fulfilled_at_the_next_turn_of_om_work(section):
    clock = Clock()
    clock.turn()
    Page.objects.filter(pk=section.pk).update(live=True)
    PracticeExamplePage.objects.update(summary="Von Hand.")
    clock.turn()
    assert not Item.objects.filter(summary="Von Hand.").exists()
    want_sweep()
    clock.turn()
    assert Item.objects.filter(summary="Von Hand.").count() == 4
    assert not is_sweep_wanted()


def test_a_wish_that_is_made_during_a_sweep_is_not_lost(monkeypatch, section):
    want_sweep()
    monkeypatch.setattr(jobs, "sweep", lambda: (want_sweep(), sweep())[1])
    jobs.sweep_job()
    assert is_sweep_wanted()


def test_a_wish_stays_when_the_sweep_fails(monkeypatch, section):
    want_sweep()
    monkeypatch.setattr(jobs, "sweep", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.sweep_job()
    assert is_sweep_wanted()


def test_a_page_is_captured_once_however_often_a_transaction_changed_it(
    django_capture_on_commit_callbacks, monkeypatch
):
    made = []
    original = PracticeExamplePage.to_document
    monkeypatch.setattr(
        PracticeExamplePage, "to_document", lambda page: made.append(page.pk) or original(page)
    )
    page = publish_example()
    sweep()
    made.clear()
    with django_capture_on_commit_callbacks(execute=True):
        for summary in ("Eins.", "Zwei.", "Drei."):
            page.summary = summary
            page.save_revision().publish()
    assert made == [page.pk]
    assert item_of(page).summary == "Drei."


def test_what_was_rolled_back_is_not_captured(django_capture_on_commit_callbacks):
    page = publish_example()
    sweep()
    rev = item_of(page).rev
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        page.summary = "Anders."
        page.save_revision().publish()
        transaction.set_rollback(True)
    assert not callbacks
    assert item_of(page).rev == rev


def test_a_capture_that_fails_fails_nobody_and_is_tried_again(
    django_capture_on_commit_callbacks, monkeypatch
):
    page = publish_example()
    take_wish()
    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        broken.setattr(PracticeExamplePage, "to_document", lambda page: 1 / 0)
        page.save_revision().publish()
    assert item_of(page) is None
    assert is_sweep_wanted()
    jobs.sweep_job()
    assert item_of(page).state == "accepted"
