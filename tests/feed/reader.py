"""A subscriber of the plainest kind, for tests: it reads pages and remembers what they said."""

import json

from django.test import Client

HOST = "partner.example"
CHANGES = "/om/api/v1/changes/"


def get_changes(*, host=HOST, **query):
    """One answer of the feed."""
    return Client().get(CHANGES, query, headers={"host": host})


class Reader:
    """Follows a feed from its start; ``seen`` holds every envelope in the order of reading,
    ``sizes`` the bytes of each page."""

    def __init__(self, **query):
        self.query = query
        self.cursor = None
        self.seen = []
        self.sizes = []

    def read_page(self, **query):
        """One page; returns its JSON."""
        since = {"since": self.cursor} if self.cursor else {}
        response = get_changes(**self.query, **since, **query)
        assert response.status_code == 200, response.content
        page = response.json()
        self.sizes.append(len(response.content))
        self.seen += page["entries"]
        self.cursor = page["next"]
        return page

    def read_all(self, **query):
        """Pages until there are no more."""
        for _ in range(1000):
            if not self.read_page(**query)["more"]:
                return self
        raise AssertionError("the feed has no end")

    @property
    def documents(self):
        return [json.loads(entry["doc"]) for entry in self.seen if "doc" in entry]

    @property
    def latest(self):
        """The newest document per id, as a subscriber keeps it: the highest rev wins."""
        kept = {}
        for document in self.documents:
            before = kept.get(document["id"])
            if before is None or document["rev"] > before["rev"]:
                kept[document["id"]] = document
        return kept
