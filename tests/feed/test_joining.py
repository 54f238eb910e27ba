"""Joining a hub in the admin, and leaving it, against a hub over real sockets (rule 19)."""

import html

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from wagtail.models import Site

from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.stamping import stamp_all
from omwagtail.feed.doorbell import ring_hubs
from omwagtail.feed.joining import take_along
from omwagtail.feed.models import HubRing, JoinedHub
from tests.catalogue.factories import OWN_ORIGIN, make_item
from tests.pages_for_tests import second_site

pytestmark = pytest.mark.django_db

JOIN, PING = "/om/api/v1/join/", "/om/api/v1/ping/"
HUBS = "/admin/omwagtail/hubs/"
OTHER_ORIGIN = "https://zweite.example"


@pytest.fixture
def browser(admin_user):
    """Of somebody who may do everything; sentences are compared in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(admin_user)
    return client


def log_in(user_model, name, *permissions):
    group = Group.objects.create(name=name)
    codenames = ("access_admin", *permissions)
    group.permissions.add(*Permission.objects.filter(codename__in=codenames))
    user = user_model.objects.create_user(name, f"{name}@example.org", "secret")
    user.groups.add(group)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def ask(browser, address, origin=OWN_ORIGIN):
    return browser.post(HUBS, {"address": address, "origin": origin}, follow=True)


def text_of(answer):
    """What the page says, in words."""
    return " ".join(html.unescape(answer.content.decode()).split())


def publish(origin=OWN_ORIGIN):
    make_item(origin=origin)
    stamp_all()


def test_rule_19_a_hub_that_was_joined_is_asked_once_and_then_hears_of_news(browser, hub):
    publish()
    assert ring_hubs() is None
    answer = ask(browser, hub.origin)
    assert "Praxis im Verbund has your request now" in text_of(answer)
    assert hub.heard == [(JOIN, {"origin": OWN_ORIGIN})]
    assert ring_hubs() == f"rang {hub.origin}"
    assert ring_hubs() is None
    assert hub.heard[1:] == [(PING, {"origin": OWN_ORIGIN})]


def test_what_a_person_types_need_not_be_exact(browser, hub):
    ask(browser, f" {hub.origin.upper()}/verzeichnis/?topic=health ")
    assert JoinedHub.objects.get().hub == hub.origin


def test_the_hub_of_the_settings_is_suggested(browser, settings, hub):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "HUBS": [f"{hub.origin}/"]}
    assert f'value="{hub.origin}"' in browser.get(HUBS).content.decode()


def test_the_page_names_the_keys_fingerprint_which_a_hub_asks_for_by_telephone(browser):
    assert signing_key().kid in text_of(browser.get(HUBS))


def test_looking_changes_nothing_and_asks_nobody(browser, settings, hub):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "HUBS": [hub.origin]}
    publish()
    ask(browser, hub.origin)
    joined = JoinedHub.objects.get()
    hub.asked.clear()
    hub.heard.clear()
    for answer in (browser.get(HUBS), browser.head(HUBS), browser.get(f"{HUBS}?address=x")):
        assert answer.status_code == 200
    assert browser.get(reverse("om_hub_leave", args=[joined.pk])).status_code == 405
    assert JoinedHub.objects.get() == joined
    assert not HubRing.objects.exists()
    assert (hub.asked, hub.heard) == ([], [])


def test_rule_19_a_hub_that_was_left_is_rung_no_more(browser, hub):
    publish()
    ask(browser, hub.origin)
    ring_hubs()
    answer = browser.post(reverse("om_hub_leave", args=[JoinedHub.objects.get().pk]), follow=True)
    assert "no longer told of your news" in text_of(answer)
    publish()
    assert ring_hubs() is None
    assert not HubRing.objects.exists()


def test_a_hub_of_the_settings_stays_when_it_is_left(browser, settings, hub):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "HUBS": [hub.origin]}
    publish()
    ask(browser, hub.origin)
    assert ring_hubs() == f"rang {hub.origin}", "once, though it is named twice"
    assert browser.get(HUBS).content.count(b"<h3>Praxis im Verbund</h3>") == 1
    browser.post(reverse("om_hub_leave", args=[JoinedHub.objects.get().pk]))
    page = text_of(browser.get(HUBS))
    assert "by whoever runs the server" in page
    assert "Leave" not in page
    publish()
    assert ring_hubs() == f"rang {hub.origin}"


def test_a_hub_may_be_asked_again(browser, hub):
    ask(browser, hub.origin)
    joined = JoinedHub.objects.get().joined
    hub.described["name"] = "Praxis"
    ask(browser, hub.origin)
    again = JoinedHub.objects.get()
    assert (again.joined, again.name) == (joined, "Praxis")
    assert [path for path, _body in hub.heard] == [JOIN, JOIN]


def test_asking_again_ends_the_pause_after_a_failure(browser, hub):
    publish()
    ask(browser, hub.origin)
    hub.status = 503
    ring_hubs()
    hub.status = 202
    assert ring_hubs() is None
    ask(browser, hub.origin)
    assert ring_hubs() == f"rang {hub.origin}"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "required"),
        ("  ", "required"),
        ("ftp://hub.example", "no address of a hub"),
        ("https://user@hub.example", "no address of a hub"),
        ("kein hub", "no address of a hub"),
        (OWN_ORIGIN, "your own site"),
        ("http://127.0.0.1:1", "does not answer right now"),
        ("https://10.1.2.3", "no public address"),
        ("https://nirgends.invalid", "no site at https://nirgends.invalid"),
    ],
)
def test_what_is_no_hub_is_said_in_a_sentence(browser, hub, address, sentence):
    answer = ask(browser, address)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not JoinedHub.objects.exists()


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((404, {}, b""), "is no hub"),
        ((500, {}, b""), "is no hub"),
        ((503, {}, b""), "does not answer right now"),
        ((421, {}, b""), "does not answer right now"),
        ((200, JSON, b"<html>"), "is no hub"),
        ((200, JSON, b"[]"), "is no hub"),
        ((200, JSON, b"{" * 5_000), "is no hub"),
        ((200, JSON, b" " * 300_000), "is no hub"),
        ((301, {"Location": "https://anders.example/x"}, b""), "https://anders.example"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value[0]),
)
def test_a_site_that_does_not_answer_as_a_hub_is_not_joined(browser, hub, answer, sentence):
    hub.answer = answer
    page = ask(browser, hub.origin)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert hub.heard == []
    assert not JoinedHub.objects.exists()


@pytest.mark.parametrize(
    ("lie", "sentence"),
    [
        ({"v": "om/2"}, "is no hub"),
        ({"origin": "https://anders.example"}, "calls itself https://anders.example"),
        ({"origin": "<b>"}, "is no hub"),
        ({"origin": None}, "is no hub"),
        ({"join": None}, "takes no requests"),
        ({"join": {}}, "takes no requests"),
    ],
)
def test_a_site_that_says_something_else_of_itself_is_not_joined(browser, hub, lie, sentence):
    hub.described |= lie
    page = ask(browser, hub.origin)
    assert sentence in text_of(page)
    assert hub.heard == []
    assert not JoinedHub.objects.exists()


@pytest.mark.parametrize(("status", "sentence"), [(404, "no hub"), (429, "later"), (500, "no hub")])
def test_a_request_that_the_hub_does_not_take_is_not_remembered(browser, hub, status, sentence):
    hub.status = status
    assert sentence in text_of(ask(browser, hub.origin))
    assert not JoinedHub.objects.exists()


def test_the_request_goes_to_the_protocols_address_whatever_the_hub_names(browser, hub):
    hub.described["join"] = "https://opfer.example/loeschen"
    ask(browser, hub.origin)
    assert [path for path, _body in hub.heard] == [JOIN]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "x" * 5_000, 5, None])
def test_odd_names_do_no_harm(browser, hub, name):
    hub.described["name"] = name
    page = ask(browser, hub.origin).content.decode()
    assert JoinedHub.objects.exists()
    assert "<script>alert" not in page


def test_who_may_not_change_sites_neither_sees_nor_joins(django_user_model, hub):
    editor = log_in(django_user_model, "editor")
    assert HUBS not in editor.get("/admin/", follow=True).content.decode()
    for answer in (editor.get(HUBS), editor.post(HUBS, {"address": hub.origin})):
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert (hub.asked, hub.heard) == ([], [])


def test_who_may_not_change_sites_leaves_no_hub(django_user_model):
    joined = JoinedHub.objects.create(hub="https://hub.example", origin=OWN_ORIGIN)
    editor = log_in(django_user_model, "editor")
    editor.post(reverse("om_hub_leave", args=[joined.pk]))
    assert JoinedHub.objects.exists()


def test_who_may_change_sites_may_join(django_user_model, hub):
    manager = log_in(django_user_model, "manager", "change_site")
    assert HUBS in manager.get("/admin/").content.decode()
    ask(manager, hub.origin)
    assert JoinedHub.objects.exists()


def test_a_visitor_is_asked_to_log_in(client, hub):
    assert "/login/" in client.post(HUBS, {"address": hub.origin})["Location"]
    assert hub.asked == []


def test_another_site_cannot_join_or_leave_in_a_persons_name(admin_user, hub):
    joined = JoinedHub.objects.create(hub="https://hub.example", origin=OWN_ORIGIN)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin_user)
    assert browser.post(HUBS, {"address": hub.origin}).status_code == 403
    assert browser.post(reverse("om_hub_leave", args=[joined.pk])).status_code == 403
    assert list(JoinedHub.objects.all()) == [joined]
    assert hub.asked == []


def test_of_several_sites_the_one_is_told_that_joined(browser, hub):
    second_site()
    for origin in (OWN_ORIGIN, OTHER_ORIGIN):
        publish(origin)
    page = text_of(browser.get(HUBS))
    assert OWN_ORIGIN in page
    assert OTHER_ORIGIN in page
    ask(browser, hub.origin, OTHER_ORIGIN)
    ring_hubs()
    assert hub.heard == [(JOIN, {"origin": OTHER_ORIGIN}), (PING, {"origin": OTHER_ORIGIN})]


def test_nobody_joins_for_a_site_that_is_not_here(browser, hub):
    assert ask(browser, hub.origin, "https://fremd.example").status_code == 422
    assert hub.asked == []


def test_one_site_need_not_be_chosen(browser, hub):
    page = browser.get(HUBS).content.decode()
    assert f'<input type="hidden" name="origin" value="{OWN_ORIGIN}"' in page


def test_the_page_says_when_the_hub_was_told_last_and_what_the_trouble_is(browser, hub):
    publish()
    ask(browser, hub.origin)
    assert "not yet" in text_of(browser.get(HUBS))
    ring_hubs()
    page = text_of(browser.get(HUBS))
    assert "not yet" not in page
    assert timezone.localtime().strftime("%m/%d/%Y") in page
    assert "did not get through" not in page
    hub.status = 503
    publish()
    ring_hubs()
    assert "The last try did not get through: “The hub answered with status 503.”" in text_of(
        browser.get(HUBS)
    )


def test_a_site_without_a_public_address_is_told_so(browser, settings, hub):
    settings.OMWAGTAIL = {"THROTTLE": None}
    Site.objects.update(hostname="localhost", port=80)
    page = browser.get(HUBS)
    assert page.status_code == 200
    assert "no public address yet" in text_of(page)
    assert ask(browser, hub.origin).status_code == 422
    assert hub.asked == []


def test_no_transaction_is_open_while_another_site_is_asked():
    assert resolve(HUBS).func._non_atomic_requests == {"default"}


def test_rule_22_a_site_that_moved_is_still_joined(hub):
    JoinedHub.objects.create(hub=hub.origin, origin="https://alt.example", name="Praxis")
    take_along("https://alt.example", OWN_ORIGIN)
    publish()
    assert ring_hubs() == f"rang {hub.origin}"
    assert hub.heard == [(PING, {"origin": OWN_ORIGIN})]
