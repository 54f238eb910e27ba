"""The operators' pages."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from django.urls import resolve

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.harvest.models import Run, Source
from tests.documents import factories
from tests.harvest.conftest import begin_full_pass, item_of, read, visible
from tests.harvest.test_intake import OTHER_LICENCE

pytestmark = pytest.mark.django_db

SOURCES = "/admin/omwagtail_harvest/source/"
ITEMS = "/admin/omwagtail/item/"
RUNS = "/admin/omwagtail_harvest/run/"


def signed_in(*permissions: str, **flags) -> Client:
    user = get_user_model().objects.create_user("user", "user@example.org", "secret", **flags)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", *permissions])
    )
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def operator(db) -> Client:
    return signed_in(is_superuser=True)


@pytest.fixture
def editor(db) -> Client:
    """May work in Wagtail, and has no permission for sources and items."""
    return signed_in()


def state_of(model: type[Model]) -> list[dict]:
    return list(model.objects.order_by("pk").values())


def test_adding_a_source_shows_its_key_before_anything_is_stored(operator, publisher):
    page = operator.post(f"{SOURCES}create/", {"address": publisher.origin + "/anything/"})
    assert factories.KEY.kid in page.content.decode()
    assert not Source.objects.exists()


def test_a_source_is_approved_under_the_key_that_was_shown(operator, publisher):
    form = {"address": publisher.origin, "kid": factories.KEY.kid, "trust": "automatic"}
    operator.post(f"{SOURCES}create/", form)
    source = Source.objects.get()
    assert (source.state, source.trust, source.kid) == ("active", "automatic", factories.KEY.kid)


def test_a_source_whose_key_changed_meanwhile_is_not_approved(operator, publisher):
    form = {"address": publisher.origin, "kid": factories.OTHER_KEY.kid, "trust": "automatic"}
    page = operator.post(f"{SOURCES}create/", form)
    assert page.status_code == 200
    assert not Source.objects.filter(state="active").exists()


def test_an_address_without_a_site_is_answered_in_a_sentence(operator):
    page = operator.post(f"{SOURCES}create/", {"address": "http://127.0.0.1:1"})
    assert page.status_code == 200
    assert "127.0.0.1" in page.content.decode()


@pytest.mark.parametrize("path", ["", "create/"])
def test_the_pages_of_sources_open(operator, source, path):
    assert operator.get(SOURCES + path).status_code == 200


@pytest.mark.parametrize("action", ["inspect", "edit", "delete"])
def test_the_pages_of_a_source_open(operator, publisher, source, action):
    publisher.publish("bad", title="")
    publisher.publish("good")
    read(source)
    page = operator.get(f"{SOURCES}{action}/{source.pk}/")
    assert page.status_code == 200
    assert "Handwerkskammer Musterstadt" in page.content.decode()


def test_a_stopped_source_leads_to_its_new_key(operator, publisher, source):
    publisher.key = factories.OTHER_KEY
    publisher.publish()
    read(source)
    page = operator.post(f"{SOURCES}create/", {"address": source.origin})
    text = page.content.decode()
    assert factories.KEY.kid in text
    assert factories.OTHER_KEY.kid in text


def test_harvest_now_reads_the_source(operator, publisher, source):
    publisher.publish()
    operator.post(f"{SOURCES}harvest/{source.pk}/")
    assert len(visible(publisher)) == 1


def test_pause_and_resume(operator, source):
    states = []
    for action in ("pause", "resume"):
        operator.post(f"{SOURCES}{action}/{source.pk}/")
        states.append(Source.objects.get().state)
    assert states == ["paused", "active"]


def test_trust_and_wanted_types_are_changed_by_the_named_function(operator, source):
    fence = Source.objects.get().fence
    form = {"name": "Kammer", "trust": "review", "wanted_types": ["check", "network"]}
    operator.post(f"{SOURCES}edit/{source.pk}/", form)
    source.refresh_from_db()
    assert (source.name, source.trust) == ("Kammer", "review")
    assert source.wanted_types == ["check", "network"]
    assert (source.cursor, source.fence) == ("", fence + 1)


def test_deleting_a_source_removes_its_items(operator, publisher, source):
    publisher.publish()
    read(source)
    operator.post(f"{SOURCES}delete/{source.pk}/")
    assert not Source.objects.exists()
    assert not Item.objects.own(publisher.origin).exists()


def test_the_person_who_is_asked_can_answer(operator, publisher, source):
    publisher.publish()
    read(source)
    publisher.forget("a")
    begin_full_pass(source)
    read(source)
    operator.post(f"{SOURCES}confirm/{source.pk}/")
    assert visible(publisher) == set()


def test_the_list_of_waiting_items_shows_new_and_newer_ones_and_no_others(
    operator, publisher, source
):
    publisher.publish("shown", title="Titel eins")
    publisher.publish("newer", title="Titel zwei", rev=1)
    read(source)
    publisher.publish("newer", title="Titel zwei", rev=2, licence=OTHER_LICENCE)
    Source.objects.update(trust="review")
    publisher.publish("new", title="Titel drei")
    read(source)
    text = operator.get(ITEMS).content.decode()
    assert [title in text for title in ("Titel eins", "Titel zwei", "Titel drei")] == [
        False,
        True,
        True,
    ]


def test_a_waiting_item_is_shown_with_a_preview_of_the_waiting_version(operator, publisher, source):
    publisher.publish(rev=1, title="Alte Fassung")
    read(source)
    publisher.publish(rev=2, title="Neue Fassung", licence=OTHER_LICENCE)
    read(source)
    pk = item_of(publisher).pk
    page = operator.get(f"{ITEMS}inspect/{pk}/")
    assert "Neue Fassung" in page.content.decode()
    assert "Neue Fassung" in operator.get(f"{ITEMS}preview/{pk}/").content.decode()
    assert "Alte Fassung" in operator.get(f"{ITEMS}preview/{pk}/?shown").content.decode()


def test_a_preview_of_foreign_content_runs_nothing_on_the_admins_host(
    operator, publisher, reviewed
):
    publisher.publish()
    read(reviewed)
    response = operator.get(f"{ITEMS}preview/{item_of(publisher).pk}/")
    assert response["Content-Security-Policy"] == "sandbox"


def test_accept_shows_the_version_that_was_looked_at(operator, publisher, reviewed):
    publisher.publish(rev=7)
    read(reviewed)
    item = item_of(publisher)
    operator.post(f"{ITEMS}accept/{item.pk}/", {"rev": 6})
    assert visible(publisher) == set()
    operator.post(f"{ITEMS}accept/{item.pk}/", {"rev": 7})
    assert len(visible(publisher)) == 1


def test_reject_keeps_the_reason(operator, publisher, reviewed):
    publisher.publish(rev=7)
    read(reviewed)
    operator.post(f"{ITEMS}reject/{item_of(publisher).pk}/", {"rev": 7, "reason": "Werbung"})
    item = item_of(publisher)
    assert (item.state, item.reason) == (ItemState.REJECTED, "Werbung")


def test_selected_items_are_accepted_together(operator, publisher, reviewed):
    for name in "abc":
        publisher.publish(name, title=name, rev=7)
    read(reviewed)
    chosen = [f"{item_of(publisher, name).pk}:7" for name in "ab"]
    operator.post(f"{ITEMS}accept-selected/", {"item": [*chosen, "junk", "999999:7"]})
    assert visible(publisher) == {"a", "b"}


def test_runs_are_a_list_that_nobody_changes(operator, publisher, source):
    publisher.publish()
    read(source)
    pk = Run.objects.get().pk
    assert operator.get(RUNS).status_code == 200
    before = state_of(Run)
    for path in ("create/", f"edit/{pk}/", f"delete/{pk}/"):
        operator.post(RUNS + path)
    assert state_of(Run) == before


SOURCE_ACTIONS = ("harvest", "pause", "resume", "confirm", "edit", "delete")
ITEM_ACTIONS = ("accept", "reject", "edit", "delete")


@pytest.fixture
def addresses(publisher, reviewed) -> list[str]:
    publisher.publish(rev=7)
    read(reviewed)
    publisher.publish("b", rev=7)
    pk = item_of(publisher).pk
    return [
        f"{SOURCES}create/",
        f"{ITEMS}create/",
        f"{ITEMS}accept-selected/",
        *(f"{SOURCES}{action}/{reviewed.pk}/" for action in SOURCE_ACTIONS),
        *(f"{ITEMS}{action}/{pk}/" for action in ITEM_ACTIONS),
    ]


def test_get_never_changes_anything_and_asks_no_other_site(operator, publisher, addresses):
    before = [state_of(model) for model in (Source, Item, Run)]
    asked = len(publisher.requests)
    for address in addresses:
        operator.get(address)
    assert [state_of(model) for model in (Source, Item, Run)] == before
    assert len(publisher.requests) == asked


def test_without_permission_nothing_is_shown_or_changed(editor, publisher, addresses):
    before = [state_of(model) for model in (Source, Item, Run)]
    form = {"rev": 7, "address": publisher.origin, "kid": factories.KEY.kid, "trust": "review"}
    pk = item_of(publisher).pk
    reads = [SOURCES, ITEMS, RUNS, f"{ITEMS}preview/{pk}/", f"{ITEMS}inspect/{pk}/"]
    answers = [editor.post(address, form) for address in addresses]
    answers += [editor.get(address) for address in (*addresses, *reads)]
    assert {answer.status_code for answer in answers} <= {302, 403}
    assert [state_of(model) for model in (Source, Item, Run)] == before


def test_who_may_only_look_cannot_decide(publisher, reviewed):
    looking = signed_in("view_item", "view_source")
    publisher.publish(rev=7)
    read(reviewed)
    item = item_of(publisher)
    assert looking.get(f"{ITEMS}inspect/{item.pk}/").status_code == 200
    looking.post(f"{ITEMS}accept/{item.pk}/", {"rev": 7})
    looking.post(f"{SOURCES}pause/{reviewed.pk}/")
    assert item_of(publisher).state == ItemState.PENDING
    assert Source.objects.get().state == "active"


def test_posts_need_a_csrf_token(operator, source):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = operator.cookies
    assert strict.post(f"{SOURCES}pause/{source.pk}/").status_code == 403
    assert Source.objects.get().state == "active"


def test_the_menu_has_the_three_lists(operator):
    text = operator.get("/admin/").content.decode()
    assert all(address in text for address in (SOURCES, ITEMS, RUNS))


def test_the_list_of_sources_has_a_button_that_harvests_now(operator, publisher, source):
    text = operator.get(SOURCES).content.decode()
    assert f'formaction="{SOURCES}harvest/{source.pk}/"' in text
    assert '<form id="om-harvest" method="post">' in text


def test_a_signed_document_cannot_be_edited(operator, publisher, reviewed):
    publisher.publish(rev=7)
    read(reviewed)
    before = state_of(Item)
    answer = operator.post(f"{ITEMS}edit/{item_of(publisher).pk}/", {"title": "x", "doc": "{}"})
    assert answer.status_code == 405
    assert state_of(Item) == before


@pytest.mark.parametrize("address", [f"{SOURCES}create/", f"{SOURCES}harvest/1/"])
def test_no_transaction_is_open_while_another_site_is_asked(address):
    assert resolve(address).func._non_atomic_requests == {"default"}


def test_decisions_stay_inside_the_transaction_of_their_request():
    assert not hasattr(resolve(f"{ITEMS}accept/1/").func, "_non_atomic_requests")
