"""A site with pages that can be embedded."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from omwagtail.catalogue.capture import capture
from omwagtail.pages.models import DirectoryPage
from tests.content.checks import TWO_TOPICS, add_check
from tests.content.editing import add_home
from tests.pages_for_tests import publish_example


@pytest.fixture
def home(db):
    return add_home()


@pytest.fixture
def directory(home):
    return home.add_child(instance=DirectoryPage(title="Verzeichnis", slug="verzeichnis"))


@pytest.fixture
def example(home):
    """The page of a practice example, captured."""
    page = publish_example(home, title="Wissen weitergeben", summary="Paten und Lernkarten.")
    capture(page)
    return page


@pytest.fixture
def check(home):
    """The page of a check, captured."""
    page = add_check(home, title="Betriebs-Check", sections=TWO_TOPICS)
    page.save_revision().publish()
    page.refresh_from_db()
    capture(page)
    return page


@pytest.fixture
def a_logo(db):
    """An image in Wagtail, 640 pixels wide."""
    file = get_test_image_file(filename="logo.png", size=(640, 320))
    return get_image_model().objects.create(title="Logo", file=file)
