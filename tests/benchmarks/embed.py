"""What a page of another site pays for a check in it.

First the modules themselves, as they are sent: their size is promised. Then, in Chromium with an
empty cache, the time from asking for the page around until the first heading of the check is
visible. Peer: Typeform's embed, its own script from npm, with the very same check as its form.
Floor: a plain frame. Every part comes from this machine, the modules and the page around it from
servers of their own.
"""

import contextlib
import gzip
import subprocess
import tarfile
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from omwagtail.runner.assets import asset_url
from tests import services
from tests.benchmarks.calling import call
from tests.benchmarks.measuring import Report
from tests.benchmarks.settings import FOLDER, RUN
from tests.browser import ARGUMENTS
from tests.catalogue.factories import make_item
from tests.runner.definitions import body

PEER = "@typeform/embed@6.1.1"
SQUEEZED = "embed.js"
PEER_FOLDER = FOLDER / "typeform"
# Bytes that the issue promises, compressed.
MOST = {"om-embed.js": 1024, "om-list.js": 4096}
ROUNDS = 15
BECAUSE = ""


def run(report: Report) -> None:
    for name, most in MOST.items():
        address = asset_url(name)
        ask = partial(call, address, HTTP_ACCEPT_ENCODING="gzip")
        sent = len(ask().body)
        report.add(f"{name} as it is sent", ours=ask, bytes=sent, aims={"bytes": most})
    if reason := services.missing("browser"):
        print(f"\nembed: not in a browser, because {reason}")
        return
    key = make_item("check", title="Betriebs-Check", body=body()).key
    with hub() as origin:
        form = origin + reverse("omwagtail_embed_check", args=[key])
        with around(pages(origin, form, has_peer=not report.is_tiny)) as addresses:
            times, sent = in_turns(addresses, 1 if report.is_tiny else ROUNDS)
    report.add_times(
        "a check is visible",
        times,
        aims={"vs_peer": 1} if "peer" in times else {},
        because=BECAUSE,
        bytes=sent["ours"],
        **{f"{name}_bytes": count for name, count in sent.items() if name != "ours"},
    )


def pages(hub: str, form: str, *, has_peer: bool) -> dict[str, str]:
    """The line of each way."""
    made = {
        "ours": f'<script type="module" src="{hub}/om/embed/1/om-embed.js"></script>'
        f'<om-embed src="{form}"><a href="{form}">Zum Check</a></om-embed>',
        "floor": f'<iframe src="{form}" title="Check" width="100%" height="700"></iframe>',
    }
    if has_peer and fetch_peer():
        made["peer"] = (
            f'<div data-tf-widget="{form}" style="height: 700px"></div>'
            '<script src="/embed.js"></script>'
        )
    return made


def fetch_peer() -> bool:
    """Typeform's script from npm, once; False, and says so, where it cannot be had."""
    if (PEER_FOLDER / "package").exists():
        return True
    PEER_FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(
            ["npm", "pack", PEER, "--silent"], cwd=PEER_FOLDER, check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"\nembed: without its peer, because npm did not bring {PEER}: {error}")
        return False
    [archive] = PEER_FOLDER.glob("*.tgz")
    with tarfile.open(archive) as packed:
        packed.extractall(PEER_FOLDER, filter="data")
    return True


def in_turns(
    addresses: dict[str, str], rounds: int
) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Seconds until the check is visible, each time with an empty cache; and the bytes that came.

    The first round is not counted.
    """
    from playwright.sync_api import sync_playwright

    times: dict[str, list[float]] = {name: [] for name in addresses}
    sent: dict[str, int] = {}
    names = list(addresses)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.chromium(), args=ARGUMENTS)
        for number in range(rounds + 1):
            for name in names:
                seconds, count = open_once(browser, addresses[name])
                sent[name] = count
                if number or rounds == 1:
                    times[name].append(seconds)
            names.append(names.pop(0))
        browser.close()
    return times, sent


def open_once(browser, address: str) -> tuple[float, int]:
    context = browser.new_context(locale="de-DE")
    # The peer's script loads a style from its maker; the same file comes from here.
    styles = PEER_FOLDER / "package" / "build" / "css"
    context.route(
        "https://embed.typeform.com/next/css/*",
        lambda route: route.fulfill(path=styles / route.request.url.rpartition("/")[2]),
    )
    page = context.new_page()
    finished: list = []
    page.on("requestfinished", lambda request: finished.append(request))
    begin = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.frame_locator("iframe").locator("h1").first.wait_for()
    seconds = time.perf_counter() - begin
    page.wait_for_load_state("networkidle")
    count = sum(request.sizes()["responseBodySize"] for request in finished)
    context.close()
    return seconds, count


@contextlib.contextmanager
def hub() -> Iterator[str]:
    """This site, on a port of its own."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIHandler)
    server.set_app(get_wsgi_application())
    with serving(server):
        # Another site for the browser than the page around it.
        yield f"http://localhost:{server.server_port}"


@contextlib.contextmanager
def around(made: dict[str, str]) -> Iterator[dict[str, str]]:
    """The pages around it; their addresses by name."""
    folder = RUN / "around"
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in made.items():
        html = f"<!doctype html><html lang=de><title>Kammer</title><h2>Kammer</h2>{lines}"
        (folder / f"{name}.html").write_text(html, "utf-8")
    if "peer" in made:
        script = (PEER_FOLDER / "package" / "build" / "embed.js").read_bytes()
        (folder / SQUEEZED).write_bytes(gzip.compress(script))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    with serving(server):
        yield {name: f"http://127.0.0.1:{server.server_port}/{name}.html" for name in made}


@contextlib.contextmanager
def serving(server) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield
    server.shutdown()
    server.server_close()
    thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        # As its maker sends it, and we ours.
        if self.path == f"/{SQUEEZED}":
            self.send_header("Content-Encoding", "gzip")
        super().end_headers()

    def log_message(self, *arguments) -> None:
        """The report is what is printed."""


class QuietWSGIHandler(WSGIRequestHandler):
    def log_message(self, *arguments) -> None:
        """The report is what is printed."""
