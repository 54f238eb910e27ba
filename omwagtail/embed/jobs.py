"""The frames' part of the periodic work."""

from omwagtail.embed.counting import forget_old_counts
from omwagtail.work import Job, register

DAY = 86_400


def counts_job() -> str | None:
    """Delete old numbers of frames; silent where there are none."""
    count = forget_old_counts()
    return f"{count} deleted" if count else None


def register_jobs() -> None:
    register(Job(name="frame counts", run=counts_job, every=lambda: DAY, order=65))
