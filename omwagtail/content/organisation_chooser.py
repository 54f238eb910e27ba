"""Choosing an organisation, and making one on the way."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)

from omwagtail.content.choices import label_of
from omwagtail.content.organisation import Organisation

KIND_COLUMN = Column(
    "type",
    label=_("Kind"),
    accessor=lambda organisation: label_of("organisation-types", organisation.type),
)
REGION_COLUMN = Column(
    "region",
    label=_("Region"),
    accessor=lambda organisation: label_of("regions", organisation.region),
)


class KindAndRegionMixin:
    """Many organisations have similar names: what tells them apart stands beside it."""

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, KIND_COLUMN, REGION_COLUMN]


class OrganisationChooseView(KindAndRegionMixin, ChooseView):
    """The chooser's window."""


class OrganisationChooseResultsView(KindAndRegionMixin, ChooseResultsView):
    """The chooser's list after searching or turning the page."""


class NewOrganisationForm(ModelForm):
    """The few fields that making an organisation needs; it is made once only."""

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "type", "region", "website"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        name, region = cleaned.get("name"), cleaned.get("region", "")
        same = Organisation.objects.filter(name__iexact=name or "")
        # One without a region may be any of that name.
        if name and (same.filter(region__in={region, ""}) if region else same).exists():
            text = gettext("“%(name)s” is there already: look for it in the list and choose it.")
            raise ValidationError({"name": text % {"name": name}})
        return cleaned


class OrganisationChooserViewSet(SnippetChooserViewSet):
    """The chooser of organisations."""

    choose_view_class = OrganisationChooseView
    choose_results_view_class = OrganisationChooseResultsView
    creation_form_class = NewOrganisationForm
