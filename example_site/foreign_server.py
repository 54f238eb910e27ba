"""The foreign chamber's page: a plain static server that knows nothing of Wagtail."""

import shutil
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from zipfile import ZipFile

from example_site.sites import HOST, demo_dir, foreign_port

SOURCE = Path(__file__).parent / "foreign"
# Where the chamber has put what the hub wrote for its server.
BUNDLE = "/praxis"


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and keeps the terminal readable."""

    def log_message(self, format, *args):
        pass


def write_pages(*, hub: str, check_key: str) -> Path:
    """Copy the foreign page with the addresses of this demonstration filled in."""
    target = demo_dir() / "foreign"
    target.mkdir(parents=True, exist_ok=True)
    for file in SOURCE.iterdir():
        if file.suffix == ".html":
            page = Template(file.read_text("utf-8"))
            names = {"hub": hub, "check_key": check_key, "bundle": BUNDLE}
            (target / file.name).write_text(page.substitute(names), "utf-8")
        else:
            (target / file.name).write_bytes(file.read_bytes())
    return target


def unpack(bundle: Path, pages: Path) -> None:
    """Put what `om_export_embed` wrote beside the pages, in the place of an earlier one."""
    place = pages / BUNDLE.strip("/")
    shutil.rmtree(place, ignore_errors=True)
    with ZipFile(bundle) as files:
        files.extractall(place)


def main(folder: str) -> None:
    """Serve until told to end."""
    handler = partial(QuietHandler, directory=folder)
    ThreadingHTTPServer((HOST, foreign_port()), handler).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
