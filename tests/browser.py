"""A real browser for tests: Chromium, driven by Playwright, that reaches this machine alone.

`tests/conftest.py` imports the fixtures. Tests that use them carry the mark `browser`.
"""

import functools
import http.server
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import serial, services

# Without the last ones Chromium looks for its maker's servers.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    # What Django puts back into the database between tests that commit; the database comes first.
    first_pages = getattr(connection, "_test_serialized_contents", None)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs an event loop in this thread; Django would refuse its database there,
        # and gets a connection of its own in it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        if first_pages:
            connection._test_serialized_contents = first_pages
        browser = playwright.chromium.launch(executable_path=services.chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(url, **options)`: a page in a context of its own; options are the context's.

    The page has two more attributes: `requested`, all addresses asked for, and `complaints`, what
    the browser said in its console (violated policies, missing files) and errors of scripts.
    """
    contexts: list[BrowserContext] = []

    def open_page(url: str, **options) -> Page:
        context = chromium.new_context(**{"locale": "de-DE", "viewport": WIDE} | options)
        contexts.append(context)
        page = context.new_page()
        page.requested, page.complaints = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: _note(page, message))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    serial.close_gate()


@pytest.fixture
def foreign_site(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """`foreign_site(html)`: the address of a page on another origin that has this content."""
    handler = functools.partial(QuietHandler, directory=tmp_path)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def publish(html: str) -> str:
        (tmp_path / "index.html").write_text(html, "utf-8")
        return f"http://127.0.0.1:{server.server_port}/index.html"

    yield publish
    server.shutdown()
    server.server_close()
    thread.join()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments) -> None:
        """Tests have their own report."""


def accessibility_violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe-core finds on the page as it is now: rule and element.

    ``rules`` are those to look for; without any, all of ``WCAG``.
    """
    page.evaluate(AXE_SCRIPT)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    result = page.evaluate("options => axe.run(options)", options)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def _note(page: Page, message) -> None:
    if message.type in ("error", "warning"):
        page.complaints.append(message.text)
