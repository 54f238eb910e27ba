"""A subscriber asks for news and there are none: what happens most of all.

Ours: the feed's address with the cursor of its end. Floor: a plain Django view with one select by
index. At most two queries (rule 4).
"""

import json

from tests.benchmarks.calling import call, queries
from tests.benchmarks.measuring import Report
from tests.benchmarks.pages import make_pages

PAGES = 300


def run(report: Report) -> None:
    make_pages(report.size(PAGES, tiny=3), one_by_one=report.size(20, tiny=2))
    page = {"next": "", "more": True}
    while page["more"]:
        page = json.loads(call(f"/om/api/v1/changes/?since={page['next']}").body)
    ours = f"/om/api/v1/changes/?since={page['next']}"
    assert not json.loads(call(ours).body)["entries"]
    report.add(
        "an empty page",
        ours=lambda: call(ours),
        floor=lambda: call(f"/floor/feed/?after={PAGES * 2}"),
        rounds=300,
        aims={"queries": 2, "vs_floor": 2.5},
        queries=len(queries(ours)),
    )
