"""Aliases, copies, translations, types."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Locale,
    Page,
)

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.models import Item
from omwagtail.pages.models import PracticeExamplePage
from tests.catalogue.ways.base import ORIGIN, data, section, shown, silent, way
from tests.catalogue.ways.naming import link_in, linking
from tests.pages_for_tests import home, publish_example
from tests.testapp.models import PlainPage, RegionalExamplePage


@way
def an_alias_is_made(admin):
    page = publish_example()
    yield
    alias = page.create_alias(parent=home(), update_slug="zweitadresse")
    yield
    assert item_of(alias) is None
    assert Item.objects.count() == 1


@way
def the_source_of_an_alias_has_another_text(admin):
    page = publish_example()
    alias = page.create_alias(parent=home(), update_slug="zweitadresse")
    yield
    page.title = "Anders"
    page.save_revision().publish()
    yield
    assert item_of(alias) is None
    assert data(page)["title"] == "Anders"


@way
def an_alias_becomes_a_page_of_its_own(admin):
    page = publish_example()
    alias = page.create_alias(parent=home(), update_slug="zweitadresse")
    yield
    admin.post("wagtailadmin_pages:convert_alias", alias.pk)
    alias.refresh_from_db()
    yield
    assert shown(alias)
    assert item_of(alias).uuid != item_of(page).uuid


@way
def a_copy_is_made(admin):
    page = publish_example()
    yield
    copy = page.copy(update_attrs={"slug": "kopie"}, keep_live=True)
    yield
    assert shown(copy)
    assert item_of(copy).uuid != item_of(page).uuid


def in_english() -> Locale:
    locale = Locale.objects.create(language_code="en")
    home().copy_for_translation(locale).save_revision().publish()
    return locale


@way
def a_translation_is_added(admin):
    page, locale = publish_example(), in_english()
    yield
    translation = page.copy_for_translation(locale)
    translation.save_revision().publish()
    yield
    assert data(translation)["translation_of"] == item_of(page).urn
    assert "translation_of" not in data(page)


@way
def the_first_of_the_translations_is_deleted(admin):
    page, locale = publish_example(), in_english()
    yield
    second = page.copy_for_translation(locale)
    second.save_revision().publish()
    yield
    assert data(second)["translation_of"]
    page.delete()
    yield
    assert "translation_of" not in data(second)


@way
def a_linked_page_is_translated(admin):
    target, locale = section("mehr"), in_english()
    page = linking(target)
    page = page.copy_for_translation(locale)
    page.save_revision().publish()
    yield
    assert f'href="{ORIGIN}/mehr/"' in link_in(page)
    translated = target.copy_for_translation(locale)
    translated.slug = "more"
    translated.save_revision().publish()
    yield
    assert f'href="{ORIGIN}/more/"' in link_in(page)


@silent
def a_page_is_of_another_type_by_hand_in_the_database(admin):
    page = publish_example()
    yield
    item = item_of(page)
    kind = ContentType.objects.get_for_model(PlainPage)
    Page.objects.filter(pk=page.pk).update(content_type=kind)
    yield
    item.refresh_from_db()
    assert item.state == "withdrawn"


@silent
def a_page_is_of_an_extended_type_by_hand_in_the_database(admin):
    page = publish_example()
    yield
    before = item_of(page)
    regional = RegionalExamplePage(practiceexamplepage_ptr_id=page.pk, district_office="Pirna")
    regional.save_base(raw=True)
    kind = ContentType.objects.get_for_model(RegionalExamplePage)
    PracticeExamplePage.objects.filter(pk=page.pk).update(
        **{
            field.attname: getattr(page, field.attname)
            for field in PracticeExamplePage._meta.concrete_fields
            if field.attname not in ("id", "page_ptr_id", "content_type_id")
        },
        content_type=kind,
    )
    yield
    now = Item.objects.get(state="accepted")
    assert now.uuid == before.uuid
    assert now.data["x_district_office"] == "Pirna"
