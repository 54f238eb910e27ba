"""The operators' page about sites that ask to become a source."""

import pytest

from omwagtail.harvest.joining import note_request
from omwagtail.harvest.models import JoinRequest, Source
from tests.documents import factories
from tests.harvest.desk import REQUESTS, SOURCES, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_to_join(publisher) -> JoinRequest:
    return JoinRequest.objects.create(origin=publisher.origin)


def test_a_request_is_listed_and_nothing_is_fetched_for_that(operator, publisher, request_to_join):
    assert publisher.origin in text_of(operator.get(REQUESTS))
    assert publisher.requests == []


def test_one_click_looks_at_the_site_and_leads_to_its_approval(
    operator, publisher, request_to_join
):
    text = text_of(operator.get(REQUESTS))
    assert f'form="om-look" name="address" value="{publisher.origin}"' in text
    assert f'<form id="om-look" action="{SOURCES}create/" method="post">' in text
    page = text_of(operator.post(f"{SOURCES}create/", {"address": publisher.origin}))
    assert factories.KEY.kid in page
    form = {"address": publisher.origin, "kid": factories.KEY.kid, "trust": "review"}
    operator.post(f"{SOURCES}create/", form)
    assert Source.objects.get().state == "active"
    assert not JoinRequest.objects.exists()


def test_a_request_is_dismissed(operator, publisher, request_to_join):
    operator.post(f"{REQUESTS}dismiss/{request_to_join.pk}/")
    assert not JoinRequest.objects.exists()
    assert publisher.requests == []
    assert "Nobody asks to join." in text_of(operator.get(REQUESTS))


def test_a_site_that_must_not_ask_again_is_blocked_after_a_look(
    operator, publisher, request_to_join
):
    url = f"{REQUESTS}block/{request_to_join.pk}/"
    assert url in text_of(operator.get(REQUESTS))
    assert "This site cannot ask again" in text_of(operator.get(url))
    assert not Source.objects.exists()
    operator.post(url)
    assert [(one.origin, one.state) for one in Source.objects.all()] == [
        (publisher.origin, "blocked")
    ]
    assert publisher.requests == []
    note_request(None, origin=publisher.origin)
    assert not JoinRequest.objects.exists()


def test_a_source_that_is_read_already_asks_in_vain(operator, source):
    JoinRequest.objects.create(origin=source.origin)
    assert source.origin not in text_of(operator.get(REQUESTS))


@pytest.mark.parametrize(
    ("permissions", "shown"),
    [
        (["view_joinrequest"], []),
        (["view_joinrequest", "add_source"], ["om-look"]),
        (["view_joinrequest", "change_source"], []),
        (["delete_joinrequest"], ["om-dismiss"]),
    ],
)
def test_buttons_are_for_those_who_may(request_to_join, permissions, shown):
    text = text_of(signed_in(*permissions).get(REQUESTS))
    assert [name for name in ("om-look", "om-dismiss") if f'form="{name}"' in text] == shown


def test_the_menu_says_how_much_waits_to_those_who_may_see_it(operator, request_to_join):
    text = text_of(operator.get("/admin/"))
    assert "Requests to join (1)" in text
    assert "Federation (1)" in text
    operator.post(f"{REQUESTS}dismiss/{request_to_join.pk}/")
    assert "Requests to join (" not in text_of(operator.get("/admin/"))


def test_the_menu_says_nothing_to_others(editor, request_to_join):
    assert "(1)" not in text_of(editor.get("/admin/"))


def test_the_numbers_in_the_menu_are_counted_once_a_minute(
    operator, request_to_join, django_assert_num_queries
):
    from omwagtail.harvest.counting import WAITING_ITEMS, WAITING_REQUESTS, waiting_number

    operator.get("/admin/")
    with django_assert_num_queries(0):
        assert (waiting_number(WAITING_ITEMS), waiting_number(WAITING_REQUESTS)) == (0, 1)
