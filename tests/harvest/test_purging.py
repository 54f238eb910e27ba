"""A cache in front of the site hears what happens to other sites' documents (rule 21)."""

from typing import ClassVar

import pytest
from wagtail.contrib.frontend_cache.backends import BaseBackend

from omwagtail.harvest.approving import remove
from omwagtail.pages.models import DirectoryPage
from tests.harvest.conftest import item_of, read
from tests.pages_for_tests import home

pytestmark = pytest.mark.django_db(transaction=True)

ORIGIN = "https://partner.example"


class Recorder(BaseBackend):
    """A cache that only notes what it is asked to forget."""

    urls: ClassVar[set[str]] = set()

    def purge(self, url):
        self.urls.add(url)


@pytest.fixture
def addresses(settings, publisher, source):
    """Where the document of the publisher is shown here."""
    settings.WAGTAILFRONTENDCACHE = {"default": {"BACKEND": f"{__name__}.Recorder"}}
    home().add_child(instance=DirectoryPage(title="Verzeichnis", slug="verzeichnis"))
    publisher.publish(rev=1)
    read(source)
    key = item_of(publisher).key
    return {
        f"{ORIGIN}/om/api/v1/items/{key}/",
        f"{ORIGIN}/om/api/v1/practice-examples/",
        f"{ORIGIN}/om/embed/1/list/",
        f"{ORIGIN}/verzeichnis/",
        f"{ORIGIN}/verzeichnis/{key}/",
        f"{ORIGIN}/verzeichnis/atom.xml",
    }


def test_rule_21_a_new_document_purges_the_lists(addresses):
    assert addresses <= Recorder.urls


@pytest.mark.parametrize("reason", ["retracted", "unpublished"])
def test_rule_21_a_withdrawal_purges_what_showed_the_document(addresses, publisher, source, reason):
    Recorder.urls.clear()
    publisher.withdraw(rev=2, reason=reason)
    read(source)
    assert addresses <= Recorder.urls


def test_rule_21_a_newer_version_purges_the_earlier(addresses, publisher, source):
    Recorder.urls.clear()
    publisher.publish(rev=2, title="Neu")
    read(source)
    assert addresses <= Recorder.urls


def test_rule_21_removing_a_source_purges_its_documents(addresses, source):
    Recorder.urls.clear()
    remove(source)
    assert addresses <= Recorder.urls


def test_a_harvest_without_news_purges_nothing(addresses, source):
    Recorder.urls.clear()
    read(source)
    assert Recorder.urls == set()
