"""How a history is told: what an operator may wish, and what is seen in the end."""

import logging
from collections.abc import Iterable

from tests.harvest.histories.sites import NAMES, Publisher

# Columns of a source, their names in the rules, and the two values they change between.
WISHES = (
    ("wanted_types", "types", [], ["network"]),
    ("wanted_topics", "topics", [], ["strategy"]),
    ("trust", "trust", "automatic", "review"),
    ("trust_by_type", "trust_by_type", {}, {"network": "review"}),
    ("takes_relayed", "takes_relayed", False, True),
)


class Errors(logging.Handler):
    """What was logged as an error: there is to be nothing."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(self.format(record))


def named(found: dict[tuple[str, str], object], sites: Iterable[Publisher]) -> dict[str, object]:
    """With the names that the histories use, so that a failure can be read."""
    names = {
        (site.origin, site.id_of(name)): f"{site.label}.{name}" + bool(site.moved_to) * " of old"
        for site in sites
        for name in NAMES
    }
    return {names.get(identity, str(identity)): what for identity, what in found.items()}
