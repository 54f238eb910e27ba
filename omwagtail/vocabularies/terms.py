"""One entry of a controlled list."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Codes that a site adds begin so. No shipped code ever does, so no later version can clash.
OWN_PREFIX = "x-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    code: str
    """Stable for ever: it stands in documents. Outside identities keep their own spelling."""

    labels: Mapping[str, str] = field(hash=False)
    """Language ("de", "en") to label."""

    parent: str | None = None
    """The code of the broader term in the same vocabulary."""

    uri: str | None = None
    """The identity of the term on the web, where it has one (licences)."""

    heading: bool = False
    """It only groups others and is not meant to be chosen."""

    extra: Mapping[str, int | str] = field(default_factory=dict, hash=False)
    """Further facts, e.g. the head-count limits of a company size."""

    own: bool = False
    """This site added it: other sites know it only by the label that travels with it."""

    def label(self, language: str = "de") -> str:
        """The label in a language ("de", "de-at", "en" …); German where there is none."""
        primary = language.lower().partition("-")[0]
        return self.labels.get(primary) or self.labels.get("de", self.code)
