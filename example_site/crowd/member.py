"""A good site of the crowd: a publisher with documents of its own, which sometimes has news."""

from example_site.crowd.documents import make_document, name_of
from example_site.crowd.publisher import Publisher, key_of
from omwagtail.documents import SigningKey

# Which document a site changes when it has news: a practice example.
CHANGED = 1


class Member(Publisher):
    """A site with this number. Bad ones are subclasses."""

    # Whether anything answers there.
    listens = True

    def __init__(
        self, number: int, origin: str, documents: int, *, key: SigningKey | None = None
    ) -> None:
        own = (self.make_document(origin, number, each) for each in range(documents))
        super().__init__(origin, name_of(number), own, key=key)
        self.number, self.changes = number, 0
        # What was seen when a person approved the site.
        self.approved_key = key_of(origin)

    @classmethod
    def fault(cls) -> str:
        """In one word what is wrong with the site; empty for a good one."""
        return "" if cls is Member else cls.__name__.lower()

    def make_document(self, origin: str, number: int, each: int, changes: int = 0) -> dict:
        """The document with this number; bad sites make bad ones."""
        return make_document(origin, number, each, changes)

    def change(self) -> None:
        """Have news: a newer version of one document."""
        self.make_ready()
        self.changes += 1
        self.offer(self.make_document(self.origin, self.number, CHANGED, self.changes))
