"""Settings of a child process that keeps its pictures and its log where the test looks for them."""

import os
from pathlib import Path

from tests.harvest.site import *  # noqa: F403

PLACE = Path(os.environ["OMWAGTAIL_CHILD_PLACE"])
MEDIA_ROOT = str(PLACE / "media")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;"  # noqa: F405
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "file": {"class": "logging.FileHandler", "filename": str(PLACE / "site.log")},
    },
    "loggers": {"omwagtail": {"handlers": ["file"], "level": "DEBUG"}},
}
