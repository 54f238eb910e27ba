"""What page types are built from, in this package and in a partner's project."""

from omwagtail.content.check import CheckMixin
from omwagtail.content.directory import DirectoryMixin
from omwagtail.content.network import NetworkMixin
from omwagtail.content.page_document import DocumentPageMixin
from omwagtail.content.practice_example import PracticeExampleMixin

__all__ = [
    "CheckMixin",
    "DirectoryMixin",
    "DocumentPageMixin",
    "NetworkMixin",
    "PracticeExampleMixin",
]
