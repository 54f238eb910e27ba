"""A site with a database in a file, and Wagtail's own API as the peer."""

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, INSTALLED_APPS, ROOT

FOLDER = ROOT.parent / "build" / "bench"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = str(FOLDER / "db.sqlite3")
INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.api.v2"]
ROOT_URLCONF = "tests.benchmarks.urls"
MEDIA_ROOT = str(FOLDER / "media")
LOGGING_CONFIG = None
