"""Waking by django-tasks: nothing depends on a task being run, or being run once."""

from django_tasks import task

from omwagtail.harvest.harvesting import harvest
from omwagtail.harvest.jobs import describe_run
from omwagtail.harvest.leases import due_sources


@task()
def harvest_now(origin: str) -> str | None:
    """Harvest a source if it is due; returns a line for the log, or None."""
    source = due_sources().filter(origin=origin).first()
    run = harvest(source) if source else None
    return describe_run(run) if run else None
