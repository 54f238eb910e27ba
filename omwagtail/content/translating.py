"""What is the same in every language, so that translators are not asked for it.

wagtail-localize asks for every line of text. Here it learns which lines are dates, names or codes;
nothing of it is imported unless a site has installed it.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import models
from wagtail import blocks


class SameInAllLanguagesBlock(blocks.CharBlock):
    """A line that is copied into translations as it is: a date, a name, a telephone number."""

    def deconstruct(self):
        """In migrations a plain CharBlock, so that this class stays free to change."""
        _, args, kwargs = super().deconstruct()
        return "wagtail.blocks.CharBlock", args, kwargs

    def get_translatable_segments(self, value: str) -> list:
        return []

    def restore_translated_segments(self, value: str, segments: list) -> str:
        return value


class SameInAllLanguages:
    """A page's ``override_translatable_fields``: those that translations take from their source.

    The page type names them in ``om_same_in_all_languages``.
    """

    def __get__(self, instance: models.Model | None, model: type[models.Model]) -> Sequence[Any]:
        if not apps.is_installed("wagtail_localize"):
            return []
        from wagtail_localize.fields import SynchronizedField

        return [
            SynchronizedField(name, overridable=False) for name in model.om_same_in_all_languages
        ]
