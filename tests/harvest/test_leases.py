"""Rule 18: any number of workers, and none blocks another."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from omwagtail.harvest.applying import apply_page
from omwagtail.harvest.harvesting import harvest, harvest_due
from omwagtail.harvest.leases import due_sources, release_the_dead, take_lease
from omwagtail.harvest.models import Source
from omwagtail.harvest.reading import read_changes
from tests.harvest.conftest import visible

pytestmark = pytest.mark.django_db


def test_rule_18_a_source_that_somebody_reads_is_left_alone(source):
    assert take_lease(Source.objects.get(pk=source.pk))
    assert harvest(Source.objects.get(pk=source.pk)) is None
    assert not due_sources().exists()


def test_rule_18_of_two_workers_that_saw_the_same_row_one_gets_it(source):
    first, second = (Source.objects.get(pk=source.pk) for _ in range(2))
    assert take_lease(first)
    Source.objects.update(lease_until=None, lease_holder="")
    assert take_lease(second) is None


def test_rule_18_a_lease_that_ran_out_is_taken_over_even_if_the_source_is_not_due(
    publisher, source
):
    publisher.publish()
    take_lease(Source.objects.get(pk=source.pk))
    now = timezone.now()
    Source.objects.update(lease_until=now - timedelta(seconds=1), due=now + timedelta(hours=1))
    assert [run.added for run in harvest_due()] == [1]
    assert len(visible(publisher)) == 1


def test_rule_18_the_lease_of_a_dead_process_ends_without_waiting(source):
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    take_lease(Source.objects.get(pk=source.pk))
    node = Source.objects.get(pk=source.pk).lease_holder.rpartition(":")[0]
    Source.objects.update(lease_holder=f"{node}:{int(dead.stdout)}")
    release_the_dead()
    assert due_sources().exists()


def test_rule_18_the_lease_of_a_living_process_or_of_another_machine_stays(source):
    take_lease(Source.objects.get(pk=source.pk))
    release_the_dead()
    assert not due_sources().exists()
    Source.objects.update(lease_holder="elsewhere:1")
    release_the_dead()
    assert not due_sources().exists()


def test_rule_18_storing_a_page_renews_the_lease(publisher, source):
    short = timezone.now() + timedelta(seconds=5)
    publisher.publish()
    lease = take_lease(Source.objects.get(pk=source.pk))
    Source.objects.update(lease_until=short)
    apply_page(lease, read_changes(publisher.origin, ""))
    assert Source.objects.get(pk=source.pk).lease_until > short + timedelta(seconds=60)
