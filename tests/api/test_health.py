"""GET /om/api/v1/health/: for monitoring."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from omwagtail import health
from omwagtail.api.health import KEY
from omwagtail.catalogue.models import FeedHead, Item, ItemState
from omwagtail.catalogue.sweeping import sweep
from omwagtail.harvest.models import Offer, Source, SourceState
from omwagtail.health import Probe
from tests.catalogue.factories import make_item

TOKEN = "0123456789abcdef"


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Each test looks anew."""
    cache.delete(KEY)


@pytest.fixture
def token(settings) -> dict[str, str]:
    """The header of whoever knows the token."""
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "HEALTH_TOKEN": TOKEN}
    return {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def swept(db) -> None:
    """A site whose periodic work runs."""
    sweep()


@pytest.fixture
def broken(monkeypatch):
    """A part of the site that cannot even be looked at."""
    monkeypatch.setattr(health, "_probes", {**health._probes})
    health.register(Probe(name="broken", look=lambda: 1 / 0))


def test_a_site_that_is_well_says_so_in_numbers(api, swept):
    make_item()
    answer = api.get("health/")
    data = answer.json()
    assert (answer.status_code, data["level"]) == (200, "ok")
    assert data["probes"]["catalogue"]["numbers"]["documents_shown"] == 1
    assert data["probes"]["catalogue"]["numbers"]["rows_without_number"] == 1
    assert data["probes"]["harvest"]["numbers"]["sources"]["ok"] == 0
    assert answer["Cache-Control"] == "no-store"
    assert "Authorization" in answer["Vary"]


def test_rule_19_nobody_learns_which_sources_a_site_has(api, swept):
    Source.objects.create(
        origin="https://secret.example", state=SourceState.STOPPED, last_error="secret.example"
    )
    answer = api.get("health/")
    assert answer.json()["level"] == "degraded"
    assert answer.json()["probes"]["harvest"]["numbers"]["sources"]["stopped"] == 1
    assert "secret" not in answer.text
    assert "notes" not in answer.text


def test_rule_19_nobody_learns_it_while_the_site_fails_either(api, broken, swept):
    Source.objects.create(origin="https://secret.example", state=SourceState.STOPPED)
    answer = api.get("health/")
    assert answer.status_code == 503
    assert "secret" not in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_whoever_has_the_token_is_told_the_reasons(api, swept, token):
    Source.objects.create(
        origin="https://hwk.example", state=SourceState.STOPPED, last_error="Another key."
    )
    answer = api.get("health/", headers=token)
    [note] = answer.json()["probes"]["harvest"]["notes"]
    assert note == {"level": "degraded", "sentence": "https://hwk.example: Another key."}


@pytest.mark.parametrize("given", ["Bearer wrong", "Bearer", "bearer ", "Bearer 0123456789abcde"])
def test_a_wrong_token_is_refused(api, token, given):
    answer = api.get("health/", headers={"authorization": given})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("given", ["Bearer None", "Bearer", "Bearer " + TOKEN])
def test_without_a_token_in_the_settings_none_is_right(api, given):
    assert api.get("health/", headers={"authorization": given}).status_code == 401


def test_the_password_of_a_proxy_is_no_token(api, token, swept):
    answer = api.get("health/", headers={"authorization": "Basic eDp5"})
    assert (answer.status_code, "notes" in answer.text) == (200, False)


def test_a_site_whose_periodic_work_stopped_fails(api, swept, token):
    FeedHead.objects.update(swept=timezone.now() - timedelta(hours=2))
    answer = api.get("health/", headers=token)
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["level"] == "failing"
    assert "om_work" in answer.json()["probes"]["catalogue"]["notes"][0]["sentence"]
    assert (answer["Cache-Control"], answer["Retry-After"]) == ("no-store", "60")


def test_a_part_that_cannot_be_looked_at_is_what_is_wrong(api, broken, swept, token):
    answer = api.get("health/", headers=token)
    assert answer.status_code == 503
    assert answer.json()["probes"]["broken"]["level"] == "failing"
    assert "ZeroDivisionError" in answer.json()["probes"]["broken"]["notes"][0]["sentence"]
    assert answer.json()["probes"]["catalogue"]["level"] == "ok"


def test_what_waits_for_a_person_is_counted(api, swept):
    make_item(state=ItemState.PENDING)
    Item.objects.filter(pk=make_item().pk).update(waiting_doc="{}")
    numbers = api.get("health/").json()["probes"]["harvest"]["numbers"]
    assert (numbers["documents_waiting"], numbers["versions_waiting"]) == (1, 1)


def test_400_sources_cost_as_many_queries_as_none(api, swept, django_assert_num_queries):
    with CaptureQueriesContext(connection) as queries:
        api.get("health/")
    sources = Source.objects.bulk_create(
        Source(origin=f"https://{number}.example", state=SourceState.ACTIVE, last_error="x")
        for number in range(400)
    )
    Offer.objects.bulk_create(
        Offer(source=source, key="a", rev=1, pass_number=1, state="parked") for source in sources
    )
    cache.delete(KEY)
    with CaptureQueriesContext(connection) as later:
        api.get("health/")
    # The reasons of bad entries are one query more.
    assert len(later) == len(queries) + 1


def test_whoever_asks_again_at_once_costs_nothing(api, swept, token, django_assert_num_queries):
    Source.objects.create(
        origin="https://hwk.example", state=SourceState.STOPPED, last_error="Another key."
    )
    first = api.get("health/", headers=token)
    with django_assert_num_queries(0):
        again, stranger = api.get("health/", headers=token), api.get("health/")
    assert again.json() == first.json()
    assert "hwk" in again.text
    assert "hwk" not in stranger.text


def test_a_cache_that_is_down_is_not_noticed(api, swept, settings):
    settings.CACHES = {"default": {"BACKEND": "tests.api.test_health.Broken"}}
    assert api.get("health/").json()["level"] == "ok"


class Broken(BaseCache):
    """A cache whose server does not answer."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__({})

    def get(self, *args, **kwargs):
        raise ConnectionError
