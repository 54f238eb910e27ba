"""Documents of one text in several languages share an id."""

import pytest
from wagtail.models import Locale, Page

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.sweeping import sweep
from omwagtail.documents import parse_document
from tests.pages_for_tests import home, publish_example

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(settings):
    """A second tree, for pages in English."""
    settings.WAGTAIL_I18N_ENABLED = True
    locale = Locale.objects.create(language_code="en")
    start = home().copy_for_translation(locale)
    start.save_revision().publish()
    return locale


def translate(page, locale, **values):
    translation = page.copy_for_translation(locale)
    for name, value in values.items():
        setattr(translation, name, value)
    translation.save_revision().publish()
    return translation


def test_a_translation_is_an_own_document_that_names_the_first_one(english):
    page = publish_example()
    sweep()
    translation = translate(page, english, title="Training together")
    sweep()
    document = parse_document(item_of(translation).doc)
    assert document.language == "en"
    assert document.title == "Training together"
    assert document.id != item_of(page).urn
    assert document.translation_of == item_of(page).urn
    assert "translation_of" not in item_of(page).data


def test_the_shared_id_stays_when_the_first_one_is_withdrawn_and_comes_back(english):
    page = publish_example()
    sweep()
    translation = translate(page, english)
    sweep()
    rev = item_of(translation).rev
    page.unpublish()
    sweep()
    page.save_revision().publish()
    sweep()
    assert item_of(translation).rev == rev


def test_when_the_first_one_is_deleted_the_translation_stands_alone(english):
    page = publish_example()
    sweep()
    translation = translate(page, english)
    sweep()
    Page.objects.get(pk=page.pk).delete()
    sweep()
    assert "translation_of" not in item_of(translation).data


def test_a_page_without_translations_names_none():
    page = publish_example()
    sweep()
    assert "translation_of" not in item_of(page).data
