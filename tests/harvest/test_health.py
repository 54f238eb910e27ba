"""How the sources are, as operators and monitoring are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from omwagtail.documents import SigningKey
from omwagtail.harvest.approving import block, pause
from omwagtail.harvest.health import SourceHealth, source_healths
from omwagtail.harvest.models import Offer, Run, Source, SourceState
from tests.harvest.conftest import read

pytestmark = pytest.mark.django_db

OTHER_KEY = SigningKey.from_private_bytes(bytes(32))


def health() -> SourceHealth:
    """Of the only source."""
    [found] = source_healths()
    return found


def ago(**duration: float):
    return timezone.now() - timedelta(**duration)


def test_a_source_that_was_read_is_well(publisher, source):
    publisher.publish("a")
    publisher.publish("b")
    read(source)
    found = health()
    assert (found.status, found.error, found.documents, found.lag_seconds) == ("ok", "", 2, 0)
    assert found.last_success is not None
    assert [(day.documents, day.failures) for day in found.trend] == [(0, 0)] * 6 + [(2, 0)]
    assert found.trend[-1].day == timezone.localdate()


def test_a_source_that_does_not_answer_fails_with_its_reason_until_it_answers(publisher, source):
    publisher.intercept = lambda path: (503, {}, b"")
    read(source)
    found = health()
    assert (found.status, found.trend[-1].failures) == ("failing", 1)
    assert "503" in found.error
    publisher.intercept = lambda path: None
    read(source)
    assert (health().status, health().error) == ("ok", "")


def test_a_source_that_should_have_been_read_is_late_by_what_its_interval_does_not_allow(source):
    read(source)
    Source.objects.update(interval=1000, last_success=ago(seconds=1100 + 600))
    assert health().status == "ok"
    assert health().lag_seconds == pytest.approx(600, abs=5)
    Source.objects.update(last_success=ago(hours=3))
    assert (health().status, "om_work" in health().error) == ("late", True)


def test_a_source_that_was_just_approved_is_not_late_yet(source):
    Source.objects.update(created=ago(days=30))
    assert (health().status, health().last_success) == ("ok", None)


def test_a_source_whose_entries_are_all_bad_fails_although_it_answers(publisher, source):
    publisher.offer(publisher.document("a"), key=OTHER_KEY)
    read(source)
    found = health()
    assert (found.status, found.parked, found.documents) == ("failing", 1, 0)
    assert found.error.startswith("1 entry cannot be taken in.")
    assert len(found.error) > len("1 entry cannot be taken in. ")


def test_a_few_bad_entries_are_told_of_a_source_that_is_well(publisher, source):
    for name in "abcdefgh":
        publisher.publish(name)
    publisher.offer(publisher.document("z"), key=OTHER_KEY)
    read(source)
    found = health()
    assert (found.status, found.parked, found.documents) == ("ok", 1, 8)
    assert found.error.startswith("1 entry cannot be taken in.")


def test_what_waits_for_a_person_is_not_counted_as_shown(publisher, reviewed):
    publisher.publish()
    read(reviewed)
    assert (health().status, health().documents) == ("ok", 0)


def test_a_question_a_stop_a_pause_and_a_block_are_told(source):
    Source.objects.update(question="Is that right?")
    assert (health().status, health().error) == ("asks", "Is that right?")
    Source.objects.update(question="")
    pause(source)
    assert health().status == "paused"
    Source.objects.update(state=SourceState.STOPPED, last_error="Another key.")
    assert (health().status, health().error) == ("stopped", "Another key.")
    assert health().lag_seconds is None
    block(source)
    assert (health().status, health().lag_seconds) == ("blocked", None)


def test_a_proposed_source_is_not_read(db):
    Source.objects.create(origin="https://proposed.example")
    assert (health().status, health().lag_seconds, health().error) == ("proposed", None, "")


def test_the_worst_come_first():
    states = (SourceState.ACTIVE, SourceState.PROPOSED, SourceState.STOPPED, SourceState.BLOCKED)
    for number, state in enumerate(states):
        Source.objects.create(origin=f"https://{number}.example", state=state)
    statuses = [found.status for found in source_healths()]
    assert statuses == ["stopped", "proposed", "ok", "blocked"]


def test_days_are_those_of_this_sites_time_zone(source, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    midnight = timezone.localtime().replace(hour=0, minute=30)
    Run.objects.create(source=source, started=midnight, added=3, changed=2, entries=5)
    Run.objects.create(source=source, started=midnight - timedelta(hours=1), added=7, entries=7)
    assert [day.documents for day in health().trend[-2:]] == [7, 5]


def test_400_sources_cost_as_many_queries_as_one(django_assert_num_queries):
    sources = Source.objects.bulk_create(
        Source(origin=f"https://{number}.example", state=SourceState.ACTIVE, last_error="x")
        for number in range(400)
    )
    Run.objects.bulk_create(
        Run(source=source, started=ago(days=days), error="x")
        for source in sources
        for days in range(7)
    )
    Offer.objects.bulk_create(
        Offer(source=source, key="a", rev=1, pass_number=1, state="parked", reason=source.origin)
        for source in sources
    )
    with django_assert_num_queries(5):
        found = source_healths()
    assert {len(one.trend) for one in found} == {7}
    assert {(one.documents, one.parked) for one in found} == {(0, 1)}
    assert {sum(day.failures for day in one.trend) for one in found} == {7}


def test_some_sources_alone(publisher, source):
    Source.objects.create(origin="https://other.example")
    publisher.publish()
    read(source)
    [found] = source_healths(Source.objects.filter(pk=source.pk))
    assert (found.source, found.documents) == (source, 1)
