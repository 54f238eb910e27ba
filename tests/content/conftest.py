import pytest
from django.contrib.auth import get_user_model

from tests.content.editing import add_home


@pytest.fixture
def home(db):
    return add_home()


@pytest.fixture
def editor(client, django_user_model):
    """A browser in which somebody is logged in who may do everything."""
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "secret")
    client.force_login(user)
    return client


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Runs what waits for the end of a transaction, as the database would."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
