"""Whole harvests: full passes, broken feeds, and what a run says."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from omwagtail.catalogue.models import Item
from omwagtail.harvest import visiting
from omwagtail.harvest.approving import approve, propose
from omwagtail.harvest.harvesting import harvest, harvest_due
from omwagtail.harvest.models import Source
from tests.harvest.conftest import begin_full_pass, read, visible
from tests.harvest.publisher import Publisher, as_json

pytestmark = pytest.mark.django_db


def test_a_feed_of_several_pages_is_read_to_its_end(publisher, source):
    publisher.page_size = 3
    for number in range(10):
        publisher.publish(str(number), title=str(number))
    run = read(source)
    assert (run.pages, run.entries, run.added) == (4, 10, 10)
    assert visible(publisher) == set("0123456789")


def test_a_second_harvest_asks_only_for_what_is_new(publisher, source):
    publisher.publish("a")
    read(source)
    publisher.publish("b")
    run = read(source)
    assert (run.pages, run.entries) == (1, 1)


def test_rule_03_a_cursor_that_is_not_known_any_more_leads_to_a_full_pass(publisher, source):
    for number in range(8):
        publisher.publish(str(number), title=str(number))
    read(source)
    publisher.forget_cursors()
    publisher.forget("1")
    run = read(source)
    assert (run.error, run.entries, run.withdrawn) == ("", 7, 1)


def test_rule_15_more_behind_the_same_cursor_fails(publisher, source):
    publisher.publish()
    read(source)
    cursor = Source.objects.get(pk=source.pk).cursor
    stuck = as_json({"entries": [], "next": cursor, "more": True})
    publisher.intercept = lambda path: stuck if "changes" in path else None
    run = read(source)
    assert "does not move" in run.error
    assert Source.objects.get(pk=source.pk).failures == 1


def test_rule_15_a_page_that_is_stuck_for_a_moment_does_no_harm(publisher, source):
    publisher.publish()
    read(source)
    cursor = Source.objects.get(pk=source.pk).cursor
    answers = [as_json({"entries": [], "next": cursor, "more": True})]
    publisher.intercept = lambda path: answers.pop() if answers else None
    assert read(source).error == ""


def test_rule_15_the_weekly_full_pass_repairs_what_is_missing_here(publisher, source):
    publisher.publish()
    read(source)
    Item.objects.own(publisher.origin).delete()
    assert read(source).added == 0
    begin_full_pass(source)
    assert read(source).added == 1


def test_rule_15_a_full_pass_longer_than_a_time_slice_is_continued(publisher, source):
    publisher.page_size = 2
    for number in range(6):
        publisher.publish(str(number))
    read(source)
    begin_full_pass(source)
    runs = [harvest(Source.objects.get(pk=source.pk), time_slice=0) for _ in range(3)]
    source.refresh_from_db()
    assert [run.pages for run in runs] == [1, 1, 1]
    assert not source.pass_is_full


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b""),
        (404, {}, b""),
        (200, {}, b"<html>"),
        (200, {}, b"[]"),
        (200, {}, b'{"entries":5,"next":"x","more":false}'),
        (200, {}, b'{"entries":[],"next":"","more":false}'),
        (200, {}, b'{"entries":[],"next":"x","more":0}'),
        as_json({"entries": [{}] * 501, "next": "x", "more": False}),
        as_json({"entries": [], "next": "x" * 513, "more": False}),
    ],
)
def test_a_broken_feed_fails_the_run_and_changes_nothing(publisher, source, answer):
    publisher.publish()
    read(source)
    before = Source.objects.get(pk=source.pk)
    publisher.intercept = lambda path: answer
    run = read(source)
    source.refresh_from_db()
    assert run.error
    assert (source.cursor, source.state, source.failures) == (before.cursor, "active", 1)
    assert source.last_error == run.error
    assert len(visible(publisher)) == 1


@pytest.mark.parametrize("entry", [None, 5, "x", [], {}, {"doc": {}}, {"gone": 7}, {"kid": []}])
def test_no_entry_can_stop_the_feed(publisher, source, entry):
    page = as_json({"entries": [entry], "next": "a.0", "more": False})
    publisher.intercept = lambda path: page if "changes" in path else None
    run = read(source)
    assert (run.error, run.parked) == ("", 1)


def test_one_bad_source_does_not_keep_others_from_being_read(publisher, source):
    with Publisher() as other:
        approve(propose(other.origin), trust="automatic")
        other.publish()
        publisher.intercept = lambda path: (200, {}, b"\xff")
        errors = {run.source.origin: bool(run.error) for run in harvest_due()}
        assert errors == {publisher.origin: True, other.origin: False}
        assert len(visible(other)) == 1


def harvest_one() -> str:
    """Harvest in a turn that has no time for a second source, nor for a second page."""
    return next(run.source.origin for run in [*harvest_due(seconds=0, time_slice=0)])


def test_rule_18_a_source_with_endless_news_takes_turns_with_the_others(publisher, source):
    publisher.page_size = 1
    for name in "abc":
        publisher.publish(name)
    with Publisher() as other:
        approve(propose(other.origin), trust="automatic")
        other.publish()
        read_in_turn = [harvest_one() for _turn in range(3)]
        assert read_in_turn == [publisher.origin, other.origin, publisher.origin]


def test_rule_18_a_ring_gets_its_turn_beside_endless_news(publisher, source):
    publisher.page_size = 1
    for name in "abc":
        publisher.publish(name)
    with Publisher() as other:
        second = approve(propose(other.origin), trust="automatic")
        read(second)
        Source.objects.filter(pk=second.pk).update(rung=timezone.now())
        read_in_turn = [harvest_one() for _turn in range(3)]
        assert other.origin in read_in_turn


def test_a_mistake_of_ours_is_counted_against_the_source_and_gives_the_lease_back(
    publisher, source, monkeypatch, caplog
):
    def broken(*args):
        raise KeyError("a bug")

    monkeypatch.setattr(visiting, "apply_page", broken)
    run = read(source)
    source.refresh_from_db()
    assert run.error.startswith("KeyError in test_harvesting.py")
    assert (source.failures, source.lease_until) == (1, None)


@pytest.mark.django_db(transaction=True)
def test_rule_18_somebody_is_there_for_sound_sources_while_failing_ones_take_their_time(
    site, publisher
):
    """Two threads, and two failing sources that hang until the sound one has been read."""
    was_read = threading.Event()
    publisher.publish(title="A")
    publisher.intercept = lambda path: was_read.set() if "changes" in path else None
    with Publisher() as first, Publisher() as second:
        for one in (first, second, publisher):
            site.run("om_sources", "add", one.origin, "--trust", "automatic", "--approve")
        for hanging in (first, second):
            hanging.intercept = lambda path: None if was_read.wait(20) else (500, {}, b"")
        site.run("shell", "--no-imports", "-c", FAILED_BEFORE.format(sound=publisher.origin))
        site.run("shell", "--no-imports", "-c", READ_BY_TWO)
    assert was_read.is_set()
    assert site.titles() == ["A"]


FAILED_BEFORE = (
    "from omwagtail.harvest.models import Source;"
    "Source.objects.exclude(origin='{sound}').update(failures=1, due='2020-01-01T00:00Z')"
)
READ_BY_TWO = (
    "from omwagtail.harvest.harvesting import harvest_due;"
    "assert not [run.error for run in harvest_due(threads=2) if run.error]"
)


def test_rule_03_a_publisher_that_is_restored_while_it_is_read_does_not_go_round_in_a_circle(
    publisher, source
):
    publisher.page_size = 2
    for name in "abcd":
        publisher.publish(name, title=name)

    def restore_once(path: str) -> None:
        if "since=" in path:
            publisher.intercept = lambda path: None
            publisher.forget_cursors()

    publisher.intercept = restore_once
    assert read(source).error == ""
    assert visible(publisher) == set("abcd")


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_a_database_that_was_restarted_during_a_harvest_ends_no_worker(publisher, source):
    read(source)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()

    def restart(path: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [process])
        connection.close()

    publisher.intercept = restart
    assert read(source).error == ""
    assert Source.objects.get(pk=source.pk).lease_until is None
