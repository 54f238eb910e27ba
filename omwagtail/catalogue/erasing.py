"""What databases keep of rows that were deleted or replaced, and how it is taken out (rule 21).

A row that is deleted is gone for everybody who asks the database, but its bytes stay in files: in
pages that are free, in the segments of a full-text index, in a log of changes. ``erase_traces`` is
the cheap part, done by the periodic work; ``erase_thoroughly`` rewrites what there is.
"""

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from omwagtail.catalogue.models import Picture
from omwagtail.catalogue.search.tables import TABLE, SqliteTable

# Seconds in a turn for merging the full-text index. Each step is a transaction of its own, of so
# many pages: some hundredths of a second in which nobody else can write.
SECONDS_A_TURN, PAGES_A_STEP = 5, 64
# SQLite's overwriting reaches a row where it lies, not where it lay before it was moved to another
# page. A file of this size is rewritten in about a second, and so with every turn.
SMALL_FILE = 64 * 1024 * 1024
# Apps that hold documents, or what was said of them.
LABELS = ("omwagtail", "omwagtail_harvest")


def connect() -> None:
    """Let SQLite overwrite what it deletes; many builds leave the bytes where they are."""
    connection_created.connect(_overwrite_deleted, dispatch_uid="omwagtail.erasing")


def _overwrite_deleted(sender: type, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def erase_traces(seconds: float = SECONDS_A_TURN) -> bool:
    """Take out what can be taken out while the site works; returns whether there was anything.

    SQLite: the words of deleted texts in the full-text index, old pages in the write-ahead log, and
    in a file of at most SMALL_FILE bytes all the rest. PostgreSQL: dead rows of this package's
    tables. Not inside a transaction.
    """
    if connection.in_atomic_block:
        return False
    match connection.vendor:
        case "sqlite":
            merged = _merge_words(time.monotonic() + seconds)
            pages = _empty_log()
            # Without such a log nothing tells whether something was written.
            if (merged or pages != 0) and _file_size() <= SMALL_FILE:
                _execute("VACUUM")
                _empty_log()
            return merged or pages > 0
        case "postgresql":
            return _vacuum_dead_rows()
    return False


def erase_thoroughly() -> list[str]:
    """Rewrite the tables of this package, so that no byte of deleted rows stays in their files.

    Takes as long as copying them, and locks each meanwhile. Returns what was done, a line each.
    """
    done = []
    match connection.vendor:
        case "sqlite":
            _execute(SqliteTable.optimize)
            _execute("VACUUM")
            _empty_log()
            done.append("the whole database was rewritten")
        case "postgresql":
            for table in sorted(tables()):
                _execute(f"VACUUM (FULL, ANALYZE) {connection.ops.quote_name(table)}")
            # The files of before are emptied at once and removed by a checkpoint.
            with suppress(DatabaseError):
                _execute("CHECKPOINT")
            done.append(f"{len(tables())} tables were rewritten")
        case "mysql":
            for table in sorted(tables()):
                with connection.cursor() as cursor:
                    cursor.execute(f"OPTIMIZE TABLE {connection.ops.quote_name(table)}")
                    cursor.fetchall()
            done.append(f"{len(tables())} tables were rewritten")
    if folders := delete_empty_folders():
        done.append(f"{folders} empty folders of pictures were deleted")
    return done


def tables() -> set[str]:
    """The tables of this package, with that of the search, as far as they exist."""
    named = {
        model._meta.db_table
        for label in LABELS
        if apps.is_installed(label.replace("_", "."))
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }
    return (named | {TABLE}) & set(connection.introspection.table_names())


def delete_empty_folders() -> int:
    """Delete folders in which no picture is left; returns how many. Files stay untouched."""
    storage = Picture._meta.get_field("file").storage
    if not isinstance(storage, FileSystemStorage):
        return 0
    count = 0
    for folder in Path(storage.path("omwagtail")).glob("??"):
        # Refused by the system where there is a file in it.
        with suppress(OSError):
            os.rmdir(folder)
            count += 1
    return count


def _merge_words(deadline: float) -> bool:
    """Merge the index into one segment: the words of what was deleted go with the old ones.

    Nothing is done where it is one already. What is left at the deadline comes next time.
    """
    if _merge(-PAGES_A_STEP) < 2:
        return False
    while time.monotonic() < deadline and _merge(PAGES_A_STEP) >= 2:
        pass
    return True


def _merge(pages: int) -> int:
    """One step; returns how many rows of the index it wrote. Below two there is nothing left."""
    connection.ensure_connection()
    before = connection.connection.total_changes
    _execute(SqliteTable.merge, [pages])
    return connection.connection.total_changes - before


def _empty_log() -> int:
    """Copy the write-ahead log into the database and empty its file; returns its pages, -1 where
    there is no such log. A reader may be in the way; then it is done next time."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _busy, pages, _copied = cursor.fetchone()
    return pages


def _file_size() -> int:
    """Bytes of SQLite's file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return cursor.fetchone()[0]


def _vacuum_dead_rows() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_stat_user_tables "
            "WHERE n_dead_tup > 0 AND schemaname = current_schema() AND relname = ANY(%s)",
            [sorted(tables())],
        )
        found = [name for (name,) in cursor.fetchall()]
    for table in found:
        _execute(f"VACUUM (SKIP_LOCKED) {connection.ops.quote_name(table)}")
    return bool(found)


def _execute(statement: str, parameters: Sequence[int] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
