"""Work for the workers of django-tasks: nothing depends on a task being run, or being run once."""

from django_tasks import task

from omwagtail.harvest.harvesting import harvest
from omwagtail.harvest.jobs import describe_run, fetch_pictures
from omwagtail.harvest.leases import due_sources


@task()
def harvest_now(origin: str) -> str | None:
    """Harvest a source if it is due; returns a line for the log, or None."""
    source = due_sources().filter(origin=origin).first()
    run = harvest(source) if source else None
    return describe_run(run) if run else None


@task()
def fetch_pictures_now() -> str | None:
    """Fetch pictures that are due and that no other worker has; returns as harvest_now."""
    return fetch_pictures()
