"""A publisher for benchmarks in a process of its own, so that its work is not counted as ours.

`python -m tests.benchmarks.publishing 1000` publishes so many of the documents of ``documents``,
prints its origin, and answers until its standard input ends.
"""

import asyncio
import contextlib
import random
import socket
import subprocess
import sys
from collections.abc import Iterator

from example_site.crowd.origins import origins
from example_site.crowd.publisher import Publisher
from example_site.crowd.serving import serving
from tests.benchmarks.documents import make_document

PORTS = range(20_000, 32_000)


@contextlib.contextmanager
def running_publisher(documents: int) -> Iterator[str]:
    """The origin of a publisher that answers as long as the context lasts."""
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, str(documents)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait()


def free_port(host: str) -> int:
    """A port of a host that nobody uses, below those for outgoing connections."""
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return port
    raise AssertionError("There is no free port.")


async def publish(count: int) -> None:
    """Answer until whoever started this has ended."""
    origin = origins(1, free_port("127.9.0.1"))[0]
    documents = (make_document(number, origin) for number in range(count))
    publisher = Publisher(origin, "Kammer", documents)
    publisher.make_ready()
    async with serving([publisher]):
        print(origin, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(publish(int(sys.argv[1])))
