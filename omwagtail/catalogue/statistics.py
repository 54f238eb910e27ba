"""What SQLite knows about the sizes of things.

Without it SQLite takes what a search found from the rows, which hold whole documents, and not from
the index that is there for it: at 20,000 documents that takes ten times as long. Other databases
look for themselves.
"""

from django.db import connection

from omwagtail.catalogue.models import Item

INDEX = "omwagtail_item_search"
# Entries of the index that are looked at, so that it takes as long whatever its size.
LOOKED_AT = 1_000
# Below, every plan is fast.
FEWEST = 100


def refresh_statistics() -> bool:
    """Look at the index again where it was not yet, or has grown to twice its size; return whether
    it was."""
    if connection.vendor != "sqlite":
        return False
    count = Item.objects.count()
    if count < max(FEWEST, 2 * _known_size()):
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
        cursor.execute(f"ANALYZE {INDEX}")
    return True


def _known_size() -> int:
    """Entries that the index had when it was looked at; 0 where it was not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if not cursor.fetchone():
            return 0
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = %s", [INDEX])
        row = cursor.fetchone()
    return int(row[0].split()[0]) if row else 0
