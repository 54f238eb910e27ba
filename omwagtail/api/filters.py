"""The filters of the lists, by django-filter.

A value that can never match is an error rather than an empty list: most likely it is misspelt.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from omwagtail.api.parameters import TERMS
from omwagtail.catalogue.models import Item, ItemTerm
from omwagtail.catalogue.origins import origin_of_request, own_origins
from omwagtail.catalogue.search.words import MAX_QUERY
from omwagtail.documents import DOCUMENT_TYPES, DocumentError, check_origin
from omwagtail.vocabularies import vocabulary

# Filters know their model from a queryset; what they narrow is made when it is needed.
NO_ITEMS = Item.objects.none()
# Longer vocabularies are named by their address instead of being listed in an error.
MAX_LISTED = 30
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
ORGANISATION = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# A plus sign that was not written as %2B arrives as a space.
MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+ -]\d{2}:\d{2})", re.ASCII
)


class AnyOfField(forms.CharField):
    """Values with commas between them, each of which ``check`` looks at."""

    def __init__(self, *, check: Callable[[str], None] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.check = check

    def clean(self, value: str) -> list[str]:
        given = super().clean(value).split(",")
        values = list(dict.fromkeys(text.strip() for text in given))
        if "" in values:
            raise ValidationError("There is a comma without a value beside it.")
        self.check_all(values)
        return values

    def check_all(self, values: list[str]) -> None:
        for value in values:
            self.check(value)


class TermField(AnyOfField):
    """Codes of a vocabulary, or own ones that a partner's document brought along."""

    def __init__(self, *, scheme: str, vocabulary_name: str, **options: Any) -> None:
        super().__init__(**options)
        self.scheme = scheme
        self.vocabulary_name = vocabulary_name

    def check_all(self, values: list[str]) -> None:
        unknown = [value for value in values if value not in vocabulary(self.vocabulary_name)]
        if not unknown:
            return
        carried = ItemTerm.objects.filter(scheme=self.scheme, code__in=unknown)
        known = set(carried.values_list("code", flat=True).distinct())
        if wrong := [value for value in unknown if value not in known]:
            raise ValidationError(f"{shorten(wrong[0])} is none of its codes. {self._allowed()}")

    def _allowed(self) -> str:
        codes = [term.code for term in vocabulary(self.vocabulary_name)]
        if len(codes) <= MAX_LISTED:
            return f"There are: {', '.join(codes)}."
        return f"They stand at /om/api/v1/vocabularies/{self.vocabulary_name}/."


class RegionField(forms.CharField):
    """One code of the shared list of regions."""

    def validate(self, value: str) -> None:
        if value not in vocabulary("regions"):
            raise ValidationError(
                f"{shorten(value)} is no region. They stand at /om/api/v1/vocabularies/regions/."
            )


class MomentField(forms.CharField):
    """A day, or a time with its zone."""

    def clean(self, value: str) -> datetime:
        if (moment := read_moment(super().clean(value))) is None:
            raise ValidationError("A day such as 2026-01-31, or 2026-01-31T12:00:00Z.")
        return moment


class AnyOfFilter(django_filters.Filter):
    field_class = AnyOfField


class TermFilter(django_filters.Filter):
    """Items with one of the codes in a scheme; a region also finds what lies in it."""

    field_class = TermField

    def filter(self, queryset: QuerySet, value: list[str]) -> QuerySet:
        return queryset.with_term(self.extra["scheme"], *value)


class RegionFilter(django_filters.Filter):
    field_class = RegionField


class MomentFilter(django_filters.Filter):
    field_class = MomentField


def shorten(value: str) -> str:
    """A given value as an error may repeat it."""
    return repr(value if len(value) <= 40 else value[:40] + "…")


