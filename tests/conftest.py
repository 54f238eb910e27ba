"""Fixtures for all rooms, and what happens where a service is missing."""

import os

import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from wagtail.models import Site

from tests import serial, services
from tests.browser import chromium, foreign_site, open_page  # noqa: F401 fixtures

# Django's live server sends headers and body apart; a client's system then waits 40 ms before it
# says that it has the first.
WSGIRequestHandler.disable_nagle_algorithm = True

# Child processes of tests find it there too.
os.environ["OMWAGTAIL_TEST_REDIS"] = services.redis_of_this_worker()

# A busy machine is no defect. Every run tries the same cases, as Hypothesis itself does in CI: what
# fails then fails because something was changed. OMWAGTAIL_TEST_EXPLORE=1 looks for new ones.
hypothesis_settings.register_profile(
    "omwagtail",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("OMWAGTAIL_TEST_EXPLORE") != "1",
    database=None,
)
hypothesis_settings.load_profile("omwagtail")

SERVICES = (
    *("browser", "gettext", "html_validate", "lighthouse"),
    *("mariadb_server", "postgres_server", "redis"),
)

LONGEST = ("mariadb_server", "postgres_server")


@pytest.fixture(autouse=True)
def _forget_sites():
    """Wagtail keeps the sites' addresses in the cache, where a test's rollback leaves them."""
    yield
    Site.clear_site_root_paths_cache()


@pytest.fixture(autouse=True)
def _open_gate():
    """The test before may have closed it: see serial.py."""
    serial.open_gate()


def pytest_runtest_setup(item):
    """Skip, and say why, where a service is missing; fail where it must be there."""
    for service in SERVICES:
        if item.get_closest_marker(service) and (reason := services.missing(service)):
            if services.REQUIRED:
                pytest.fail(f"{service}: {reason}", pytrace=False)
            pytest.skip(reason)


def pytest_collection_modifyitems(config, items):
    """What every test needs, and which of them this database is for.

    Tests marked `postgres` run where PostgreSQL is the database: see test_postgres.py.
    """
    for item in items:
        _restore_first_pages(item)
        _try_again(item)
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    marker = "postgres_server" if on_postgres else "postgres"
    left_out = [item for item in items if item.get_closest_marker(marker)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    # What takes minutes begins first, or one worker waits for another in the end.
    items.sort(key=lambda item: not any(map(item.get_closest_marker, LONGEST)))


def _restore_first_pages(item):
    """Tests with real commits empty the database afterwards; Wagtail's first pages come back.

    All of them or none: Django would otherwise bring content types back that are there already.
    """
    marker = item.get_closest_marker("django_db")
    commits = {"live_server", "transactional_db"} & set(item.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")):
        # In front of the test's own mark, so that it is the one that counts.
        marker = pytest.mark.django_db(transaction=True, serialized_rollback=True)
        item.add_marker(marker, append=False)


def _try_again(item):
    """A busy machine lets a browser or a process wait too long now and then; a test that fails by
    that passes the second time. The report names it."""
    if any(map(item.get_closest_marker, ("browser", "federation"))):
        item.add_marker(pytest.mark.flaky(reruns=1))
