"""A sweep over ten thousand pages of which none has changed.

Floor: one full read of the live pages' columns.
"""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from omwagtail.catalogue.sweeping import sweep
from omwagtail.pages.models import PracticeExamplePage
from tests.benchmarks.measuring import Report
from tests.benchmarks.pages import make_pages

PAGES = 10_000


def run(report: Report) -> None:
    count = report.size(PAGES, tiny=6)
    make_pages(count, one_by_one=report.size(50, tiny=2))
    with CaptureQueriesContext(connection) as captured:
        found = sweep()
    assert (found.repaired, found.withdrawn, found.failed) == (0, 0, 0), str(found)
    assert found.looked_at >= count
    report.add(
        f"{PAGES:,} unchanged pages",
        ours=sweep,
        floor=read_everything,
        rounds=3,
        # No query per page: the sweep reads some hundred pages at a time.
        aims={"vs_floor": 3, "queries": PAGES / 10},
        queries=len(captured),
    )


def read_everything() -> None:
    """All columns of all live pages, as objects, in portions as the sweep takes them."""
    for _ in PracticeExamplePage.objects.filter(live=True).iterator(chunk_size=500):
        pass
