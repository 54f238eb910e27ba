"""What several tests of the catalogue begin with."""

import pytest

from tests.pages_for_tests import second_site


@pytest.fixture
def other(db):
    """The first page of a second site, ``https://zweite.example``."""
    return second_site()
