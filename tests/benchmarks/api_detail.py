"""One document.

Ours: the read API. Peer: Wagtail's API v2, a page of an ordinary page type with the same content.
Floor: a plain Django view with one select.
"""

from omwagtail.catalogue.capture import item_of
from tests.benchmarks.calling import call, queries
from tests.benchmarks.measuring import Report
from tests.benchmarks.pages import make_pages, make_peer_pages

PAGES = 300


def run(report: Report) -> None:
    count = report.size(20, tiny=2)
    item = item_of(make_pages(report.size(PAGES, tiny=3), one_by_one=count)[1])
    other = make_peer_pages(count, one_by_one=count)[1]
    ours = f"/om/api/v1/practice-examples/{item.key}/"
    report.add(
        "one document",
        ours=lambda: call(ours),
        peer=lambda: call(f"/api/v2/pages/{other.pk}/"),
        floor=lambda: call(f"/floor/document/{item.key}/"),
        rounds=300,
        aims={"vs_peer": 20, "vs_floor": 2},
        because="The floor itself is only some 15 times as fast as the peer: what is left is "
        "Django and the site's middleware, which every answer passes through.",
        queries=len(queries(ours)),
        bytes=len(call(ours).body),
    )
