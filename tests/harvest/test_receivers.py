"""The doorbell, from the ring to the harvest (rule 19)."""

import os

import pytest
import redis

from omwagtail.harvest.models import Source
from omwagtail.signals import rung

REDIS = os.environ.get("OMWAGTAIL_TEST_REDIS", "redis://127.0.0.1:6379/9")
RING = (
    "from omwagtail.signals import rung; from omwagtail.harvest.models import Source;"
    "Source.objects.update(due='2099-01-01T00:00:00Z');"
    "rung.send_robust(sender=None, origin='{}')"
)


@pytest.mark.django_db
def test_rule_19_a_ring_by_http_marks_the_source_as_due(client, source, publisher):
    answer = client.post(
        "/om/api/v1/ping/",
        {"origin": publisher.origin},
        content_type="application/json",
        headers={"host": "partner.example"},
    )
    source.refresh_from_db()
    assert answer.status_code == 202
    assert source.rung is not None
    assert not any("changes" in path for path in publisher.requests)


@pytest.mark.django_db
def test_a_backend_that_does_not_work_does_not_disturb_who_rings(
    settings, source, django_capture_on_commit_callbacks, caplog
):
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "WAKE_BACKEND": "nobody"}
    with django_capture_on_commit_callbacks(execute=True):
        rung.send(sender=None, origin=source.origin)
    assert Source.objects.get(pk=source.pk).rung is not None
    assert "no worker could be woken" in caplog.text


@pytest.mark.slow
@pytest.mark.redis
def test_a_ring_wakes_a_worker_over_redis(site, publisher):
    _need_redis()
    publisher.publish(title="Neu")
    site.run("om_sources", "add", publisher.origin, "--trust", "automatic", "--approve")
    site.run("shell", "--no-imports", "-c", RING.format(publisher.origin))
    assert site.titles() == []
    site.run("rqworker", "--burst", "--job-class", "django_tasks_rq.Job", "default")
    assert site.titles() == ["Neu"]


@pytest.mark.slow
@pytest.mark.redis
def test_one_ring_wakes_one_worker(site, publisher):
    _need_redis()
    site.run("om_sources", "add", publisher.origin, "--trust", "automatic", "--approve")
    site.run("shell", "--no-imports", "-c", "\n".join([RING.format(publisher.origin)] * 3))
    said = site.run("rqworker", "--burst", "--job-class", "django_tasks_rq.Job", "default")
    assert sum("changes" in path for path in publisher.requests) == 1, said


def _need_redis() -> None:
    """An empty database of a running Redis, or a skip; in CI a missing one is a failure."""
    try:
        redis.Redis.from_url(REDIS).flushdb()
    except redis.ConnectionError as error:
        if os.environ.get("OMWAGTAIL_TEST_REQUIRE") == "1":
            raise
        pytest.skip(f"Redis is not reachable: {error}")
