"""Captures that meet other changes: the last state of the page wins."""

import pytest
from wagtail.models import Page, PageViewRestriction

from omwagtail.catalogue import capture as capture_module
from omwagtail.catalogue import sweeping
from omwagtail.catalogue.capture import capture, item_of
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.sources import place
from omwagtail.catalogue.sweeping import sweep
from tests.pages_for_tests import publish_example

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def meanwhile(monkeypatch, module, name, change):
    """Let ``change`` happen right after the first call of a function, as another request would."""
    original = getattr(module, name)
    pending = [change]

    def interrupted(*args, **kwargs):
        result = original(*args, **kwargs)
        while pending:
            pending.pop()()
        return result

    monkeypatch.setattr(module, name, interrupted)


def test_a_page_that_is_unpublished_during_its_first_capture_is_not_shown(monkeypatch):
    page = publish_example()
    Item.objects.all().delete()
    # The other request's own capture finds no item yet, so nothing comes after this update.
    rows = Page.objects.filter(pk=page.pk)
    meanwhile(monkeypatch, capture_module, "place", lambda: rows.update(live=False))
    capture(page)
    assert not Item.objects.visible().exists()


def test_a_page_that_becomes_private_during_a_sweep_stays_withdrawn(monkeypatch):
    page = publish_example()
    meanwhile(
        monkeypatch,
        sweeping,
        "Surroundings",
        lambda: PageViewRestriction.objects.create(page=page, restriction_type="login"),
    )
    sweep()
    assert item_of(page).state == "withdrawn"


def test_a_page_is_placed_by_what_is_true_now():
    page = publish_example()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert place(page).withheld == "restricted"
