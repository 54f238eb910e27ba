"""Who may do what on the operators' pages: by the permissions of Django's models alone."""

import pytest
from django.test import Client
from django.urls import resolve

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.harvest.models import Decision, JoinRequest, Run, Source
from tests.documents import factories
from tests.harvest.conftest import item_of, read
from tests.harvest.desk import (
    HEALTH,
    ITEMS,
    LISTS,
    REQUESTS,
    SOURCES,
    signed_in,
    state_of,
    text_of,
)

pytestmark = pytest.mark.django_db

MODELS = (Source, Item, Run, Decision, JoinRequest)
SOURCE_ACTIONS = (
    *("harvest", "pause", "resume", "confirm", "edit", "delete"),
    *("block", "accept-all", "retry"),
)
ITEM_ACTIONS = ("accept", "reject", "report", "edit", "delete")


@pytest.fixture
def addresses(publisher, reviewed) -> list[str]:
    """Everything that could change something, with something to change."""
    publisher.publish(rev=7)
    read(reviewed)
    publisher.publish("b", rev=7)
    pk = item_of(publisher).pk
    asking = JoinRequest.objects.create(origin="https://asking.example")
    return [
        f"{SOURCES}create/",
        f"{ITEMS}create/",
        f"{ITEMS}accept-selected/",
        f"{ITEMS}reject-selected/",
        f"{REQUESTS}dismiss/{asking.pk}/",
        f"{REQUESTS}block/{asking.pk}/",
        HEALTH,
        *(f"{SOURCES}{action}/{reviewed.pk}/" for action in SOURCE_ACTIONS),
        *(f"{ITEMS}{action}/{pk}/" for action in ITEM_ACTIONS),
    ]


def everything() -> list:
    return [state_of(model) for model in MODELS]


def test_get_never_changes_anything_and_asks_no_other_site(operator, publisher, addresses):
    before, asked = everything(), len(publisher.requests)
    for address in (*addresses, *LISTS, f"{SOURCES}parked/{Source.objects.get().pk}/"):
        operator.get(address)
    assert everything() == before
    assert len(publisher.requests) == asked


def form_for(publisher) -> dict:
    pk = item_of(publisher).pk
    return {
        "rev": 7,
        "item": f"{pk}:7",
        "reason": "x",
        "count": 1,
        "newest": 7,
        "address": publisher.origin,
        "kid": factories.KEY.kid,
        "trust": "review",
    }


def test_without_permission_nothing_is_shown_or_changed(editor, publisher, addresses):
    before, form = everything(), form_for(publisher)
    pk, source = item_of(publisher).pk, Source.objects.get().pk
    reads = [*LISTS, f"{ITEMS}preview/{pk}/", f"{ITEMS}inspect/{pk}/", f"{SOURCES}parked/{source}/"]
    reads += [f"{address}?export=csv" for address in LISTS]
    answers = [editor.post(address, form) for address in addresses]
    answers += [editor.get(address) for address in (*addresses, *reads)]
    assert {answer.status_code for answer in answers} <= {302, 403, 405}
    assert everything() == before


def test_who_may_only_look_sees_no_buttons_and_changes_nothing(publisher, addresses):
    views = ("view_item", "view_source", "view_joinrequest", "view_decision", "view_run")
    looking = signed_in(*views)
    before, form = everything(), form_for(publisher)
    pk, source = item_of(publisher).pk, Source.objects.get().pk
    pages = [*LISTS, f"{ITEMS}inspect/{pk}/", f"{SOURCES}inspect/{source}/"]
    pages += [f"{SOURCES}parked/{source}/"]
    for page in pages:
        answer = looking.get(page)
        assert answer.status_code == 200
        main = text_of(answer).partition('id="main"')[2]
        assert 'method="post"' not in main, page
        assert "/accept" not in main, page
    for address in addresses:
        looking.post(address, form)
    assert everything() == before


def test_who_may_change_sources_does_not_decide_about_documents(publisher, addresses):
    changing = signed_in("view_source", "change_source")
    source = Source.objects.get().pk
    assert changing.post(f"{SOURCES}accept-all/{source}/", form_for(publisher)).status_code == 302
    assert item_of(publisher).state == ItemState.PENDING


def test_posts_need_a_csrf_token(operator, publisher, addresses):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = operator.cookies
    before, form = everything(), form_for(publisher)
    assert {strict.post(address, form).status_code for address in addresses} <= {403, 405}
    assert everything() == before


def test_the_menu_has_all_lists(operator):
    text = text_of(operator.get("/admin/"))
    assert all(address in text for address in LISTS)


@pytest.mark.parametrize("address", [f"{SOURCES}create/", f"{SOURCES}harvest/1/"])
def test_no_transaction_is_open_while_another_site_is_asked(address):
    assert resolve(address).func._non_atomic_requests == {"default"}


@pytest.mark.parametrize("action", ["accept", "reject", "report"])
def test_decisions_stay_inside_the_transaction_of_their_request(action):
    assert not hasattr(resolve(f"{ITEMS}{action}/1/").func, "_non_atomic_requests")
