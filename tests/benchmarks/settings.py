"""The example site on a database of its own, with Wagtail's own API and an ordinary page type.

Middleware, templates and page shell are those of example_site: what a visitor's request really
passes through. OMWAGTAIL_TEST_DATABASE chooses another database than SQLite.
"""

import os

from example_site.settings import *  # noqa: F403
from example_site.settings import INSTALLED_APPS, LANGUAGES
from tests.settings import ROOT, database

FOLDER = ROOT.parent / "build" / "bench"
# Of this run alone, with its workers: several may be under way. Removed at its end.
NUMBER = os.environ.get("OMWAGTAIL_BENCH_RUN") or os.getpid()
RUN = FOLDER / f"run-{NUMBER}"

SECRET_KEY = "only for benchmarks"
DEBUG = False
# A benchmark that fails says where.
DEBUG_PROPAGATE_EXCEPTIONS = True
ALLOWED_HOSTS = ["*"]

# A file, as a site has it.
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": RUN / "db.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
}
_url = os.environ.get("OMWAGTAIL_TEST_DATABASE", "")
DATABASES = {"default": database(_url) | {"NAME": f"om_bench_run_{NUMBER}"} if _url else SQLITE}
# As every site that cares for speed: a request does not connect anew. For floor and peer alike.
DATABASES["default"]["CONN_MAX_AGE"] = None

INSTALLED_APPS = [
    "tests.benchmarks.peer",
    *INSTALLED_APPS,
    *(app for app in ("omwagtail.harvest", "wagtail_modeladmin") if app not in INSTALLED_APPS),
    "wagtail.api.v2",
    # The peer of harvest.
    "wagtail_transfer",
]
ROOT_URLCONF = "tests.benchmarks.urls"
WSGI_APPLICATION = None
MEDIA_ROOT = RUN / "media"
STATIC_ROOT = RUN / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
LOGGING_CONFIG = None
LANGUAGE_CODE = "de"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES

# A hundred at once, as ours.
WAGTAILAPI_LIMIT_MAX = 100

OMWAGTAIL = {"ORIGINS": {"localhost": "https://partner.example"}}

# Pictures are there at both sides: the peer of harvest moves no files either.
WAGTAILTRANSFER_SECRET_KEY = "only for benchmarks"
WAGTAILTRANSFER_SOURCES = {
    "other": {"BASE_URL": "http://other.invalid/", "SECRET_KEY": WAGTAILTRANSFER_SECRET_KEY}
}
WAGTAILTRANSFER_UPDATE_RELATED_MODELS = []
# An import makes a revision of its own; those of the other side stay there.
WAGTAILTRANSFER_NO_FOLLOW_MODELS = [
    "wagtailcore.page",
    "contenttypes.contenttype",
    "wagtailcore.revision",
]
