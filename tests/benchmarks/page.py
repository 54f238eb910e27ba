"""A published practice example as a visitor gets it.

Peer: the same content on an ordinary Wagtail page with StreamFields and a template of its own, in
the same page shell. Both have the same number of pages beside them.

Floor: a page of the peer's type with nothing in it: Wagtail's routing, the middleware and the shell
with its menu, which every page of the site costs.
"""

from tests.benchmarks.calling import call, queries
from tests.benchmarks.measuring import Report
from tests.benchmarks.pages import make_pages, make_peer_pages
from tests.benchmarks.peer.models import PeerExamplePage, PeerIndexPage

PAGES = 100
BECAUSE = (
    "an empty page of this site, the floor, takes 0.72 of the peer's time, and the aim allows 0.71 "
    "of it for a full one; ours also finds what lies near and describes itself to search engines; "
    "nothing that a visitor sees is kept ready, because it could be withdrawn meanwhile"
)


def run(report: Report) -> None:
    count = report.size(PAGES, tiny=3)
    make_pages(count, one_by_one=report.size(20, tiny=2))
    make_peer_pages(count, one_by_one=report.size(20, tiny=2))
    # Below each other's directory they have the same slugs.
    ours, peer, empty = "/beispiele/beispiel-2/", "/vergleich/beispiel-2/", "/vergleich/leer/"
    PeerIndexPage.objects.get().add_child(instance=PeerExamplePage(title="Leer", slug="leer"))
    report.add(
        "a practice example",
        ours=lambda: call(ours),
        peer=lambda: call(peer),
        floor=lambda: call(empty),
        rounds=100,
        aims={"vs_peer": 1.4},
        because=BECAUSE,
        queries=len(queries(ours)),
        peer_queries=len(queries(peer)),
        bytes=len(call(ours).body),
        peer_bytes=len(call(peer).body),
    )
