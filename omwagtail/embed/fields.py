"""Model fields of a theme: what is in them can stand in a style sheet as it is."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from omwagtail.embed.contrast import COLOUR
from omwagtail.embed.fonts import NoFamilies, NoGeneric, font_families


class ColourField(models.CharField):
    """A colour, ``#rrggbb``; what is typed as ``#ABC``, ``AABBCC`` or so becomes that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 7)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        # What is too long is no colour, which says more.
        return super().formfield(**{"max_length": None, **kwargs})

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or value in self.empty_values:
            return value
        digits = value.strip().lower().removeprefix("#")
        if len(digits) == 3:
            digits = "".join(digit * 2 for digit in digits)
        colour = f"#{digits}"
        if not COLOUR.fullmatch(colour):
            raise ValidationError(
                _("Enter a colour as six digits such as #0b5c6b."), code="no-colour"
            )
        return colour


class FontField(models.CharField):
    """Font families, as ``font_families`` writes them; empty for those of the standard look."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return font_families(value)
        except NoGeneric:
            raise ValidationError(
                _(
                    "Say at the end what is to be shown where a device has none of these fonts: "
                    "%(families)s, sans-serif (or serif, or monospace)."
                ),
                code="no-generic",
                params={"families": value.strip().rstrip(",")},
            ) from None
        except NoFamilies:
            raise ValidationError(
                _("Enter names of fonts with commas between them, such as Arial, sans-serif."),
                code="no-families",
            ) from None
