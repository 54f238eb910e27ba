"""The four sites of the demonstration, and where they stand."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PASSWORD = "praxis"
ADMIN = "verwaltung"
FOREIGN_OFFSET = 3
LAST_PORT = 65535


def first_port() -> int:
    """The hub's port; the others follow it. Another word than a port ends the program."""
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 1024 <= int(given) <= LAST_PORT - FOREIGN_OFFSET:
        raise SystemExit(f"PORT must be a number from 1024 to {LAST_PORT - FOREIGN_OFFSET}.")
    return int(given)


def demo_dir() -> Path:
    """Where databases, pictures and logs of the demonstration lie.

    A site's documents are signed for its origin, of which the port is a part: under other ports
    stand other sites, so each set of ports has a folder of its own.
    """
    base = Path(os.environ.get("OMWAGTAIL_DEMO_DIR", ROOT / "build" / "demo"))
    return base.resolve() / str(first_port())


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSite:
    """A Wagtail site of the demonstration."""

    key: str
    label: str
    offset: int
    rings: bool

    @property
    def port(self) -> int:
        return first_port() + self.offset

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def folder(self) -> Path:
        return demo_dir() / self.key


HUB = DemoSite(key="hub", label="Praxisportal", offset=0, rings=False)
CHAMBER = DemoSite(key="chamber", label="Handwerkskammer Elbtal", offset=1, rings=True)
OFFICE = DemoSite(key="office", label="Netzwerkbüro Sachsen-Nord", offset=2, rings=True)
SITES = (HUB, CHAMBER, OFFICE)
PARTNERS = (CHAMBER, OFFICE)


def foreign_port() -> int:
    """The port of the page that is made without Wagtail."""
    return first_port() + FOREIGN_OFFSET


def foreign_origin() -> str:
    """Where the foreign page stands."""
    return f"http://{HOST}:{foreign_port()}"


def site_by_key(key: str) -> DemoSite:
    """The site with this key; KeyError for another word."""
    return {site.key: site for site in SITES}[key]
