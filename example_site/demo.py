"""``make demo``: a hub, two partners and a foreign page, until Ctrl-C ends them all."""

import argparse
import json
import shutil
import socket
import sys
import time
import urllib.request
from pathlib import Path

from example_site import foreign_server
from example_site.preparing import is_prepared, prepare
from example_site.processes import SLICE, Children, CommandFailed, Ending, run_commands
from example_site.sites import (
    ADMIN,
    CHAMBER,
    HOST,
    HUB,
    OFFICE,
    PARTNERS,
    PASSWORD,
    SITES,
    demo_dir,
    foreign_origin,
    foreign_port,
)

SECONDS_TO_START = 60
CHECK_SHOWN = "betriebs-check"
THEME_SHOWN = "ihk-seenland"

READY = f"""
Everything runs. Ctrl-C ends it.

  {HUB.origin}/      the hub: what all partners publish
  {CHAMBER.origin}/      a chamber of crafts
  {OFFICE.origin}/      a regional network's office
  {foreign_origin()}/      a chamber's page of another make, with a check in a frame

  Log in at /admin/ of each site as "{ADMIN}", or as an editor: "kammer" at the chamber,
  "netzwerk" at the office, "portal" at the hub. The password is always "{PASSWORD}".

Try this:
  1. At {CHAMBER.origin}/admin/ publish a practice example;
     within 10 seconds it stands at {HUB.origin}/. Unpublish it: it goes as fast.
  2. Fill in the check at {foreign_origin()}/, with the keyboard alone if you like.
  3. At {HUB.origin}/admin/, menu "Verbund": the sources, what waits, each run.
  4. curl {CHAMBER.origin}/om/api/v1/changes/
"""


def main() -> int:
    """Start the demonstration; returns the exit status."""
    arguments = argparse.ArgumentParser(prog="make demo", description=__doc__)
    arguments.add_argument("--reset", action="store_true", help="start afresh")
    options = arguments.parse_args()
    if occupied := occupied_ports():
        step(f"Port {occupied[0]} is in use. Choose others, for example: PORT=9000 make demo")
        return 1
    if options.reset:
        shutil.rmtree(demo_dir(), ignore_errors=True)
    ending = Ending()
    children = Children()
    try:
        return run(children, ending)
    except CommandFailed as error:
        if not ending.asked:
            step(str(error))
        return 0 if ending.asked else 1
    finally:
        children.end_all()
        step("All sites have ended.")


def run(children: Children, ending: Ending) -> int:
    """Prepare what is missing, start everything, and watch it until the end."""
    started = time.monotonic()
    if not is_prepared():
        prepare(step, ending)
    step("Starting the sites")
    for site in SITES:
        children.start(site.key, ["example_site.serve", site.key], site_key=site.key)
    if not wait_until_up([f"{site.origin}/" for site in SITES], children, ending):
        return report_trouble(children, ending)
    join_partners(ending)
    # Only now: starting is what costs time, and the sites are what one waits for.
    for site in SITES:
        start_work(children, site)
    key = key_of_check()
    if not wait_until_up([f"{HUB.origin}/om/embed/1/check/{key}/"], children, ending):
        return report_trouble(children, ending)
    folder = foreign_server.write_pages(hub=HUB.origin, check_key=key)
    foreign_server.unpack(export_check(key, ending), folder)
    children.start("foreign", ["example_site.foreign_server", str(folder)])
    if not wait_until_up([f"{foreign_origin()}/"], children, ending):
        return report_trouble(children, ending)
    step(f"Up after {time.monotonic() - started:.0f} seconds.")
    print(READY, flush=True)
    while not ending.wait(0.5):
        if children.ended():
            return report_trouble(children, ending)
    return 0


def start_work(children: Children, site) -> None:
    """Each site does its periodic work; one line per harvest comes to the terminal."""
    children.start(
        f"{site.key}-work",
        ["django", "om_work", "--loop", "--pause", "1"],
        site_key=site.key,
        echo=True,
    )


def join_partners(ending: Ending) -> None:
    """The hub's operator approves the two partners, once."""
    joined = HUB.folder / "joined"
    if joined.exists():
        return
    step("The hub takes its partners in")
    for site in PARTNERS:
        command = ["om_sources", "add", site.origin, "--trust", "automatic", "--approve"]
        run_commands([(HUB.key, command)], ending)
    joined.touch()


def key_of_check() -> str:
    """The key of the check on the foreign page, as a web editor copies it from its address."""
    with urllib.request.urlopen(f"{CHAMBER.origin}/om/api/v1/checks/", timeout=10) as answer:
        checks = json.load(answer)["results"]
    return next(
        check["key"] for check in checks if check["document"]["url"].endswith(f"/{CHECK_SHOWN}/")
    )


def export_check(key: str, ending: Ending) -> Path:
    """The check as the hub writes it for the foreign chamber's own server."""
    file = demo_dir() / "praxis.zip"
    names = ["--folder", foreign_server.BUNDLE, "--theme", THEME_SHOWN, "--output", str(file)]
    run_commands([(HUB.key, ["om_export_embed", key, *names, "--force"])], ending)
    return file


def wait_until_up(urls: list[str], children: Children, ending: Ending) -> bool:
    """Whether all addresses answer before the time is over or something ends."""
    deadline = time.monotonic() + SECONDS_TO_START
    waiting = list(urls)
    while waiting and time.monotonic() < deadline and not children.ended():
        waiting = [url for url in waiting if not answers(url)]
        if waiting and ending.wait(SLICE):
            break
    return not waiting


def answers(url: str) -> bool:
    """Whether there is a page at an address."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status == 200
    except OSError:
        return False


def report_trouble(children: Children, ending: Ending) -> int:
    """Say which part failed and where its output is; Ctrl-C is no trouble."""
    if ending.asked:
        return 0
    child = children.ended()
    name = child.name if child else "a site"
    step(f"{name} did not start or has ended. See {demo_dir() / 'logs'}.")
    if child:
        lines = child.log.read_text("utf-8").splitlines()
        print("\n".join(f"    {line}" for line in lines[-15:]), flush=True)
    return 1


def occupied_ports() -> list[int]:
    """Those of our ports on which something listens already."""
    ports = [site.port for site in SITES] + [foreign_port()]
    return [port for port in ports if not _is_free(port)]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def step(text: str) -> None:
    """A line of progress."""
    print(f"· {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
