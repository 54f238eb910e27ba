"""Somebody fills in a check while its publisher brings out a new edition."""

import re

import pytest
from django.urls import reverse

from omwagtail.catalogue.editions import edition_name, erase_editions
from tests.catalogue.factories import edit_item, make_item
from tests.runner.definitions import body

pytestmark = pytest.mark.django_db

LAYOUTS = pytest.mark.parametrize("prefix", ["omwagtail_check", "omwagtail_embed_check"])
FIRST, SECOND = "Das fragt die erste Fassung.", "Das fragt die zweite Fassung."


def asking(statement, number):
    made = body(edition={"number": number, "date": f"202{number}-04-01"})
    made["sections"][0]["checkpoints"][0]["statement"] = statement
    return made


@pytest.fixture
def check():
    """A check in its first edition."""
    return make_item("check", body=asking(FIRST, 1), language="en")


def publish_second(check, made=None):
    """Bring out the second edition; return the fingerprint of the first."""
    _, earlier = edition_name(check.data)
    edit_item(check, body=made or asking(SECOND, 2))
    return earlier


def form(client, check, query="", prefix="omwagtail_check"):
    return client.get(reverse(prefix, args=[check.key]) + query).content.decode()


def posted(client, check, page="_result", prefix="omwagtail_check", **fields):
    response = client.post(reverse(prefix + page, args=[check.key]), fields)
    assert response.status_code == 200
    return response.content.decode()


def fingerprint_in(html):
    """Of the edition that the page's form posts."""
    return re.search(r'name="f" value="([0-9a-f]{64})"', html)[1]


@LAYOUTS
def test_an_edition_is_filled_in_by_its_fingerprint(client, check, prefix):
    earlier = publish_second(check)

    html = form(client, check, f"?fingerprint={earlier}", prefix)

    assert FIRST in html
    assert fingerprint_in(html) == earlier
    assert SECOND in form(client, check, prefix=prefix)


def test_the_first_twelve_digits_are_enough_as_a_link_holds_them(client, check):
    earlier = publish_second(check)

    assert fingerprint_in(form(client, check, f"?mark={earlier[:12]}")) == earlier
    assert SECOND in form(client, check, f"?mark={earlier[:11]}")


@LAYOUTS
def test_a_form_keeps_its_edition_on_the_way_to_the_result_and_back(client, check, prefix):
    began = fingerprint_in(form(client, check, prefix=prefix))
    publish_second(check)
    answers = {"f": began, "a-z1": "much"}

    result = posted(client, check, prefix=prefix, **answers)

    assert FIRST in result
    assert SECOND not in result.partition('id="om-newer"')[0]
    assert fingerprint_in(result) == began
    assert FIRST in posted(client, check, "", prefix, **answers)


def test_answers_to_an_edition_that_is_not_here_go_to_the_current_one(client, check):
    result = posted(client, check, **{"f": "0" * 64, "a-z1": "much"})

    assert FIRST in result
    assert fingerprint_in(result) == edition_name(check.data)[1]


def test_an_erased_edition_leads_to_the_current_one(client, check):
    earlier = publish_second(check)
    erase_editions(check)

    assert SECOND in form(client, check, f"?fingerprint={earlier}")


@pytest.mark.parametrize("mark", ["x", "../", "%00", "' or 1=1", "F" * 64, "0" * 65, "%"])
def test_what_is_no_fingerprint_is_that_of_no_edition(client, check, mark):
    publish_second(check)
    response = client.get(reverse("omwagtail_check", args=[check.key]), {"fingerprint": mark})

    assert response.status_code == 200
    assert SECOND in response.content.decode()


def test_answers_in_an_address_are_not_read(client, check):
    assert "checked" not in form(client, check, "?a-z1=much")
