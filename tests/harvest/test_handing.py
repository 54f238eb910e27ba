"""Handing sources and pictures over to a django-tasks backend."""

import time

import pytest
from django_tasks import task_backends

from omwagtail.catalogue.models import Picture
from omwagtail.harvest import handing
from omwagtail.harvest.handing import SOURCE_IS_LOST, Outstanding
from omwagtail.harvest.jobs import harvest_job, pictures_job
from omwagtail.harvest.models import Source
from tests.catalogue.factories import make_item
from tests.harvest.conftest import read, visible

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(settings, monkeypatch):
    """Tasks that were made; nobody runs them."""
    dummy = {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    settings.TASKS = {"default": dummy, "kept": dummy}
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "HARVEST_BACKEND": "kept"}
    monkeypatch.setattr(handing, "_outstanding", Outstanding())
    backend = task_backends["kept"]
    backend.clear()
    return backend.results


def test_a_source_that_is_due_is_handed_over_once_and_not_read_here(queue, source, publisher):
    publisher.requests.clear()
    assert harvest_job() == "1 sources handed over to kept"
    assert harvest_job() is None
    assert [result.args for result in queue] == [[source.origin]]
    assert publisher.requests == []


def test_a_source_that_is_not_due_is_not_handed_over(queue, source):
    read(source)
    assert harvest_job() is None
    assert queue == []


def test_a_source_that_was_read_and_is_due_again_is_handed_over_again(queue, source):
    harvest_job()
    read(source)
    Source.objects.update(due=source.created)
    assert harvest_job() == "1 sources handed over to kept"


def test_a_task_that_was_not_run_for_long_is_made_again(queue, source, monkeypatch):
    harvest_job()
    later = time.monotonic() + SOURCE_IS_LOST + 1
    monkeypatch.setattr(handing, "monotonic", lambda: later)
    assert harvest_job() == "1 sources handed over to kept"


def test_a_task_that_is_run_reads_the_source_and_a_second_one_finds_nothing_to_do(
    source, publisher, settings
):
    from omwagtail.harvest.tasks import harvest_now

    publisher.publish()
    assert "1 new" in harvest_now.call(source.origin)
    assert harvest_now.call(source.origin) is None
    assert len(visible(publisher)) == 1


def test_there_are_as_many_tasks_for_pictures_as_they_need(queue):
    item = make_item(origin="https://x.example")
    due = item.created
    item.pictures.set(
        Picture.objects.create(image_id=str(number), url="https://x.example/a.jpg", due=due)
        for number in range(101)
    )
    pictures_job()
    pictures_job()
    assert len(queue) == 3
