"""A hub reads a source for the first time: what that costs for each document.

Ours is all of it: asking over HTTP a publisher that is a process of its own, checking, storing
with terms, words and offers. Peer: wagtail-transfer exports and imports the same content as pages,
without HTTP. Floor: the same bytes, checked with the same functions, and stored by bare statements.
"""

from django.db import connection

from omwagtail.catalogue.models import Item, Picture
from omwagtail.catalogue.search.writing import remove_words
from omwagtail.harvest.approving import approve, propose
from omwagtail.harvest.harvesting import harvest
from omwagtail.harvest.models import Source, Trust
from omwagtail.harvest.reading import ChangesPage, read_changes
from tests.benchmarks import bare
from tests.benchmarks.measuring import Report, Work, median, time_in_turns
from tests.benchmarks.publishing import running_publisher
from tests.benchmarks.sources import demo_mode
from tests.benchmarks.transfer import Transfer

DOCUMENTS = 1_000
# The peer takes some 20 ms for each.
PAGES = 100
ROUNDS = 5
AIMS = {"vs_peer": 30, "vs_floor": 2.5}
BECAUSE = (
    "Checking takes as long as in the floor, some 0.3 ms, and the peer checks nothing. What comes "
    "on top: folding and stemming every word (0.25 ms), an item in its indexes with its codes, "
    "pictures, links and the offer (0.3 ms), deciding what each entry means for what is here (0.15 "
    "ms), the commit (0.1 ms) and asking over HTTP (0.07 ms)."
)


def run(report: Report) -> None:
    count = report.size(DOCUMENTS)
    with running_publisher(count) as origin, demo_mode():
        measure(report, origin, count)


def measure(report: Report, origin: str, count: int) -> None:
    pages = read_all(origin)
    assert sum(len(page.entries) for page in pages) == count
    source = approve(propose(origin), trust=Trust.AUTOMATIC)
    entries = [page.entries for page in pages]

    def ours() -> None:
        run = harvest(Source.objects.get(), time_slice=float("inf"))
        assert run.added == count, run.error or f"{run.added} of {count} documents"

    peer = Transfer(report.size(PAGES, tiny=3))
    counts = {"ours": count, "floor": count, "http": count, "peer": peer.count}
    works = {
        "ours": ours,
        "floor": lambda: bare.store_pages(entries, source.public_key),
        "http": lambda: read_all(origin),
        "peer": peer.run,
    }

    def clear() -> None:
        forget_source()
        bare.make_tables()
        peer.clear()

    rounds = 1 if report.is_tiny else ROUNDS
    times = time_in_turns(works, rounds, report.clock, before=clear)
    per_document = {
        name: [seconds / counts[name] for seconds in values] for name, values in times.items()
    }
    http = median(per_document.pop("http"))
    clear()
    queries = count_queries(ours)
    report.add_times(
        f"a document of {DOCUMENTS:,}, first pass",
        per_document,
        aims=AIMS,
        because=BECAUSE,
        queries=round(queries / count, 2),
        http_ms=round(http * 1000, 3),
    )
    report.profile(ours, clear)


def count_queries(work: Work) -> int:
    """How many statements a work sends; there may be more than Django's own log keeps."""
    number = 0

    def counted(execute, *arguments):
        nonlocal number
        number += 1
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        work()
    return number


def read_all(origin: str) -> list[ChangesPage]:
    """All pages of the feed, as a harvest asks for them, with nothing done to them."""
    pages = [read_changes(origin, "")]
    while pages[-1].more:
        pages.append(read_changes(origin, pages[-1].next))
    return pages


def forget_source() -> None:
    """The source has not been read yet, and its items are not here."""
    source = Source.objects.get()
    items = Item.objects.filter(origin=source.origin)
    remove_words(list(items.values_list("pk", flat=True)))
    Picture.objects.filter(digest="").delete()
    source.offers.all().delete()
    source.runs.all().delete()
    items.delete()
    Source.objects.update(
        cursor="", pass_is_full=True, pass_number=1, full_pass_due=None, last_success=None
    )
