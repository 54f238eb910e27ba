"""Making the example sites' databases: once, and again when code or content changed."""

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from example_site.processes import Ending, run_commands
from example_site.sites import ROOT, SITES, DemoSite

# What the databases are made from. A change to any of these makes them anew or brings them on.
MIGRATIONS = ("omwagtail/**/migrations/*.py", "example_site/migrations/*.py")
CONTENT = ("example_site/content/**/*", "example_site/loading/*.py")
PACKAGES = ("django", "wagtail")


def is_prepared(sites: Sequence[DemoSite] = SITES) -> bool:
    """Whether the sites were made from the code and content that are here now."""
    mark = _mark()
    return all(_stamp(site).exists() and _stamp(site).read_text() == mark for site in sites)


def prepare(
    report: Callable[[str], None], ending: Ending, sites: Sequence[DemoSite] = SITES
) -> None:
    """Make or bring on their databases and content; ``report`` is called with a line each.

    The hub is the first of the sites. Raises CommandFailed. What was interrupted is taken up again
    the next time.
    """
    for site in sites:
        site.folder.mkdir(parents=True, exist_ok=True)
    if not any(_database(site).exists() for site in sites):
        _make_databases(report, ending, sites)
    else:
        report("Bringing the databases up to date")
        run_commands([(site.key, ["migrate", "--verbosity", "0"]) for site in sites], ending)
    report("Loading the content as its editors would write it")
    run_commands([(site.key, ["load_content"]) for site in sites], ending)
    mark = _mark()
    for site in sites:
        _stamp(site).write_text(mark)


def _make_databases(
    report: Callable[[str], None], ending: Ending, sites: Sequence[DemoSite]
) -> None:
    """The hub has the most apps: its empty database, made once, serves as the others' too."""
    report("Making the databases")
    first, *others = sites
    run_commands([(first.key, ["migrate", "--verbosity", "0"])], ending)
    for site in others:
        half = _database(site).with_suffix(".half")
        shutil.copyfile(_database(first), half)
        os.replace(half, _database(site))


def _database(site: DemoSite) -> Path:
    return site.folder / "db.sqlite3"


def _stamp(site: DemoSite) -> Path:
    return site.folder / "prepared"


def _mark() -> str:
    digest = hashlib.sha256(str([version(name) for name in PACKAGES]).encode())
    for pattern in (*MIGRATIONS, *CONTENT):
        for file in sorted(ROOT.glob(pattern)):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.read_bytes())
    return digest.hexdigest()
