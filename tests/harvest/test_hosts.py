"""Rule 18: one connection per host, for pictures too."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from omwagtail.catalogue.models import Picture
from omwagtail.harvest.hosts import forget_hosts, give_host_back, take_host
from omwagtail.harvest.leases import due_sources, take_lease
from omwagtail.harvest.models import HostLease, Source
from omwagtail.harvest.pictures import fetch_missing
from tests.harvest.conftest import read
from tests.harvest.test_pictures import jpeg

pytestmark = pytest.mark.django_db(transaction=True)

HOST = "https://bilder.example"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def with_picture(publisher, source) -> None:
    publisher.publish(images=[publisher.picture("a.jpg", jpeg(), 60, 40)])
    read(source)


def test_rule_18_a_host_is_taken_by_one_worker_at_a_time():
    assert take_host(HOST)
    assert not take_host(HOST)
    assert take_host("https://andere.example")
    give_host_back(HOST)
    assert take_host(HOST)


def test_rule_18_the_host_of_a_killed_worker_is_free_again_after_a_while():
    take_host(HOST)
    HostLease.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert take_host(HOST)
    HostLease.objects.update(until=timezone.now() + timedelta(days=400))
    assert take_host(HOST)


def test_rule_18_a_host_whose_feed_is_read_is_not_asked_for_pictures(publisher, source):
    with_picture(publisher, source)
    Source.objects.update(due=timezone.now())
    take_lease(Source.objects.get())
    asked = publisher.requests.copy()
    assert fetch_missing() == (0, 0)
    assert publisher.requests == asked


def test_rule_18_a_feed_is_not_read_while_pictures_are_fetched_at_its_host(publisher, source):
    Source.objects.update(due=timezone.now())
    take_host(publisher.origin)
    assert not due_sources().exists()
    assert take_lease(Source.objects.get()) is None
    give_host_back(publisher.origin)
    assert due_sources().exists()


def test_the_hosts_of_a_turn_are_free_after_it(publisher, source):
    with_picture(publisher, source)
    assert fetch_missing() == (1, 0)
    assert take_host(publisher.origin)


def test_hosts_at_which_nobody_is_are_forgotten():
    take_host(HOST)
    take_host("https://andere.example")
    HostLease.objects.filter(host=HOST).update(until=timezone.now() - timedelta(hours=1))
    forget_hosts()
    assert [lease.host for lease in HostLease.objects.all()] == ["https://andere.example"]


@pytest.mark.slow
def test_rule_18_two_workers_never_ask_one_host_at_the_same_time(site, publisher):
    images = [publisher.picture(f"{n}.jpg", jpeg((60 + n, 40)), 60 + n, 40) for n in range(4)]
    publisher.publish(images=images)
    site.run("om_sources", "add", publisher.origin, "--trust", "automatic", "--approve")
    site.run("om_harvest", "--due")
    first_is_asking, second_is_done = threading.Event(), threading.Event()

    def wait_for_the_second(path: str) -> None:
        if "/om/media/" in path:
            first_is_asking.set()
            second_is_done.wait(120)

    publisher.intercept = wait_for_the_second
    first = site.start("shell", "--no-imports", "-c", FETCH)
    assert first_is_asking.wait(60)
    assert "(0, 0)" in site.run("shell", "--no-imports", "-c", FETCH)
    second_is_done.set()
    assert "(4, 0)" in first.communicate(timeout=60)[0]
    assert len([path for path in publisher.requests if "/om/media/" in path]) == 4


# With the patience of a machine that has much else to do.
FETCH = (
    "from omwagtail.harvest import pictures as p;"
    "p.SECONDS_A_PICTURE = p.SECONDS_A_HOST = 200;"
    "print(p.fetch_missing(seconds=200))"
)


def test_a_busy_host_does_not_keep_pictures_of_others_from_being_fetched(publisher, source):
    with_picture(publisher, source)
    item = Picture.objects.get().items.get()
    elsewhere = Picture.objects.create(
        image_id="0" * 64, url=f"{HOST}/a.jpg", due=timezone.now() - timedelta(hours=1)
    )
    elsewhere.items.add(item)
    take_host(HOST)
    assert fetch_missing() == (1, 0)
