"""The doorbell against real sockets: a hub that answers as it is told."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from omwagtail.catalogue.stamping import stamp_all
from omwagtail.feed.doorbell import pause_after, ring_hubs
from omwagtail.feed.models import HubRing
from omwagtail.work import jobs
from tests.catalogue.factories import FOREIGN_ORIGIN, OWN_ORIGIN, edit_item, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(hub, settings):
    """The hub that the setting names."""
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "HUBS": [hub.origin]}
    return hub


def publish():
    item = make_item()
    stamp_all()
    return item


def test_the_hub_hears_of_news_once(hub):
    publish()
    assert ring_hubs() == f"rang {hub.origin}"
    assert ring_hubs() is None
    assert hub.heard == [("/om/api/v1/ping/", {"origin": OWN_ORIGIN})]


def test_each_change_is_news(hub):
    item = publish()
    ring_hubs()
    edit_item(item, title="neu")
    assert ring_hubs() is None, "not yet numbered, so not yet in the feed"
    stamp_all()
    ring_hubs()
    assert len(hub.heard) == 2


def test_nothing_published_is_no_news(hub):
    make_item(origin=FOREIGN_ORIGIN)
    stamp_all()
    assert ring_hubs() is None
    assert hub.heard == []


def test_without_hubs_nobody_is_rung(db):
    publish()
    assert ring_hubs() is None
    assert not HubRing.objects.exists()


@pytest.mark.parametrize("status", [404, 429, 500, 503])
def test_a_hub_that_fails_is_left_alone_for_a_while_and_hears_later(hub, status):
    publish()
    hub.status = status
    assert "cannot be rung" in ring_hubs()
    assert ring_hubs() is None
    assert len(hub.heard) == 1
    hub.status = 202
    HubRing.objects.update(due=timezone.now())
    assert ring_hubs() == f"rang {hub.origin}"
    ring = HubRing.objects.get()
    assert (ring.failures, ring.last_error) == (0, "")


def test_why_a_hub_cannot_be_rung_is_said_in_the_language_of_the_site(hub, settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "HUBS": ["http://127.0.0.1:1", hub.origin]}
    hub.status = 503
    publish()
    with translation.override("de"):
        ring_hubs()
    said = dict(HubRing.objects.values_list("hub", "last_error"))
    assert said[hub.origin] == "Der Verbund antwortete mit dem Status 503."
    assert "antwortet gerade nicht" in said["http://127.0.0.1:1"]


def test_rule_17_retry_after_is_honoured(hub):
    publish()
    hub.status, hub.headers = 503, {"Retry-After": "7200"}
    ring_hubs()
    assert HubRing.objects.get().due > timezone.now() + timedelta(seconds=7000)


def test_rule_17_pauses_double_from_a_minute_to_a_day_and_never_end():
    minutes = [pause_after(failures) // timedelta(minutes=1) for failures in range(1, 14)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440]
    assert pause_after(10**9) == timedelta(days=1)


def test_a_hub_that_is_down_does_not_stop_the_ring_of_another(hub, settings):
    settings.OMWAGTAIL = {
        **settings.OMWAGTAIL,
        "HUBS": ["http://127.0.0.1:1", "https://127.0.0.1", "no address", hub.origin],
    }
    publish()
    assert ring_hubs().count("cannot be rung") == 3
    assert len(hub.heard) == 1


def test_a_hub_does_not_ring_itself(hub, settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "HUBS": [OWN_ORIGIN, f"{OWN_ORIGIN}/"]}
    publish()
    assert ring_hubs() is None


def test_ringing_comes_after_the_numbering():
    names = [job.name for job in jobs()]
    assert names.index("stamp") < names.index("doorbell")
