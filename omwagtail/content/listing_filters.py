"""What an editor can narrow a listing of documents down by."""

from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.models import Site

from omwagtail.content.choices import option_groups
from omwagtail.content.syndication import Kind, in_state

ALL = pgettext_lazy("filter", "All")
LIVE, NOT_LIVE = "live", "draft"
EXAMPLE, EVENT = "example", "event"


def has_field(model: type[models.Model], name: str) -> bool:
    """Whether a page type has a field; old models of a partner may lack any of ours."""
    return any(field.name == name for field in model._meta.get_fields())


def with_text(queryset: models.QuerySet, field: str, **lookup: str) -> models.QuerySet:
    """The pages whose field, stored as JSON, matches as text; every database can do that.

    By primary key, since a search engine of its own does not know the field.
    """
    stored = queryset.model._base_manager.alias(_text=Cast(field, TextField()))
    matching = stored.filter(**{f"_text__{name}": value for name, value in lookup.items()})
    return queryset.filter(pk__in=matching.values("pk"))


def with_topic(queryset: models.QuerySet, name: str, code: str) -> models.QuerySet:
    """The pages on a topic."""
    return with_text(queryset, "topics", contains=f'"{code}"') if code else queryset


def with_region(queryset: models.QuerySet, name: str, code: str) -> models.QuerySet:
    """The pages of a region and of those in it: a NUTS code begins with that of its parent."""
    return with_text(queryset, "regions", contains=f'"{code}') if code else queryset


def with_state(queryset: models.QuerySet, name: str, kind: str) -> models.QuerySet:
    """The pages in a state of syndication."""
    return in_state(queryset, kind) if kind else queryset


def with_status(queryset: models.QuerySet, name: str, status: str) -> models.QuerySet:
    """The pages that visitors see, or do not see."""
    return queryset.filter(live=status == LIVE) if status else queryset


def events(queryset: models.QuerySet) -> models.QuerySet:
    """The practice examples that report of an event."""
    return with_text(queryset, "event", startswith="[{")


def of_kind(queryset: models.QuerySet, name: str, kind: str) -> models.QuerySet:
    """Events, or all but these."""
    if kind == EVENT:
        return events(queryset)
    reports = events(queryset.model._base_manager.all())
    return queryset.exclude(pk__in=reports.values("pk")) if kind else queryset


class DocumentFilterSet(PageFilterSet):
    """Filters of a listing; those are left out for which the page type has no field."""

    syndication = django_filters.ChoiceFilter(
        label=_("Passing on"),
        choices=Kind.choices,
        method=with_state,
        empty_label=ALL,
        widget=forms.RadioSelect,
    )
    region = django_filters.ChoiceFilter(
        label=_("Region"), choices=lambda: _grouped("regions"), method=with_region, empty_label=ALL
    )
    topic = django_filters.ChoiceFilter(
        label=_("Topic"), choices=lambda: _grouped("topics"), method=with_topic, empty_label=ALL
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        choices=[(EXAMPLE, _("Practice example")), (EVENT, _("Event"))],
        method=of_kind,
        empty_label=ALL,
        widget=forms.RadioSelect,
    )
    status = django_filters.ChoiceFilter(
        label=_("On the website"),
        choices=[
            (LIVE, pgettext_lazy("page", "Published")),
            (NOT_LIVE, pgettext_lazy("page", "Not published")),
        ],
        method=with_status,
        empty_label=ALL,
        widget=forms.RadioSelect,
    )
    has_child_pages = None

    NEEDED_FIELDS = {"region": "regions", "topic": "topics", "kind": "event"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.NEEDED_FIELDS.items():
            if not has_field(self._meta.model, field):
                del self.filters[name]
        if Site.objects.count() < 2:
            del self.filters["site"]
        # Wagtail's own ones, which are used less, come after ours.
        for name in PageFilterSet.base_filters:
            if name in self.filters:
                self.filters.move_to_end(name)


def _grouped(name: str) -> list:
    groups = option_groups(name)
    return groups[0][1] if len(groups) == 1 else groups
