"""Wagtail's sitemap, with pages of ours in it."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from omwagtail.catalogue.capture import capture
from omwagtail.pages.models import DirectoryPage
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item
from tests.content.test_api_v2 import example
from tests.pages_for_tests import home, publish_example

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.content.sitemap_urls")]

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
XHTML = "{http://www.w3.org/1999/xhtml}"
PAGE = "https://partner.example/gemeinsam-ausbilden/"


def read(client):
    """Address to its element."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    urls = ElementTree.fromstring(response.content).findall(f"{SITEMAP}url")
    return {url.findtext(f"{SITEMAP}loc"): url for url in urls}


def published(**fields):
    page = publish_example(**fields)
    capture(page)
    page.refresh_from_db()
    return page


def test_a_page_stands_in_it_with_its_public_address_and_day(client):
    page = published()
    url = read(client)[PAGE]
    assert url.findtext(f"{SITEMAP}lastmod")[:10] == page.last_published_at.date().isoformat()


def test_its_pictures_stand_in_it(client):
    example("gemeinsam-ausbilden")
    images = [image.text for image in read(client)[PAGE].iter(f"{IMAGE}loc")]
    assert len(images) == 1
    assert images[0].startswith("https://partner.example/om/media/")
    assert client.get(images[0].removeprefix("https://partner.example")).status_code == 200


def test_translations_lead_to_each_other(client):
    page = published()
    english = Locale.objects.create(language_code="en")
    published(slug="train-together", locale=english, translation_key=page.translation_key)
    urls = read(client)
    for location in (PAGE, "https://partner.example/train-together/"):
        links = urls[location].iter(f"{XHTML}link")
        assert {link.get("hreflang"): link.get("href") for link in links} == {
            "de": PAGE,
            "en": "https://partner.example/train-together/",
        }


def test_what_is_not_for_search_engines_is_left_out(client):
    shown = published(slug="offen")
    shown.create_alias(update_slug="alias")
    private = published(slug="privat")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    published(slug="vorbei")
    late = published(slug="spaet")
    type(late).objects.filter(pk=late.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    type(late).objects.filter(slug="vorbei").update(live=False)
    ours = {url.rpartition("example/")[2] for url in read(client)}
    assert "offen/" in ours
    assert not ours & {"alias/", "privat/", "vorbei/", "spaet/"}


def test_a_page_that_stays_on_its_site_stands_in_it(client):
    published(om_syndicate=False)
    assert any(url.endswith("/gemeinsam-ausbilden/") for url in read(client))


def test_a_directory_stands_in_it_and_foreign_documents_do_not(client):
    directory = home().add_child(instance=DirectoryPage(title="Alle", slug="alle"))
    item = make_item(origin=FOREIGN_ORIGIN)
    urls = read(client)
    assert any(url.endswith("/alle/") for url in urls)
    assert not any(item.key in url or url == item.url for url in urls)
    assert directory.get_sitemap_urls()[0]["location"].endswith("/alle/")


def test_it_asks_as_much_for_many_pages_as_for_few(client, django_assert_max_num_queries):
    published(slug="eins")
    read(client)
    with django_assert_max_num_queries(20) as few:
        read(client)
    for number in range(4):
        published(slug=f"mehr-{number}")
    with django_assert_max_num_queries(len(few)):
        read(client)
