import pytest

from tests.feed.hub import Hub


@pytest.fixture
def hub(settings):
    """A hub on this machine, which demo mode allows."""
    settings.OMWAGTAIL = {**settings.OMWAGTAIL, "DEMO_MODE": True}
    with Hub() as running:
        yield running
