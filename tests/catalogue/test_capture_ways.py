"""Every way to change what is published, twice: by signals without a sweep, by a sweep without
signals. The ways are in ``ways.py``.
"""

import pytest

from omwagtail.catalogue import signals
from omwagtail.catalogue.jobs import sweep_job
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.sweeping import sweep
from omwagtail.catalogue.wishes import is_sweep_wanted
from tests.catalogue.ways import SILENT, WAYS, Admin

pytestmark = pytest.mark.django_db

# What no request can know by itself is left to the next turn of om_work.
LEFT_TO_THE_NEXT_TURN = {
    "made_by_a_script_without_a_revision",
    "a_collection_is_moved_into_a_private_one",
}


def named(ways):
    return [pytest.param(way, id=way.__name__) for way in ways]


@pytest.fixture
def admin(admin_client, settings):
    settings.WAGTAIL_I18N_ENABLED = True
    return Admin(admin_client)


@pytest.fixture
def deaf():
    """No signal is heard."""
    signals.disconnect()
    yield
    signals.connect()


@pytest.mark.parametrize("way", named(way for way in WAYS if way not in SILENT))
def test_signals_tell_of_it(way, admin, django_capture_on_commit_callbacks):
    steps = way(admin)
    while True:
        with django_capture_on_commit_callbacks(execute=True):
            if next(steps, "done") == "done":
                return
        if way.__name__ in LEFT_TO_THE_NEXT_TURN and is_sweep_wanted():
            sweep_job()


@pytest.mark.parametrize("way", named(WAYS))
def test_the_sweep_finds_it(way, admin, deaf):
    steps = way(admin)
    while next(steps, "done") != "done":
        sweep()
        stored = list(Item.objects.values_list("key", "rev", "seq", "sig").order_by("key"))
        # One sweep is enough: another one finds nothing, and writes nothing.
        assert sweep().is_silent
        assert list(Item.objects.values_list("key", "rev", "seq", "sig").order_by("key")) == stored
