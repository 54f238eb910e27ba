"""The foreign chamber's page: a plain static server that knows nothing of Wagtail."""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template

from example_site.sites import HOST, demo_dir, foreign_port

SOURCE = Path(__file__).parent / "foreign"


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
            page = Template(file.read_text("utf-8")).substitute(hub=hub, check_key=check_key)
            (target / file.name).write_text(page, "utf-8")
        else:
            (target / file.name).write_bytes(file.read_bytes())
    return target


def main(folder: str) -> None:
    """Serve until told to end."""
    handler = partial(QuietHandler, directory=folder)
    ThreadingHTTPServer((HOST, foreign_port()), handler).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
