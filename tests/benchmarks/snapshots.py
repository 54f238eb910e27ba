"""The database of a run, and filled ones kept for the next: making documents takes minutes.

A snapshot is a whole database: a file of SQLite in build/bench, a template on PostgreSQL. Its name
holds a digest of the code that made it, so after a change of that it is made anew.
"""

import contextlib
import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
import wagtail
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

import omwagtail

PACKAGE = Path(omwagtail.__file__).parent
HERE = Path(__file__).parent
TABLES = [
    *sorted(PACKAGE.glob("**/migrations/*.py")),
    *sorted((HERE / "peer" / "migrations").glob("*.py")),
    PACKAGE / "catalogue" / "search" / "tables.py",
]
# What decides what stands in the tables after ``corpus.fill``.
DOCUMENTS = [
    *TABLES,
    *(HERE / name for name in ("content.py", "corpus.py", "documents.py", "words.py")),
    *(PACKAGE / "catalogue" / name for name in ("indexing.py", "models.py", "references.py")),
    *sorted((PACKAGE / "catalogue").glob("terms.py")),
    *sorted((PACKAGE / "catalogue" / "search").glob("*.py")),
]
# Pages that Wagtail's own migrations make.
FIRST_PAGES = 2


@contextlib.contextmanager
def database_of_this_run() -> Iterator[None]:
    """A database with all tables, and nothing in them but what migrations make."""
    empty = _snapshot("empty", TABLES)
    if empty.exists():
        empty.copy_back()
    else:
        empty.create()
        call_command("migrate", verbosity=0)
        empty.keep()
    try:
        yield
    finally:
        empty.remove_used()


def begin_anew() -> None:
    """Make the database of this run empty again."""
    _snapshot("empty", TABLES).copy_back()


def restore(name: str) -> bool:
    """Put a snapshot of documents in the place of the database, if there is one; say so.

    Nothing happens where the database holds pages: they would be lost.
    """
    snapshot = _snapshot(name, DOCUMENTS)
    if Page.objects.count() > FIRST_PAGES or not snapshot.exists():
        return False
    snapshot.copy_back()
    print(f"  taken from an earlier run: {name} ({snapshot})", flush=True)
    return True


def save(name: str) -> None:
    """Keep the database as it is now, in place of older ones of this name."""
    _snapshot(name, DOCUMENTS).keep()
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

    def create(self) -> None:
        """Nothing: the file comes with the first statement."""

    def keep(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        # Another run may do the same at this moment.
        half = settings.RUN / "snapshot.half"
        shutil.copyfile(_used(), half)
        half.rename(self.path)
        for older in set(self.folder.glob(f"{self.kind}-*")) - {self.path}:
            older.unlink(missing_ok=True)

    def copy_back(self) -> None:
        self.remove_used()
        shutil.copyfile(self.path, _used())

    def remove_used(self) -> None:
        connection.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{_used()}{ending}").unlink(missing_ok=True)


class PostgresTemplate:
    """A database on the same server that the used one is copied from.

    What is still connected to the used one, such as a thread of a server, does not keep it.
    """

    def __init__(self, kind: str, digest: str) -> None:
        self.kind, self.name = kind, f"om_bench_{kind}_{digest}"

    def __str__(self) -> str:
        return self.name

    def exists(self) -> bool:
        with _server() as cursor:
            return self.name in self._present(cursor)

    def create(self) -> None:
        with _server() as cursor:
            cursor.execute(f'CREATE DATABASE "{_used()}"')

    def keep(self) -> None:
        with _server() as cursor:
            for older in self._present(cursor):
                cursor.execute(f'DROP DATABASE "{older}"')
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{_used()}"')

    def copy_back(self) -> None:
        with _server() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{_used()}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{_used()}" TEMPLATE "{self.name}"')

    def remove_used(self) -> None:
        with _server() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{_used()}" WITH (FORCE)')

    def _present(self, cursor) -> list[str]:
        pattern = f"om_bench_{self.kind}_%"
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
        return [row[0] for row in cursor.fetchall()]


def _snapshot(name: str, made_by: Iterable[Path]) -> SqliteFile | PostgresTemplate:
    kind = hashlib.sha256(name.encode()).hexdigest()[:8]
    versions = f"{django.VERSION} {wagtail.VERSION} {settings.INSTALLED_APPS}"
    digest = hashlib.sha256(versions.encode())
    for path in made_by:
        digest.update(path.read_bytes())
    kinds = {"sqlite": SqliteFile, "postgresql": PostgresTemplate}
    if connection.vendor not in kinds:
        raise NotImplementedError(f"Benchmarks run on {' and '.join(kinds)}.")
    return kinds[connection.vendor](kind, digest.hexdigest()[:12])


def _used() -> str:
    return str(connection.settings_dict["NAME"])


@contextlib.contextmanager
def _server() -> Iterator:
    """The server, while this process is not connected to the database that it uses."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        yield cursor
    connection.close()
