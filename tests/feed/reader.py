"""A subscriber of the plainest kind, for tests: it reads pages and remembers what they said."""

import json

from django.test import Client

HOST = "partner.example"
OWN_ORIGIN = f"https://{HOST}"
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


class Follower:
    """A subscriber: the last word about each document counts; after a 410 it reads all of it, and
    what a whole reading did not bring is no longer there (rule 13)."""

    def __init__(self, **query):
        self.query = query
        # How often it was told to come again.
        self.put_off = 0
        self.begin_again()
        self.known = {}

    def begin_again(self):
        self.cursor, self.brought, self.is_full, self.numbers = None, set(), True, []
        self.revisions = set()

    def read(self, limit):
        """One page; returns whether there is more."""
        since = {"since": self.cursor} if self.cursor else {}
        response = get_changes(limit=limit, **self.query, **since)
        if response.status_code == 410:
            self.begin_again()
            return True
        if response.status_code == 503:
            self.put_off += 1
            return True
        assert response.status_code == 200, response.content
        page = response.json()
        for entry in page["entries"]:
            self.hear(entry)
        assert page["next"] != self.cursor or not page["more"]
        self.cursor = page["next"]
        if self.is_full and not page["more"]:
            self.known = {key: word for key, word in self.known.items() if key in self.brought}
            self.is_full = False
        return page["more"]

    def hear(self, entry):
        self.numbers.append(entry.pop("seq"))
        key, rev = identity(entry)
        if key.startswith(OWN_ORIGIN):
            assert (key, rev) not in self.revisions, "the same revision twice"
        self.revisions.add((key, rev))
        self.brought.add(key)
        self.known[key] = entry

    def read_to_the_end(self):
        for _ in range(200):
            if not self.read(3):
                return
        raise AssertionError("the feed has no end")


def identity(entry):
    document = entry["gone"] if "gone" in entry else json.loads(entry["doc"])
    return f"{document['origin']} {document['id']}", document.get("rev")
