"""The feed's part of the periodic work."""

from omwagtail.feed.doorbell import ring_hubs
from omwagtail.feed.successions import in_words, sign_by_spare_keys
from omwagtail.work import Job, register


def keys_job() -> str | None:
    """Let former keys name the one of today; silent where they have, or where there are none."""
    return "\n".join(map(in_words, sign_by_spare_keys())) or None


def register_jobs() -> None:
    """Keys before anything is signed anew; the doorbell after the numbering, every turn: what has
    no number yet is not in the feed."""
    register(Job(name="keys", run=keys_job, order=5))
    register(Job(name="doorbell", run=ring_hubs, order=30))
