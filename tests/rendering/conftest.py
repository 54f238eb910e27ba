import pytest
from django.utils import translation


@pytest.fixture
def request_(rf):
    """A visitor's request for some page."""
    return rf.get("/irgendwo/")


@pytest.fixture
def english():
    """Words of the interface in their msgids, whatever the catalogues say."""
    with translation.override("en"):
        yield
