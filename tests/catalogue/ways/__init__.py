"""Every way in which something published can change: how it is done, and what must come of it.

A way is a generator: it prepares, yields, changes something, yields again, and asserts; it may go
on like that. It is given an ``Admin``. At each yield the catalogue is brought up to date: by
signals alone, or by the sweep alone.
"""

from tests.catalogue.ways import addresses, files, kinds, naming, privacy, publishing
from tests.catalogue.ways.base import SILENT, WAYS, Admin

__all__ = [
    "SILENT",
    "WAYS",
    "Admin",
    "addresses",
    "files",
    "kinds",
    "naming",
    "privacy",
    "publishing",
]
