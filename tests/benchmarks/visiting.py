"""A visitor with a cheap phone and a slow line opens a page: how long until it can be used?

The line is the "slow 4G" of Lighthouse: 150 ms until an answer begins, 1.6 Mbit/s down, 750 kbit/s
up; the processor is slowed down 4 times. Chromium delays each request by the time to its answer,
and makes connections at once: a page costs as much as one whose connection is there already.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from tests import services
from tests.browser import ARGUMENTS, PHONE

LATENCY_MS, DOWN, UP = 150, 1_600_000 / 8, 750_000 / 8
SLOWER = 4
LONGEST_MS = 120_000
# Notes the time of the first frame in which the page can be used.
WATCH = """(() => {
  const visible = (node) => node?.checkVisibility({ visibilityProperty: true });
  const usable = () => document.readyState !== "loading" && (%s);
  const look = () => {
    if (!usable()) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => { window.benchUsable = performance.now(); }));
  };
  requestAnimationFrame(look);
})()"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one opening of a page took and left behind."""

    seconds: float
    """From the navigation until the page can be used, and has been drawn."""

    paths: list[str] = field(default_factory=list)
    """What was asked for, the page itself first."""

    foreign: list[str] = field(default_factory=list)
    """Hosts of others that were asked."""

    bytes: int = 0
    """Sent by the server, compressed as they were, with headers."""

    kept: int = 0
    """Cookies, and entries in the storages of the browser."""


@contextmanager
def slow_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


def visit(browser: Browser, url: str, usable: str) -> Visit:
    """Open a page with nothing in the cache. ``usable`` is a JavaScript expression, which may ask
    ``visible(node)``."""
    context = browser.new_context(locale="de-DE", viewport=PHONE)
    page = context.new_page()
    asked: list[str] = []
    sizes: list[int] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(WATCH % usable)
    devtools = context.new_cdp_session(page)
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": DOWN,
            "uploadThroughput": UP,
        },
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    try:
        page.goto(url, wait_until="load", timeout=LONGEST_MS)
        took = page.wait_for_function("window.benchUsable", timeout=LONGEST_MS).json_value()
        page.wait_for_load_state("networkidle")
        stored = page.evaluate("localStorage.length + sessionStorage.length")
        kept = len(context.cookies()) + stored
    finally:
        context.close()
    parts = [urlsplit(address) for address in asked]
    host = urlsplit(url).netloc
    return Visit(
        seconds=took / 1000,
        paths=[part.path for part in parts if part.netloc == host],
        foreign=[part.netloc for part in parts if part.netloc not in (host, "")],
        bytes=int(sum(sizes)),
        kept=kept,
    )
