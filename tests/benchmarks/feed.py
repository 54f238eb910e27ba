"""A new subscriber reads a feed of a hundred thousand documents from its start.

Floor: reading the rows in order, without making anything of them. Memory is flat: what the process
holds at the end of a reading is no more than at its beginning.
"""

import json
from pathlib import Path

from omwagtail.catalogue.models import Item
from omwagtail.catalogue.stamping import stamp_all
from tests.benchmarks.calling import call
from tests.benchmarks.corpus import fill
from tests.benchmarks.measuring import Report, median, time_in_turns

DOCUMENTS = 100_000
COLUMNS = ("seq", "doc", "kid", "sig", "via")
# What a process may hold more at the end than near the beginning; all documents are a gigabyte.
GROWTH_MB = 10
ROUNDS = 3
BECAUSE = (
    "Each document goes out as a JSON string in its envelope (rule 4): escaping some 430 quotation "
    "marks in 10 KB takes as long as reading the row, and the bytes are joined to a page, where "
    "the floor makes nothing of the rows."
)
# What is held at the least in the first and in the last of so many parts of a reading: in between
# it goes up and down by some pages that wait to be collected.
PARTS = 5


def run(report: Report) -> None:
    count = report.size(DOCUMENTS, tiny=30)
    fill(count, searchable=False)
    stamp_all()
    memory: dict[str, float] = {}
    works = {"ours": lambda: read_feed(count, memory), "floor": lambda: read_rows(count)}
    times = time_in_turns(works, 1 if report.is_tiny else ROUNDS, report.clock)
    report.add_times(
        f"{DOCUMENTS:,} documents from the start",
        times,
        aims={"vs_floor": 2, "rss_growth_mb": GROWTH_MB},
        because=BECAUSE,
        rss_mb=memory["end"],
        rss_growth_mb=round(memory["end"] - memory["begin"], 1),
        per_second=round(count / median(times["ours"])),
    )


def read_feed(expected: int, memory: dict[str, float]) -> None:
    """All pages of the feed, one after the other, as a subscriber asks for them."""
    held, read, cursor, more = [], 0, "", True
    while more:
        body = call(f"/om/api/v1/changes/?since={cursor}&limit=500").body
        # Only the end is looked at: what a reader does with a page is not measured here.
        tail = body[body.rindex(b'],"next":') + 2 :]
        number = body.rindex(b'{"seq":') + len(b'{"seq":')
        read = int(body[number : body.index(b",", number)])
        page = json.loads(b"{" + tail)
        cursor, more = page["next"], page["more"]
        held.append(resident_mb())
    assert read == expected, f"{read} of {expected} documents"
    part = max(1, len(held) // PARTS)
    memory |= {"begin": min(held[:part]), "end": min(held[-part:])}


def read_rows(expected: int) -> None:
    """The same rows by their index, in portions."""
    rows = Item.objects.filter(origin="https://partner.example", seq__gt=0).order_by("seq")
    assert sum(1 for _ in rows.values_list(*COLUMNS).iterator(chunk_size=500)) == expected


def resident_mb() -> float:
    """Memory that this process has at the moment, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0
