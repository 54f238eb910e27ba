"""A cache in front of the site hears of everything that shows a document."""

from typing import ClassVar

import pytest
from wagtail.contrib.frontend_cache.backends import BaseBackend

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.sweeping import sweep
from omwagtail.pages.models import CheckPage, DirectoryPage, PracticeExamplePage
from tests.catalogue.test_capture_addresses import move
from tests.pages_for_tests import home, publish_example

pytestmark = pytest.mark.django_db

ORIGIN = "https://partner.example"


class Recorder(BaseBackend):
    """A cache that only notes what it is asked to forget."""

    urls: ClassVar[set[str]] = set()

    def purge(self, url):
        self.urls.add(url)


class Broken(BaseBackend):
    def purge(self, url):
        raise ConnectionError("the cache is down")


def use(settings, backend):
    settings.WAGTAILFRONTENDCACHE = {"default": {"BACKEND": f"{__name__}.{backend.__name__}"}}


@pytest.fixture
def purged(settings, django_capture_on_commit_callbacks):
    """`purged(change)`: the addresses that a change takes out of the cache."""
    use(settings, Recorder)

    def purged(change):
        Recorder.urls.clear()
        with django_capture_on_commit_callbacks(execute=True):
            change()
        return set(Recorder.urls)

    return purged


@pytest.fixture
def page():
    page = publish_example(slug="alt")
    sweep()
    return page


def rename(page, slug="neu"):
    page.slug = slug
    page.save_revision().publish()


def test_both_addresses_of_a_page_that_was_renamed(purged, page):
    assert {f"{ORIGIN}/alt/", f"{ORIGIN}/neu/"} <= purged(lambda: rename(page))


def test_what_the_api_shows_of_it(purged, page):
    key = item_of(page).key
    assert {
        f"{ORIGIN}/om/api/v1/items/",
        f"{ORIGIN}/om/api/v1/items/{key}/",
        f"{ORIGIN}/om/api/v1/practice-examples/",
        f"{ORIGIN}/om/api/v1/practice-examples/{key}/",
    } <= purged(lambda: rename(page))


def test_the_list_that_others_embed(purged, page):
    assert f"{ORIGIN}/om/embed/1/list/" in purged(page.unpublish)


def test_the_card_that_others_embed(purged, page):
    key = item_of(page).key
    assert f"{ORIGIN}/om/embed/1/card/{key}/" in purged(lambda: rename(page))


def test_the_frame_in_which_a_check_is_filled_in(purged):
    check = CheckPage(title="Check", slug="check", summary="Kurz.")
    home().add_child(instance=check)
    urls = purged(lambda: check.save_revision().publish())
    key = item_of(check).key
    assert {f"{ORIGIN}/om/check/{key}/", f"{ORIGIN}/om/embed/1/check/{key}/"} <= urls


def test_the_directories_that_list_it(purged, page):
    home().add_child(instance=DirectoryPage(title="Praxis", slug="praxis"))
    urls = purged(lambda: rename(page))
    assert {f"{ORIGIN}/praxis/", f"{ORIGIN}/praxis/atom.xml"} <= urls


def test_not_the_directories_of_another_site(purged, page, other):
    other.add_child(instance=DirectoryPage(title="Praxis", slug="praxis"))
    assert not [url for url in purged(lambda: rename(page)) if "zweite.example" in url]


def test_where_it_stood_before_it_moved_to_another_site(purged, page, other):
    urls = purged(lambda: move(page, other))
    assert {f"{ORIGIN}/alt/", "https://zweite.example/alt/"} <= urls


def test_what_a_sweep_repaired(purged, page):
    PracticeExamplePage.objects.filter(pk=page.pk).update(summary="Von Hand.")
    assert f"{ORIGIN}/alt/" in purged(sweep)


def test_nothing_where_nothing_changed(purged, page):
    assert purged(sweep) == set()


def test_a_cache_that_fails_fails_no_editor(settings, page, django_capture_on_commit_callbacks):
    use(settings, Broken)
    with django_capture_on_commit_callbacks(execute=True):
        rename(page)
    assert item_of(page).url == f"{ORIGIN}/neu/"
