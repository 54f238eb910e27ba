"""What a database keeps of deleted rows, and how it is taken out (rule 21)."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections

from omwagtail.catalogue.erasing import erase_traces, tables
from omwagtail.catalogue.models import Item
from tests.catalogue.factories import FOREIGN_ORIGIN, make_item

on_sqlite = pytest.mark.skipif(
    "sqlite" not in connections.settings["default"]["ENGINE"], reason="This is about SQLite."
)


@on_sqlite
@pytest.mark.django_db
def test_every_connection_to_sqlite_overwrites_what_it_deletes():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_words_of_deleted_documents_leave_the_index(tmp_path):
    for number in range(30):
        make_item(origin=FOREIGN_ORIGIN, title=f"Wort xqgeheim{number}")
    call_command("om_reindex")
    # Of many deletions one by one SQLite makes one part by itself.
    Item.objects.filter(title__endswith="7").delete()
    call_command("om_sweep")
    assert b"xqgeheim17" in _bytes_of_database(tmp_path)
    assert erase_traces()
    assert not erase_traces()
    left = _bytes_of_database(tmp_path)
    assert b"xqgeheim16" in left
    assert b"xqgeheim17" not in left


def _bytes_of_database(place: Path) -> bytes:
    with closing(sqlite3.connect(place / "copy")) as copy:
        connection.connection.backup(copy)
    return (place / "copy").read_bytes()


@pytest.mark.django_db
def test_nothing_is_done_inside_a_transaction():
    assert erase_traces() is False


@pytest.mark.django_db
def test_all_tables_with_documents_are_known():
    assert {
        "omwagtail_item",
        "omwagtail_edition",
        "omwagtail_picture",
        "omwagtail_picture_items",
        "omwagtail_search",
        "omwagtail_harvest_offer",
        "omwagtail_harvest_decision",
    } <= tables()


@pytest.mark.django_db(transaction=True)
def test_om_erase_says_what_it_did(capsys):
    make_item(origin=FOREIGN_ORIGIN)
    call_command("om_erase")
    assert "rewritten" in capsys.readouterr().out
    assert Item.objects.count() == 1
