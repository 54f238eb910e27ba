"""What a hub says of its own health, and when a person is called (om_status)."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.catalogue.sweeping import sweep
from omwagtail.feed.models import HubRing
from omwagtail.harvest.models import JoinRequest, Source, SourceState
from omwagtail.health import Level, look
from tests.catalogue.factories import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _swept(db) -> None:
    sweep()


def ago(**duration: float):
    return timezone.now() - timedelta(**duration)


def make_sources(number: int, **columns) -> None:
    """Sources that were read a moment ago, or as the columns say."""
    known = Source.objects.count()
    columns = {"state": SourceState.ACTIVE, "last_success": timezone.now(), **columns}
    Source.objects.bulk_create(
        Source(origin=f"https://{known + one}.example", **columns) for one in range(number)
    )


def harvest_notes() -> list[tuple[str, str]]:
    return [(str(note.level), note.sentence) for note in look().findings["harvest"].notes]


def run(*arguments: str) -> tuple[int, str]:
    """Exit status and output of om_status."""
    out = io.StringIO()
    try:
        call_command("om_status", *arguments, stdout=out)
    except SystemExit as ending:
        return ending.code, out.getvalue()
    return 0, out.getvalue()


def test_a_hub_that_is_well_calls_nobody():
    make_sources(3)
    status, said = run()
    assert status == 0
    assert said.startswith("Status: ok\n")
    assert "sources ok                             3" in said


def test_a_source_that_fails_since_an_hour_is_only_told_and_one_that_fails_for_a_day_calls():
    make_sources(9)
    make_sources(1, last_error="No answer.", last_success=ago(hours=1))
    assert harvest_notes() == [("ok", "https://9.example: No answer.")]
    assert run()[0] == 0
    Source.objects.filter(last_error="No answer.").update(last_success=ago(hours=25))
    assert harvest_notes() == [("degraded", "https://9.example: No answer.")]
    status, said = run()
    assert status == 1
    assert "! https://9.example: No answer." in said


@pytest.mark.parametrize(
    "columns",
    [
        {"state": SourceState.STOPPED, "last_error": "Another key."},
        {"question": "Is that right?"},
    ],
)
def test_what_only_a_person_can_decide_calls_one(columns):
    make_sources(9)
    make_sources(1, **columns)
    assert (look().level, run()[0]) == (Level.DEGRADED, 1)


def test_when_many_sources_are_late_the_site_fails():
    make_sources(7)
    make_sources(3, last_success=ago(hours=2))
    assert look().level == Level.DEGRADED
    make_sources(1, last_success=ago(hours=2))
    assert ("failing", "4 of 11 sources are late: there are too few workers, or none.") in (
        harvest_notes()
    )


def test_rule_17_when_many_sources_fail_the_fault_is_here():
    make_sources(7)
    make_sources(4, last_error="No answer.", last_success=ago(minutes=5))
    assert look().level == Level.FAILING
    assert "4 of 11 sources cannot be read: the fault is probably on this side." in run()[1]


def test_few_sources_that_fail_prove_nothing():
    make_sources(2, last_error="No answer.", last_success=ago(minutes=5))
    assert look().level == Level.OK


def test_what_has_waited_for_a_week_calls_a_person():
    make_item(state=ItemState.PENDING)
    JoinRequest.objects.create(origin="https://new.example")
    assert look().level == Level.OK
    Item.objects.update(created=ago(days=8))
    assert [level for level, _ in harvest_notes()] == ["degraded"]
    JoinRequest.objects.update(received=ago(days=8))
    assert [level for level, _ in harvest_notes()] == ["degraded", "degraded"]


def test_a_hub_that_cannot_be_rung_is_told_and_calls_after_half_a_day(settings):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "HUBS": ["https://hub.example"]}
    HubRing.objects.create(
        hub="https://hub.example",
        origin="https://partner.example",
        failures=1,
        last_error="No answer.",
    )
    [note] = look().findings["feed"].notes
    assert (note.level, "No answer." in note.sentence) == (Level.OK, True)
    HubRing.objects.update(failures=10)
    assert look().level == Level.DEGRADED
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "HUBS": []}
    assert look().level == Level.OK


def test_only_the_worst_are_listed_unless_all_are_wished_for():
    make_sources(30, last_error="No answer.", last_success=ago(hours=30))
    said = run()[1]
    assert said.count("! https://") == 19
    assert "… and 11 more: om_status --all" in said
    assert run("--all")[1].count("! https://") == 30


def test_the_report_as_json_holds_everything():
    make_sources(30, last_error="No answer.", last_success=ago(hours=30))
    status, said = run("--json")
    data = json.loads(said)
    assert (status, data["level"]) == (1, "failing")
    assert data["probes"]["harvest"]["numbers"]["sources"]["failing"] == 30
    assert len(data["probes"]["harvest"]["notes"]) == 31
