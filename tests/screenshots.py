"""Takes the pictures of docs/how-to/publish-an-example.md: ``make screenshots``.

Needs the running demonstration (``make demo``), and leaves the example in the chamber's site:
``make demo-reset`` takes it away again, which has to be done before a second run.
"""

import io
import sys
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from example_site.sites import CHAMBER, PASSWORD
from tests import services
from tests.browser import ARGUMENTS
from tests.content.first_example import Editor

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
DRAWING = ROOT / "example_site" / "content" / "images" / "techniktag.png"
COLOURS = 64


def main(origin: str) -> None:
    """Follow the written steps on the site at ``origin``, with a picture of each."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="de-DE")
        page.set_default_timeout(60_000)
        editor = Editor(page, shoot=lambda name: save(page, name))
        began = time.monotonic()
        address = editor.publish_first_example(f"{origin}/admin/", "kammer", PASSWORD, DRAWING)
        took = time.monotonic() - began
        page.goto(address)
        save(page, "published")
        browser.close()
    print(f"{editor.clicks} clicks, {editor.characters} characters, {took:.0f} seconds")


def save(page: Page, name: str) -> None:
    """The window as it is now, in few colours, because a page of the documentation is light."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(IMAGES / f"first-example-{name}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else CHAMBER.origin)
