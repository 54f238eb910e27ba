"""``python -m example_site.crowd``: answers for a crowd of publishers, until Ctrl-C."""

import argparse
import asyncio
import signal
import sys

from example_site.crowd.gathering import Crowd
from example_site.crowd.serving import serving

PORT = 8400
READY = """
{sites} sites answer, {bad} of them badly. Ctrl-C ends them.

  All of them, with what is wrong with each:     curl {origin}/
  Let each good one publish a change:            curl -X POST {origin}/changes/

Add one of them to a hub on this machine, as its operator does:

  python manage.py om_sources add {first} --trust automatic --approve

or all at once, with the settings of the hub:

  python -m example_site.crowd.joining {origin}
"""


def main() -> int:
    """Answer until told to end; returns the exit status."""
    arguments = argparse.ArgumentParser(prog="python -m example_site.crowd", description=__doc__)
    arguments.add_argument("--sources", type=int, default=400, help="how many sites")
    arguments.add_argument("--documents", type=int, default=20, help="how many each publishes")
    arguments.add_argument("--port", type=int, default=PORT, help="the port of all of them")
    options = arguments.parse_args()
    crowd = Crowd(options.sources, options.documents, options.port)
    # Whoever starts it in the background may have told it to pass over Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        asyncio.run(answer(crowd))
    except OSError as error:
        print(f"{error.strerror or error}. Choose another port: --port", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


async def answer(crowd: Crowd) -> None:
    """Say what there is, as soon as all answer."""
    async with serving(crowd.listening()):
        print(
            READY.format(
                sites=len(crowd.members),
                bad=len(crowd.members) - len(crowd.good),
                origin=crowd.origin,
                first=crowd.members[0].origin,
            ),
            flush=True,
        )
        await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
