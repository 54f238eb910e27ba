"""``make crowd``: a hub of its own that reads 400 simulated sites, until Ctrl-C ends it all.

It has a folder and ports of its own, so the demonstration may run beside it.
"""

import argparse
import os
import shutil
import sys

# Before the example sites are imported: their addresses hold the port.
os.environ.setdefault("OMWAGTAIL_DEMO_DIR", "build/crowd")
os.environ.setdefault("PORT", "8300")

from example_site.crowd.__main__ import PORT
from example_site.crowd.origins import origins
from example_site.demo import answers, report_trouble, start_work, step, wait_until_up
from example_site.preparing import is_prepared, prepare
from example_site.processes import Children, CommandFailed, Ending, run_modules
from example_site.sites import ADMIN, HUB, PASSWORD, demo_dir

READY = """
The hub reads {sources} sites. Ctrl-C ends all.

  {hub}/      what they publish
  {hub}/admin/omwagtail_harvest/health/      how they are

  Log in as "{admin}" with the password "{password}".

  What is wrong with which site:              curl {crowd}/
  Let each good site publish a change:        curl -X POST {crowd}/changes/
"""


def main() -> int:
    """Start hub and crowd; returns the exit status."""
    arguments = argparse.ArgumentParser(prog="make crowd", description=__doc__)
    arguments.add_argument("--sources", type=int, default=400, help="how many sites")
    arguments.add_argument("--documents", type=int, default=20, help="how many each publishes")
    arguments.add_argument("--port", type=int, default=PORT, help="the port of these sites")
    arguments.add_argument("--reset", action="store_true", help="start afresh")
    options = arguments.parse_args()
    if options.reset:
        shutil.rmtree(demo_dir(), ignore_errors=True)
    ending, children = Ending(), Children()
    try:
        return run(options, children, ending)
    except CommandFailed as error:
        if not ending.asked:
            step(str(error))
        return 0 if ending.asked else 1
    finally:
        children.end_all()
        step("All have ended.")


def run(options: argparse.Namespace, children: Children, ending: Ending) -> int:
    """Prepare what is missing, start everything, and watch it until the end."""
    crowd = origins(options.sources + 1, options.port)[-1]
    for address in (HUB.origin, crowd):
        if answers(f"{address}/"):
            step(f"Something answers at {address} already. Choose others: PORT=…, --port …")
            return 1
    given = [f"--{name}={getattr(options, name)}" for name in ("sources", "documents", "port")]
    children.start("crowd", ["example_site.crowd", *given])
    if not is_prepared([HUB]):
        prepare(step, ending, [HUB])
    step("Starting hub and crowd")
    children.start(HUB.key, ["example_site.serve", HUB.key], site_key=HUB.key)
    if not wait_until_up([f"{crowd}/", f"{HUB.origin}/"], children, ending):
        return report_trouble(children, ending)
    run_modules([(HUB.key, ["example_site.crowd.joining", f"{crowd}/"])], ending)
    start_work(children, HUB)
    hub, sources = HUB.origin, options.sources
    print(
        READY.format(sources=sources, hub=hub, crowd=crowd, admin=ADMIN, password=PASSWORD),
        flush=True,
    )
    while not ending.wait(0.5):
        if children.ended():
            return report_trouble(children, ending)
    return 0


if __name__ == "__main__":
    sys.exit(main())
