"""Filled databases, kept for the next run: a hundred thousand documents take minutes to make.

A snapshot is the whole database: a file of SQLite in build/bench, a template on PostgreSQL. Its
name holds a digest of the code that made it, so a changed corpus, table or index is made anew.
"""

import contextlib
import hashlib
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
import wagtail
from django.conf import settings
from django.db import connection
from wagtail.models import Page

import omwagtail

PACKAGE = Path(omwagtail.__file__).parent
HERE = Path(__file__).parent
# What decides about the tables and what stands in them.
MADE_BY = [
    *(HERE / name for name in ("content.py", "corpus.py", "pages.py", "words.py")),
    *sorted((HERE / "peer").glob("*.py")),
    *sorted(PACKAGE.glob("**/migrations/*.py")),
    *sorted((PACKAGE / "catalogue").glob("*.py")),
    *sorted((PACKAGE / "catalogue" / "search").glob("*.py")),
]
# Pages that Wagtail's own migrations make.
FIRST_PAGES = 2


def restore(name: str) -> bool:
    """Put a snapshot in the place of the database, if there is one; say so.

    Nothing happens where the database holds pages: they would be lost.
    """
    place = _place(name)
    if Page.objects.count() > FIRST_PAGES or not place.exists():
        return False
    place.copy_back()
    print(f"  taken from an earlier run: {name} ({place})", flush=True)
    return True


def save(name: str) -> None:
    """Keep the database as it is now, in place of older ones of this name."""
    _place(name).keep()
    print(f"  made anew: {name}", flush=True)


class SqliteFile:
    """A copy of the file."""

    def __init__(self, kind: str, digest: str) -> None:
        self.folder, self.kind = settings.FOLDER / "snapshots", kind
        self.path = self.folder / f"{kind}-{digest}.sqlite3"

    def __str__(self) -> str:
        return self.path.name

    def exists(self) -> bool:
        return self.path.exists()

    def keep(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for older in self.folder.glob(f"{self.kind}-*"):
            older.unlink()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        half = self.path.with_suffix(".half")
        shutil.copyfile(connection.settings_dict["NAME"], half)
        half.rename(self.path)

    def copy_back(self) -> None:
        used = connection.settings_dict["NAME"]
        connection.close()
        for ending in ("-wal", "-shm"):
            Path(f"{used}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self.path, used)


class PostgresTemplate:
    """A database on the same server that the used one is copied from."""

    def __init__(self, kind: str, digest: str) -> None:
        self.kind, self.name = kind, f"om_bench_{kind}_{digest}"

    def __str__(self) -> str:
        return self.name

    def exists(self) -> bool:
        return self.name in self._present()

    def keep(self) -> None:
        with _server() as cursor:
            for older in self._present():
                cursor.execute(f'DROP DATABASE "{older}"')
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{_used()}"')

    def copy_back(self) -> None:
        with _server() as cursor:
            cursor.execute(f'DROP DATABASE "{_used()}"')
            cursor.execute(f'CREATE DATABASE "{_used()}" TEMPLATE "{self.name}"')

    def _present(self) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s",
                [f"om_bench_{self.kind}_%"],
            )
            return [row[0] for row in cursor.fetchall()]


def _place(name: str) -> SqliteFile | PostgresTemplate:
    kind = hashlib.sha256(name.encode()).hexdigest()[:8]
    places = {"sqlite": SqliteFile, "postgresql": PostgresTemplate}
    return places[connection.vendor](kind, _digest_of_code())


@cache
def _digest_of_code() -> str:
    digest = hashlib.sha256(f"{django.VERSION} {wagtail.VERSION}".encode())
    for path in MADE_BY:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _used() -> str:
    return connection.settings_dict["NAME"]


@contextlib.contextmanager
def _server() -> Iterator:
    """The server, while nobody is connected to the database that is used."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        yield cursor
    connection.close()
