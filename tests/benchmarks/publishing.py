"""Publishers for benchmarks in a process of their own, so that their work is not counted as ours.

`python -m tests.benchmarks.publishing one 1000` publishes so many of the documents of ``documents``
on one site; `… small 400 250` is a crowd of so many good sites with so many documents each, and
`… large 400 250` has realistic ones. All sign everything first, print where to ask for the sites,
and answer until their standard input ends.
"""

import asyncio
import contextlib
import json
import random
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from functools import partial
from typing import Any

from example_site.crowd.gathering import Crowd
from example_site.crowd.member import Member
from example_site.crowd.origins import origins
from example_site.crowd.publisher import Publisher
from example_site.crowd.serving import serving
from tests.benchmarks.documents import make_document

PORTS = range(20_000, 32_000)
# Different contents of large documents, and so many documents a site may have.
CONTENTS, PLACES = 1_000, 10_000


@contextlib.contextmanager
def running_publisher(documents: int) -> Iterator[str]:
    """The origin of a site that answers as long as the context lasts."""
    with _running("one", documents) as origin:
        yield origin


@contextlib.contextmanager
def running_crowd(
    sites: int, documents: int, *, realistic: bool = False
) -> Iterator[list[dict[str, Any]]]:
    """The sites of a crowd, as ``gathering.describe`` has them, while they answer."""
    with _running("large" if realistic else "small", sites, documents) as origin:
        with urllib.request.urlopen(origin) as answer:
            found = json.load(answer)
        yield found


@contextlib.contextmanager
def _running(*arguments: object) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait()


def _one(documents: int) -> tuple[str, list[Publisher]]:
    origin = origins(1, _free_port())[0]
    own = (make_document(number, origin) for number in range(documents))
    return origin, [Publisher(origin, "Kammer", own)]


class Large(Member):
    """Its documents are those of ``documents``; a thousand contents for all sites together."""

    def make_document(self, origin: str, number: int, each: int, changes: int = 0) -> dict:
        place = number * PLACES + each
        return make_document(place, origin, content=place % CONTENTS)


def _crowd(kind: type[Member], sites: int, documents: int) -> tuple[str, list[Member | Crowd]]:
    crowd = Crowd(sites, documents, _free_port(), kind_of=lambda number: kind)
    return crowd.origin, list(crowd.listening())


def _free_port() -> int:
    """A port that nobody uses, below those for outgoing connections."""
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("There is no free port.")


KINDS = {"one": _one, "small": partial(_crowd, Member), "large": partial(_crowd, Large)}


async def publish(kind: str, *numbers: int) -> None:
    """Answer until whoever started this has ended."""
    origin, sites = KINDS[kind](*numbers)
    for site in sites:
        if isinstance(site, Publisher):
            site.make_ready()
    async with serving(sites):
        print(origin, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(publish(sys.argv[1], *map(int, sys.argv[2:])))
