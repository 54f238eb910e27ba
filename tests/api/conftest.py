import json

import pytest
from django.test import Client

HOST = "partner.example"
API = "/om/api/v1/"


class ApiClient:
    """Asks the API as a stranger would: no cookie, no user."""

    def get(self, path="", *, host=HOST, headers=(), **query):
        return Client().get(API + path, query, headers={"host": host, **dict(headers)})

    def head(self, path):
        return Client().head(API + path, headers={"host": HOST})

    def options(self, path):
        return Client().options(API + path, headers={"host": HOST})

    def titles(self, path, **query):
        """The titles of a list's documents, in its order."""
        response = self.get(path, **query)
        assert response.status_code == 200, response.content
        return [entry["document"]["title"] for entry in json.loads(response.content)["results"]]


@pytest.fixture
def api(db):
    return ApiClient()