def read_moment(text: str) -> datetime | None:
    """A day (from midnight UTC) or a time with its zone; None for anything else."""
    try:
        if DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time.min, UTC)
        if found := MOMENT.fullmatch(text):
            zone = found[2].replace(" ", "+").replace("Z", "+00:00")
            return datetime.fromisoformat(found[1] + zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return None


def _check_type(value: str) -> None:
    if value not in DOCUMENT_TYPES:
        raise ValidationError(f"There are: {', '.join(DOCUMENT_TYPES)}.")


def _check_language(value: str) -> None:
    if not LANGUAGE.fullmatch(value) or len(value) > 35:
        raise ValidationError("A language tag such as de or de-AT.")


def _check_organisation(value: str) -> None:
    if not ORGANISATION.fullmatch(value):
        raise ValidationError(
            "The id of an organisation: urn:uuid: and 32 lower-case hexadecimal digits in groups."
        )


def _check_origin(value: str) -> None:
    if value == "self":
        return
    try:
        check_origin(value, allow_loopback_http=True)
    except DocumentError as error:
        raise ValidationError(
            f"self, or an origin such as https://partner.example. {error}"
        ) from error


def _term_filter(name: str) -> TermFilter:
    vocabulary_name, scheme = TERMS[name]
    return TermFilter(scheme=scheme, vocabulary_name=vocabulary_name)


class ItemFilters(django_filters.FilterSet):
    """What lists can be narrowed by. Only the filters that were given are built."""

    type = AnyOfFilter(method="of_types", check=_check_type)
    topic = _term_filter("topic")
    region = _term_filter("region")
    near = RegionFilter(method="near_region")
    sector = _term_filter("sector")
    audience = _term_filter("audience")
    company_size = _term_filter("company_size")
    success_factor = _term_filter("success_factor")
    organisation = AnyOfFilter(method="of_organisations", check=_check_organisation)
    organisation_type = _term_filter("organisation_type")
    language = AnyOfFilter(method="in_languages", check=_check_language)
    origin = AnyOfFilter(method="of_origins", check=_check_origin)
    published_since = MomentFilter(method="since_published")
    modified_since = MomentFilter(method="since_modified")
    q = django_filters.CharFilter(method="with_words", max_length=MAX_QUERY)

    def __init__(
        self, data: dict[str, str], items: Callable[[], QuerySet], request: HttpRequest
    ) -> None:
        every = type(self).base_filters
        self.base_filters = {name: every[name] for name in data if name in every}
        self.items = items
        super().__init__(data, NO_ITEMS, request=request)

    @property
    def is_empty(self) -> bool:
        """Whether all items pass."""
        return not self.base_filters

    def found(self, *, without: str = "") -> QuerySet:
        """What passes all filters; all but one of them with its name."""
        queryset = self.items()
        if self.base_filters:
            for name, value in self.form.cleaned_data.items():
                if name != without:
                    queryset = self.filters[name].filter(queryset, value)
        return queryset

    def find_errors(self) -> list[tuple[str, str]]:
        """What is wrong with the values given: (parameter, sentence)."""
        if not self.base_filters:
            return []
        return [(name, " ".join(sentences)) for name, sentences in self.errors.items()]

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """All words occur."""
        return queryset.search(value)

    def of_types(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        return queryset.of_type(*value)

    def near_region(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.near(value)

    def of_organisations(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        return queryset.with_term("organisation", *value)

    def since_published(self, queryset: QuerySet, name: str, value: datetime) -> QuerySet:
        return queryset.published_since(value)

    def since_modified(self, queryset: QuerySet, name: str, value: datetime) -> QuerySet:
        return queryset.modified_since(value)

    def in_languages(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """``de`` also finds ``de-AT``."""
        wanted = Q()
        for tag in value:
            wanted |= Q(language__iexact=tag) | Q(language__istartswith=f"{tag}-")
        return queryset.filter(wanted)

    def of_origins(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """``self`` is the site that was asked; under another name, all sites here."""
        wanted = {origin for origin in value if origin != "self"}
        if "self" in value:
            asked = origin_of_request(self.request)
            wanted |= {asked} if asked else set(own_origins())
        return queryset.own(*sorted(wanted))
