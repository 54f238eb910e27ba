"""Somebody fills in a check while its publisher brings out a new edition."""

import re

import pytest
from django.urls import reverse

from omwagtail.catalogue.editions import edition_name, erase_editions
from tests.catalogue.factories import FOREIGN_ORIGIN, edit_item, make_item
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
    assert 'value="much" checked' not in form(client, check, "?a-z1=much")


def second(**scale):
    """The second edition: z1 reworded, z2 gone, z3 new."""
    made = asking(SECOND, 2)
    points = made["sections"][0]["checkpoints"]
    points[1] = {"id": "z3", "statement": "Wir fragen die Kundschaft."}
    if scale:
        made["scale"] |= scale
    return made


def texts(html, state):
    """What the list of differences names as new, changed or gone."""
    listed = html.partition(f'<ul class="om-changes-{state}">')[2].partition("</ul>")[0]
    return re.findall(r'class="om-changes-text"[^>]*>([^<]+)<', listed)


def test_who_fills_in_an_earlier_edition_sees_what_the_newer_one_makes_different(client, check):
    earlier = publish_second(check, second())

    for html in (
        form(client, check, f"?fingerprint={earlier}"),
        posted(client, check, f=earlier),
        posted(client, check, f=earlier, prefix="omwagtail_embed_check"),
    ):
        assert texts(html, "new") == ["Wir fragen die Kundschaft."]
        assert texts(html, "changed") == [SECOND]
        assert texts(html, "gone") == ["Wir prüfen jedes Jahr, ob wir auf Kurs sind."]
        assert "edition 1. Edition 2 has come out" in html


def test_there_is_no_notice_on_the_current_edition(client, check):
    publish_second(check, second())

    assert 'data-om="change-over"' not in form(client, check)
    assert "om-changes" not in form(client, check)


def lost(html):
    part = re.search(r'data-om="lost-part"( hidden)?>.*?<ul data-om="lost">(.*?)</ul>', html, re.S)
    return [] if part[1] else re.findall("<li>([^<]+)</li>", part[2])


@pytest.mark.parametrize("field", ["a-z2", "n-z2"])
def test_what_cannot_be_taken_along_is_named_before_changing_over(client, check, field):
    earlier = publish_second(check, second())

    assert lost(posted(client, check, f=earlier, **{"a-z1": "much"})) == []
    assert lost(posted(client, check, f=earlier, **{"a-z1": "much", field: "none"})) == [
        "Wir prüfen jedes Jahr, ob wir auf Kurs sind."
    ]


def test_answers_that_the_new_scale_does_not_have_are_named_too(client, check):
    levels = body()["scale"]["levels"]
    earlier = publish_second(check, second(levels=levels[:2]))

    assert lost(posted(client, check, f=earlier, **{"a-z1": "much", "a-g1": "some"})) == [FIRST]


def test_changing_over_keeps_answers_by_id_and_marks_what_is_new(client, check):
    earlier = publish_second(check, second())
    answers = {"a-z1": "much", "a-z2": "some", "a-g1": "none"}

    html = posted(client, check, "", f=earlier, since=earlier, **answers)

    assert fingerprint_in(html) == edition_name(check.data)[1]
    checked = re.findall(r'name="(a-\w+)" value="(\w+)" checked', html)
    assert dict(checked) == {"a-z1": "much", "a-g1": "none"}
    marked = re.findall(r'data-om-point="(\w+)">(?:(?!</fieldset>).)*?om-point-change', html, re.S)
    assert marked == ["z1", "z3"]
    assert '<a href="#point-z3">Wir fragen die Kundschaft.</a>' in html


def test_an_edition_that_is_gone_says_so(client, check):
    assert "no longer available" in form(client, check, "?fingerprint=" + "0" * 64)


def test_a_correction_is_not_called_a_new_edition(client, check):
    earlier = publish_second(check, asking(SECOND, 1))
    html = form(client, check, f"?fingerprint={earlier}")

    assert "corrected since then" in html
    assert "Change over to the corrected text" in html


def changes(client, check, query, status=200):
    address = reverse("omwagtail_check_changes", args=[check.key])
    response = client.get(address + query)
    assert response.status_code == status
    return response.content.decode()


def test_changes_between_two_editions_have_a_page(client, check):
    earlier = publish_second(check, second())
    now = edition_name(check.data)[1]

    for query in (f"?from={earlier}", f"?from={earlier}&to={now}"):
        html = changes(client, check, query)
        assert texts(html, "new") == ["Wir fragen die Kundschaft."]
        assert f"<q>{FIRST}</q>" in html
        assert "noindex" in html
    back = changes(client, check, f"?from={now}&to={earlier}")
    assert texts(back, "gone") == ["Wir fragen die Kundschaft."]


def test_what_else_changed_is_said_in_words(client, check):
    made = asking(FIRST, 2)
    made["sections"][1]["checkpoints"][0]["weight"] = 3
    made["scale"]["levels"][1]["need"] = 4
    earlier = publish_second(check, made)

    html = changes(client, check, f"?from={earlier}")
    assert "how much it counts" in html
    assert "The answers to choose from" in html


@pytest.mark.parametrize("query", ["", "?from=x", "?from=" + "0" * 64, "?from={now}&to=nothing"])
def test_changes_of_what_is_not_here_are_a_readable_404(client, check, query):
    now = edition_name(check.data)[1]
    assert "no such edition" in changes(client, check, query.format(now=now), 404)


def test_the_list_of_editions_leads_to_what_changed(client, check):
    earlier = publish_second(check)
    html = client.get(reverse("omwagtail_check_edition", args=[check.key, 1])).content.decode()

    assert f'href="{reverse("omwagtail_check_changes", args=[check.key])}?from={earlier}"' in html


def test_only_an_extract_of_a_foreign_check_is_no_edition_to_fill_in(client):
    check = make_item(
        "check", origin=FOREIGN_ORIGIN, body=asking(FIRST, 1), reuse="excerpt", language="en"
    )
    earlier = publish_second(check)

    assert FIRST not in form(client, check, f"?fingerprint={earlier}")
    changes(client, check, f"?from={earlier}", 303)


def test_hostile_texts_of_an_edition_stay_texts(client):
    check = make_item("check", body=asking("<script>alert(1)</script>", 1), language="en")
    earlier = publish_second(check)

    for html in (
        changes(client, check, f"?from={earlier}"),
        form(client, check, f"?fingerprint={earlier}"),
    ):
        assert "<script>alert" not in html
