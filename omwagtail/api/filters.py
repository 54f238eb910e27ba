"""The filters of the lists, by django-filter.

A value that can never match is an error rather than an empty list: most likely it is misspelt.
"""

import re

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from omwagtail.catalogue.models import ItemTerm
from omwagtail.catalogue.origins import origin_of_request, own_origins
from omwagtail.catalogue.search.words import MAX_QUERY
from omwagtail.documents import DOCUMENT_TYPES, DocumentError, check_origin
from omwagtail.vocabularies import vocabulary

# Longer vocabularies are named by their address instead of being listed in an error.
MAX_LISTED = 30
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class TermField(forms.CharField):
    """A code of a vocabulary, or an own one that a partner's document brought along."""

    def __init__(self, *, scheme: str, vocabulary_name: str, **options) -> None:
        super().__init__(**options)
        self.scheme = scheme
        self.vocabulary_name = vocabulary_name

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value or value in vocabulary(self.vocabulary_name):
            return
        if not ItemTerm.objects.filter(scheme=self.scheme, code=value).exists():
            raise ValidationError(f"{shorten(value)} is no code of it. {self._allowed()}")

    def _allowed(self) -> str:
        codes = [term.code for term in vocabulary(self.vocabulary_name)]
        if len(codes) <= MAX_LISTED:
            return f"There are: {', '.join(codes)}."
        return f"They stand at /om/api/v1/vocabularies/{self.vocabulary_name}/."


class TermFilter(django_filters.Filter):
    """Items with a code in one scheme; a region also finds what lies in it."""

    field_class = TermField

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.with_term(self.extra["scheme"], value) if value else queryset


def shorten(value: str) -> str:
    """A given value as an error may repeat it."""
    return repr(value if len(value) <= 40 else value[:40] + "…")


def _check_type(value: str) -> None:
    if value not in DOCUMENT_TYPES:
        raise ValidationError(f"There are: {', '.join(DOCUMENT_TYPES)}.")


def _check_language(value: str) -> None:
    if not LANGUAGE.fullmatch(value) or len(value) > 35:
        raise ValidationError("A language tag such as de or de-AT.")


def _check_origin(value: str) -> None:
    if value == "self":
        return
    try:
        check_origin(value, allow_loopback_http=True)
    except DocumentError as error:
        raise ValidationError(
            f"self, or an origin such as https://partner.example. {error}"
        ) from error


def term_filter(scheme: str, vocabulary_name: str) -> TermFilter:
    """A filter by the codes of a vocabulary."""
    return TermFilter(scheme=scheme, vocabulary_name=vocabulary_name)


class ItemFilters(django_filters.FilterSet):
    """What every list can be narrowed by."""

    topic = term_filter("topic", "topics")
    region = term_filter("region", "regions")
    sector = term_filter("sector", "sectors")
    audience = term_filter("audience", "audiences")
    company_size = term_filter("company-size", "company-sizes")
    success_factor = term_filter("success-factor", "success-factors")
    organisation_type = term_filter("organisation-type", "organisation-types")
    q = django_filters.CharFilter(method="with_words", max_length=MAX_QUERY)
    language = django_filters.CharFilter(method="in_language", validators=[_check_language])
    origin = django_filters.CharFilter(method="of_origin", validators=[_check_origin])

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """All words occur."""
        return queryset.search(value)

    def in_language(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """``de`` also finds ``de-AT``."""
        exact = queryset.filter(language__iexact=value)
        return exact | queryset.filter(language__istartswith=f"{value}-")

    def of_origin(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """``self`` is the site that was asked; under another name, all sites here."""
        if value != "self":
            return queryset.own(value)
        asked = origin_of_request(self.request)
        return queryset.filter(origin__in=[asked] if asked else list(own_origins()))


class TypedItemFilters(ItemFilters):
    """The list of all types can be narrowed to one."""

    type = django_filters.CharFilter(validators=[_check_type])


def find_errors(filters: ItemFilters) -> list[tuple[str, str]]:
    """What is wrong with the values given: (parameter, sentence)."""
    return [(name, " ".join(sentences)) for name, sentences in filters.errors.items()]
