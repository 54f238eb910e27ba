"""Rules 17 and 19: when a source is read, and what a ring does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from omwagtail.harvest import visiting
from omwagtail.harvest.approving import pause
from omwagtail.harvest.leases import due_sources
from omwagtail.harvest.models import Source, SourceState
from omwagtail.harvest.reading import read_changes
from omwagtail.harvest.scheduling import plan_after_failure, plan_after_success, ring
from tests.harvest.conftest import read

pytestmark = pytest.mark.django_db

DAY = 86_400


def seconds_until(moment) -> float:
    return (moment - timezone.now()).total_seconds()


def test_rule_17_the_interval_grows_without_news_up_to_a_day():
    source = Source()
    waits = []
    for _ in range(30):
        plan_after_success(source, news=False, was_rung=False)
        waits.append(seconds_until(source.due))
    assert 299 <= waits[0] <= 500
    assert max(waits) <= DAY
    assert min(waits[-5:]) >= DAY * 0.89


def test_rule_17_the_interval_shrinks_with_news_down_to_five_minutes():
    source = Source(interval=DAY)
    for _ in range(12):
        plan_after_success(source, news=True, was_rung=False)
    assert 299 <= seconds_until(source.due) <= 330


def test_rule_17_backoff_grows_from_a_minute_to_a_day_and_never_stops():
    source = Source()
    waits = []
    for _ in range(40):
        plan_after_failure(source, "down")
        waits.append(seconds_until(source.due))
    assert 59 <= waits[0] <= 66
    assert 119 <= waits[1] <= 132
    assert all(DAY - 1 <= wait <= DAY for wait in waits[-5:])


def test_rule_17_retry_after_is_honoured_exactly(publisher, source):
    publisher.intercept = lambda path: (503, {"Retry-After": "7200"}, b"")
    read(source)
    source.refresh_from_db()
    assert 7190 <= seconds_until(source.not_before) <= 7200


def test_rule_17_success_ends_the_backoff(publisher, source):
    publisher.intercept = lambda path: (503, {}, b"")
    read(source)
    publisher.intercept = lambda path: None
    read(source)
    source.refresh_from_db()
    assert (source.failures, source.not_before, source.last_error) == (0, None, "")


def test_rule_17_nobody_is_counted_as_failing_when_many_fail_together(db):
    sources = [_active(f"https://s{number}.example") for number in range(10)]
    for source in sources:
        plan_after_failure(source, "down")
        source.save()
    assert [source.failures for source in sources] == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert all(59 <= seconds_until(source.due) <= 66 for source in sources)


def test_rule_17_few_sources_are_not_compared(db):
    sources = [_active(f"https://s{number}.example") for number in range(9)]
    for source in sources:
        plan_after_failure(source, "down")
        source.save()
    assert {source.failures for source in sources} == {1}


def test_rule_19_a_ring_makes_a_known_source_due(source):
    _not_due(source)
    assert not due_sources().exists()
    assert ring(source.origin)
    assert due_sources().get() == source


def test_rule_19_a_ring_of_an_unknown_or_unapproved_site_does_nothing(db):
    Source.objects.create(origin="https://proposed.example", due=timezone.now())
    assert not ring("https://unknown.example")
    assert not ring("https://proposed.example")
    assert not due_sources().exists()


def test_rule_19_a_paused_source_is_rung_for_its_withdrawals(source):
    pause(source)
    _not_due(source)
    ring(source.origin)
    assert due_sources().exists()


def test_rule_19_a_fruitless_ring_doubles_the_pause_up_to_an_hour(source):
    pauses = []
    for _ in range(12):
        plan_after_success(source, news=False, was_rung=True)
        pauses.append(source.ring_pause)
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-1] == 3600


def test_rule_19_a_ring_within_the_pause_counts_when_the_pause_is_over(source):
    _not_due(source, ring_pause_until=timezone.now() + timedelta(minutes=1))
    assert not ring(source.origin)
    assert not due_sources().exists()
    Source.objects.update(ring_pause_until=timezone.now() - timedelta(seconds=1))
    assert due_sources().exists()


def test_rule_19_a_ring_never_overrides_backoff(source):
    _not_due(source, not_before=timezone.now() + timedelta(minutes=1))
    assert not ring(source.origin)
    assert not due_sources().exists()


def test_rule_19_news_after_a_ring_ends_the_pause(publisher, source):
    for _ in range(2):
        ring(source.origin)
        read(source)
    assert Source.objects.get(pk=source.pk).ring_pause > 0
    publisher.publish()
    ring(source.origin)
    read(source)
    assert Source.objects.get(pk=source.pk).ring_pause == 0


def test_rule_19_a_ring_during_a_harvest_is_answered_by_another_one(publisher, source, monkeypatch):
    def read_and_be_rung(*args):
        page = read_changes(*args)
        ring(source.origin)
        return page

    monkeypatch.setattr(visiting, "read_changes", read_and_be_rung)
    read(source)
    assert Source.objects.get(pk=source.pk).due > timezone.now()
    assert due_sources().get() == source


def _active(origin: str) -> Source:
    return Source.objects.create(origin=origin, state=SourceState.ACTIVE)


def _not_due(source: Source, **changes) -> None:
    Source.objects.filter(pk=source.pk).update(due=timezone.now() + timedelta(hours=1), **changes)
