"""The page of a frozen edition, for readers."""

import pytest
from django.urls import reverse

from tests.browser import PHONE, WIDE, accessibility_violations
from tests.catalogue.factories import (
    FOREIGN_ORIGIN,
    OWN_ORIGIN,
    edit_item,
    make_item,
    withdraw_item,
)
from tests.catalogue.test_editions import asking, publish_edition
from tests.rendering.markup import Markup
from tests.rendering.samples import own_item
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db

DATES = {1: "2023-04-01", 2: "2024-05-01", 3: "2026-03-31"}
# Pages of a check speak its language: here that of the msgids.
ENGLISH = {"language": "en"}
CONTACT = {"role": "Ansprechperson", "name": "Kim Muster", "email": "kim@partner.example"}


def full(number, statement="Wir wissen, wohin der Betrieb soll."):
    """A check with three topics, of which the first question is this one."""
    made = body(edition={"number": number, "date": DATES[number]})
    made["sections"][0]["checkpoints"][0]["statement"] = statement
    return made


def make_editions(origin=OWN_ORIGIN, **members):
    """A check with three editions."""
    members = {"title": "Betriebs-Check", **ENGLISH, **members}
    item = make_item("check", origin=origin, body=full(1, "Alt?"), **members)
    if origin == OWN_ORIGIN:
        # As if a page of this site were behind it.
        item.object_id = str(item.pk)
        item.save()
    edit_item(item, body=full(2, "Mittel?"))
    return edit_item(item, body=full(3, "Neu?"))


@pytest.fixture
def check():
    return make_editions(contacts=[CONTACT])


def url(item, number, query=""):
    return reverse("omwagtail_check_edition", args=[item.key, number]) + query


def read(client, item, number, query=""):
    response = client.get(url(item, number, query))
    assert response.status_code == 200, response.content
    return Markup(response.content.decode())


def test_it_shows_what_was_asked_then_and_says_which_edition_is_current(client, check):
    page = read(client, check, 2)

    assert "This is edition 2 of May 1, 2024. The current edition is number 3." in page.text
    assert "Mittel?" in page.text
    assert "Neu?" not in page.text
    assert page.links()[check.url] == "To the current edition"


def test_it_shows_every_question_with_its_help_and_the_answers_to_choose_from(client, check):
    page = read(client, check, 1)

    for text in ("1.1 Alt?", "3.1 Wir reden miteinander.", "Eine halbe Seite genügt.", "dringend"):
        assert text in page.text


def test_it_cannot_be_filled_in(client, check):
    html = client.get(url(check, 2)).content.decode()

    assert "<form" not in html
    assert reverse("omwagtail_check", args=[check.key]) + '"' not in html


def test_readers_find_the_other_editions(client, check):
    page = read(client, check, 2)

    assert page.links()[url(check, 1)] == "Edition 1, April 1, 2023"
    assert page.links()[url(check, 3)] == "Edition 3, March 31, 2026 (current)"
    assert url(check, 2) not in page.links()


def test_search_engines_keep_to_the_check_of_today(client, check):
    html = client.get(url(check, 2)).content.decode()

    assert f'<link rel="canonical" href="{check.url}">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert "application/ld+json" not in html


def test_a_check_that_moved_leads_to_where_it_is_now(client, check):
    edit_item(check, url=f"{OWN_ORIGIN}/neu/")

    html = client.get(url(check, 1)).content.decode()

    assert f'<link rel="canonical" href="{OWN_ORIGIN}/neu/">' in html


def test_people_named_in_an_earlier_text_are_not_shown(client, check):
    assert "Kim Muster" not in read(client, check, 1).text


def test_the_current_edition_has_its_address_too(client, check):
    page = read(client, check, 3)

    assert "This is edition 3 of March 31, 2026. It is the current one." in page.text


def test_an_edition_without_a_date_says_only_its_number(client):
    item = make_item("check", body=asking("Alt?", 1), **ENGLISH)
    publish_edition(item, "Neu?", 2)

    assert "This is edition 1. The current edition is number 2." in read(client, item, 1).text


