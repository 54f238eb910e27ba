"""A published practice example as a visitor gets it.

Peer: the same content on an ordinary Wagtail page with StreamFields and a template of its own, in
the same page shell. Both have the same number of pages beside them.
"""

from tests.benchmarks.calling import call, queries
from tests.benchmarks.measuring import Report
from tests.benchmarks.pages import make_pages, make_peer_pages

PAGES = 100


def run(report: Report) -> None:
    count = report.size(PAGES, tiny=3)
    make_pages(count, one_by_one=report.size(20, tiny=2))
    make_peer_pages(count, one_by_one=report.size(20, tiny=2))
    # Below each other's directory they have the same slugs.
    ours, peer = "/beispiele/beispiel-2/", "/vergleich/beispiel-2/"
    report.add(
        "a practice example",
        ours=lambda: call(ours),
        peer=lambda: call(peer),
        rounds=100,
        aims={"vs_peer": 1.4},
        queries=len(queries(ours)),
        peer_queries=len(queries(peer)),
        bytes=len(call(ours).body),
        peer_bytes=len(call(peer).body),
    )
