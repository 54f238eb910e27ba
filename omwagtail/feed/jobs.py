"""The feed's part of the periodic work."""

from omwagtail.feed.doorbell import ring_hubs
from omwagtail.work import Job, register


def register_jobs() -> None:
    """Ring after the numbering, every turn: what has no number yet is not in the feed."""
    register(Job(name="doorbell", run=ring_hubs, order=30))
