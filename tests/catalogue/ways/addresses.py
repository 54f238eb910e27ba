"""Another address: of the page, of what is above it, of the site."""

from wagtail.models import (
    Page,
    Site,
)

from omwagtail.catalogue.capture import item_of
from tests.catalogue.ways.base import ORIGIN, data, section, shown, silent, state, way
from tests.pages_for_tests import home, publish_example, second_site


@way
def moved(admin):
    page, target = publish_example(), section("archiv")
    yield
    page.move(target, pos="last-child")
    yield
    assert data(page)["url"] == f"{ORIGIN}/archiv/gemeinsam-ausbilden/"
    assert data(page)["aliases"] == [f"{ORIGIN}/gemeinsam-ausbilden/"]


@way
def moved_with_what_is_above(admin):
    above, target = section(), section("archiv")
    page = publish_example(above)
    yield
    above.move(target, pos="last-child")
    yield
    assert data(page)["url"] == f"{ORIGIN}/archiv/beispiele/gemeinsam-ausbilden/"


@way
def another_slug_above(admin):
    above = section()
    page = publish_example(section("innen", above))
    yield
    above.refresh_from_db()
    above.slug = "praxis"
    above.save_revision().publish()
    yield
    assert data(page)["url"] == f"{ORIGIN}/praxis/innen/gemeinsam-ausbilden/"


@silent
def another_address_by_hand_in_the_database(admin):
    page = publish_example()
    yield
    Page.objects.filter(pk=page.pk).update(url_path="/home/anderswo/")
    yield
    assert data(page)["url"] == f"{ORIGIN}/anderswo/"


@way
def moved_to_another_site(admin):
    page, other = publish_example(), second_site()
    yield
    item = item_of(page)
    page.move(other, pos="last-child")
    yield
    item.refresh_from_db()
    assert (item.state, item.reason) == ("withdrawn", "unpublished")
    assert data(page)["origin"] == "https://zweite.example"
    assert item_of(page).uuid == item.uuid


@way
def the_site_has_another_host_name(admin):
    other = second_site()
    page = publish_example(other)
    yield
    site = Site.objects.get(hostname="zweite.example")
    site.hostname = "dritte.example"
    site.save()
    yield
    assert data(page)["url"] == "https://dritte.example/gemeinsam-ausbilden/"


@silent
def the_site_has_another_host_name_by_hand_in_the_database(admin):
    page = publish_example(second_site())
    yield
    Site.objects.filter(hostname="zweite.example").update(hostname="dritte.example")
    yield
    assert data(page)["origin"] == "https://dritte.example"


@way
def the_site_begins_at_another_page(admin):
    start = section()
    page = publish_example(start)
    yield
    site = Site.objects.get(is_default_site=True)
    site.root_page = start
    site.save()
    yield
    assert data(page)["url"] == f"{ORIGIN}/gemeinsam-ausbilden/"


@way
def the_site_is_deleted(admin):
    page = publish_example(second_site())
    yield
    assert shown(page)
    Site.objects.get(hostname="zweite.example").delete()
    yield
    assert state(page) == ("withdrawn", "unpublished")


@way
def another_site_is_the_default(admin):
    """Of two sites that begin at the same page the default one publishes it."""
    page = publish_example()
    Site.objects.create(hostname="zweite.example", port=443, root_page=home())
    yield
    assert data(page)["origin"] == ORIGIN
    Site.objects.get(hostname="localhost").delete()
    site = Site.objects.get(hostname="zweite.example")
    site.is_default_site = True
    site.save()
    yield
    assert data(page)["origin"] == "https://zweite.example"
