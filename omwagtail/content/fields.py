"""Model fields: codes of a vocabulary, of which migrations hold the name only; web addresses."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
from django.utils.translation import gettext_lazy as _

from omwagtail.content.addresses import validate_web_address
from omwagtail.content.choices import codes_of, is_retired, option_groups
from omwagtail.content.widgets import CodesWidget

UNKNOWN_CODE = _("“%(code)s” is not in the list.")


def check_codes(name: str, codes: list[str]) -> None:
    """Raise ValidationError for the first code that the list does not know.

    An own topic that was taken from the list again is let through, so that a page that carries it
    can still be saved and published.
    """
    known = codes_of(name)
    for code in codes:
        if code not in known and not is_retired(name, code):
            raise ValidationError(UNKNOWN_CODE, code="unknown-code", params={"code": code})


class CodesFormField(forms.MultipleChoiceField):
    """Several codes, as a list of checkboxes in groups."""

    def __init__(self, *, vocabulary: str, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        kwargs.setdefault("widget", CodesWidget(vocabulary=vocabulary))
        super().__init__(choices=lambda: option_groups(vocabulary), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, list) else []

    def valid_value(self, value: str) -> bool:
        """Also codes that are no longer offered, so that a page that carries one can be saved."""
        return value in codes_of(self.vocabulary) or is_retired(self.vocabulary, value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"aria-label": str(self.label)} if self.label else {}


class CodeFormField(forms.ChoiceField):
    """One code, as a select with groups."""

    def __init__(self, *, vocabulary: str, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        kwargs.pop("max_length", None)
        super().__init__(choices=self._options, **kwargs)

    def _options(self) -> list:
        groups = option_groups(self.vocabulary)
        flat = groups[0][1] if len(groups) == 1 else groups
        return [("", _("not stated")), *flat]

    def valid_value(self, value: str) -> bool:
        return value in codes_of(self.vocabulary)


class CodesField(models.JSONField):
    """A list of codes of a vocabulary, for example ``CodesField(vocabulary="topics")``."""

    def __init__(self, *args: Any, vocabulary: str, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "vocabulary": self.vocabulary}

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        # Not JSONField's own: it would ask for JSON in a text area.
        return models.Field.formfield(
            self, **{"form_class": CodesFormField, "vocabulary": self.vocabulary, **kwargs}
        )

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            raise ValidationError(_("This must be a list of codes."), code="invalid")
        check_codes(self.vocabulary, value)


@CodesField.register_lookup
class Holds(models.JSONField.class_lookups["exact"]):
    """``filter(topics="health")``: the list holds this code; a list is compared as it is.

    So ``?topics=health`` finds something in Wagtail's own API, which knows equality only.
    """

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list]:
        if not isinstance(self.rhs, str):
            return super().as_sql(compiler, connection)
        # As text: not every database looks into lists.
        held = Contains(Cast(self.lhs, models.TextField()), json.dumps(self.rhs))
        return compiler.compile(held)


class CodeField(models.CharField):
    """One code of a vocabulary, for example ``CodeField(vocabulary="organisation-types")``."""

    def __init__(self, *args: Any, vocabulary: str, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "vocabulary": self.vocabulary}

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(
            **{"form_class": CodeFormField, "vocabulary": self.vocabulary, **kwargs}
        )

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if value:
            check_codes(self.vocabulary, [value])


class WebAddressField(models.URLField):
    """A web address as documents may carry it; what is typed without a scheme gets https."""

    default_validators = [*models.URLField.default_validators, validate_web_address]

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