def test_a_corrected_text_stays_under_its_fingerprint_and_says_so(client):
    item = make_item("check", body=asking("Nue?", 1), **ENGLISH)
    wrong = item.editions.get().fingerprint
    publish_edition(item, "Neu?", 1)

    page = read(client, item, 1, f"?fingerprint={wrong}")

    assert "Nue?" in page.text
    assert "earlier text of edition 1" in page.text
    assert "Neu?" in read(client, item, 1).text


def test_a_foreign_edition_stands_under_its_publishers_name(client):
    item = make_editions(origin=FOREIGN_ORIGIN)

    page = read(client, item, 2)

    assert "Mittel?" in page.text
    assert "kammer.example" in page.text
    assert page.links()[item.url] == "To the original"


@pytest.mark.parametrize("reuse", ["excerpt", "link"])
def test_a_foreign_check_that_may_only_be_quoted_leads_to_the_original(client, reuse):
    item = make_editions(origin=FOREIGN_ORIGIN, reuse=reuse)

    response = client.get(url(item, 1))

    assert (response.status_code, response["Location"]) == (303, item.url)
    assert response.content == b""


@pytest.mark.parametrize("query", ["", "?fingerprint=x", "?fingerprint=" + "0" * 64])
def test_an_unknown_edition_is_a_readable_404_that_leads_on(client, check, query):
    response = client.get(url(check, 2 if query else 7, query))

    page = Markup(response.content.decode())
    assert response.status_code == 404
    assert "There is no such edition of this check." in page.text
    assert page.links()[check.url] == "To the current edition"


def test_editions_of_a_withdrawn_check_are_gone(client, check):
    withdraw_item(check, "unpublished")
    assert client.get(url(check, 1)).status_code == 410

    edit_item(check, body=full(3, "Neu?"))
    assert "Alt?" in read(client, check, 1).text


def test_there_is_no_edition_of_what_is_not_here(client, check):
    assert client.get(url(check, 1).replace(check.key, "0" * 32)).status_code == 404
    assert client.get(url(check, 1).replace("/1/", f"/{'9' * 30}/")).status_code == 404


def test_no_other_site_may_frame_it_and_it_may_only_be_read(client, check):
    assert client.get(url(check, 1))["X-Frame-Options"] == "DENY"
    assert client.post(url(check, 1)).status_code == 405


def test_hostile_texts_stay_texts(client):
    made = asking("<script>alert(1)</script>", 1)
    made["sections"][0]["title"] = "<b>fett</b>"
    html = client.get(url(make_item("check", body=made), 1)).content.decode()

    assert "<script>alert" not in html
    assert "<b>fett" not in html


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_in_a_browser_it_is_accessible_narrow_and_reached_by_keyboard(
    live_server, open_page, viewport
):
    item = make_editions()
    page = open_page(live_server.url + url(item, 2), viewport=viewport)

    assert accessibility_violations(page) == []
    # A browser looks for a picture of the site by itself.
    assert [each for each in page.complaints if "404" not in each] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    # Skip link, name of the site, then the way to the current edition.
    for _ in range(3):
        page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == "To the current edition"
    notice = page.get_by_role("note").bounding_box()
    assert notice["y"] < viewport["height"] / 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.rendering.urls")
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_page_of_a_check_lists_its_earlier_editions(live_server, open_page, viewport):
    item = own_item("check", body=full(1, "Alt?"))
    edit_item(item, body=full(2, "Mittel?"))
    edit_item(item, body=full(3, "Neu?"))
    address = f"{live_server.url}/directory/{item.key}/"
    page = open_page(address, viewport=viewport, locale="en-GB")

    earlier = page.get_by_role("region", name="Earlier editions")
    assert [text.strip() for text in earlier.locator("li > a:first-child").all_inner_texts()] == [
        "Edition 2, May 1, 2024",
        "Edition 1, April 1, 2023",
    ]
    assert earlier.locator('a[href*="/changes/"]').count() == 2
    assert accessibility_violations(page) == []
