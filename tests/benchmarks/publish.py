"""An editor publishes a page whose pictures are already derived.

Floor: the same page published while nothing captures it.
"""

import itertools
import random

from tests.benchmarks.content import sentences
from tests.benchmarks.measuring import Report
from tests.benchmarks.pages import make_pages
from tests.benchmarks.without import without_capture

PAGES = 300
BECAUSE = (
    "Capture asks some 22 small questions beside the 78 of publishing itself, reads the page's row "
    "once more for its fingerprint, and stems every word for the search."
)


def run(report: Report) -> None:
    one_by_one = report.size(20, tiny=2)
    page = make_pages(report.size(PAGES, tiny=3), one_by_one=one_by_one)[1]
    numbers, chance = itertools.count(), random.Random(1)

    def publish() -> None:
        # Another text each time, as after an edit.
        page.title = f"Neuer Titel {next(numbers)}"
        page.summary = next(sentences(chance, 1))
        page.save_revision().publish()

    def publish_uncaptured() -> None:
        with without_capture():
            publish()

    report.add(
        "a page",
        ours=publish,
        floor=publish_uncaptured,
        rounds=40,
        aims={"vs_floor": 1.3},
        because=BECAUSE,
    )
