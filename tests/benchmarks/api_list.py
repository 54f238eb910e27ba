"""A hundred full documents in one answer.

Ours: the read API's list. Peer: Wagtail's API v2, a hundred pages of an ordinary page type with the
same content and all its fields. Floor: a plain Django view that joins the stored texts.
"""

from tests.benchmarks.calling import call, queries
from tests.benchmarks.measuring import Report
from tests.benchmarks.pages import make_pages, make_peer_pages

ENTRIES = 100
# More than a page of the list, so that the databases have something to choose from.
PAGES = 300


def run(report: Report) -> None:
    count = report.size(ENTRIES, tiny=3)
    make_pages(report.size(PAGES, tiny=4), one_by_one=report.size(20, tiny=2))
    make_peer_pages(count, one_by_one=report.size(20, tiny=2))
    ours = f"/om/api/v1/practice-examples/?limit={ENTRIES}"
    peer = f"/api/v2/pages/?type=peer.PeerExamplePage&fields=*&limit={ENTRIES}"
    report.add(
        f"{ENTRIES} full documents",
        ours=lambda: call(ours),
        peer=lambda: call(peer),
        floor=lambda: call("/floor/list/"),
        aims={"vs_peer": 60, "vs_floor": 1.5},
        queries=len(queries(ours)),
        bytes=len(call(ours).body),
        peer_bytes=len(call(peer).body),
    )
