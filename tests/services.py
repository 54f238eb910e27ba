"""What the fuller tests need beyond Python, and where it is found."""

import os
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

from tests import node

# Set by .ci/run: a service that is missing is then a failure, not a skip.
REQUIRED = bool(os.environ.get("OMWAGTAIL_TEST_REQUIRE"))


def chromium() -> str:
    """The browser's program."""
    return os.environ.get("OMWAGTAIL_TEST_CHROMIUM", "/usr/bin/chromium")


def postgres() -> str:
    """Address of a PostgreSQL server on which databases may be made."""
    return os.environ.get("OMWAGTAIL_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


def mariadb() -> str:
    """Address of a MariaDB server on which databases may be made."""
    return os.environ.get("OMWAGTAIL_TEST_MARIADB", "mysql://root@127.0.0.1:3306/test")


def redis() -> str:
    """Address of a Redis server."""
    return os.environ.get("OMWAGTAIL_TEST_REDIS", "redis://127.0.0.1:6379/0")


def redis_of_this_worker() -> str:
    """A database of its own for each process of tests that run side by side: they empty it."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return urlsplit(redis())._replace(path=f"/{8 + number % 8}").geturl()


def missing(service: str) -> str | None:
    """Why a service cannot be used, in a sentence; None when it can."""
    match service:
        case "browser":
            path = chromium()
            return None if Path(path).exists() else f"there is no Chromium at {path}"
        case "gettext":
            return None if shutil.which("xgettext") else "there is no xgettext"
        case "html_validate" | "lighthouse":
            return node.missing(service.replace("_", "-"))
        case "mariadb_server":
            return _unreachable(mariadb())
        case "postgres_server":
            return _unreachable(postgres())
        case "redis":
            return _unreachable(redis())
    return None


def _unreachable(url: str) -> str | None:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port), timeout=2):
            return None
    except OSError as error:
        return f"{parts.scheme} does not answer at {parts.netloc}: {error}"
