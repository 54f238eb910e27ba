"""Organisations in the admin: list, search, filter and form."""

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.models import Site
from wagtail.snippets.views.snippets import SnippetViewSet

from omwagtail.content.choices import label_of, organisation_types
from omwagtail.content.listing_menu import MENU_HOOK
from omwagtail.content.organisation import Organisation
from omwagtail.content.organisation_chooser import (
    KIND_COLUMN,
    REGION_COLUMN,
    OrganisationChooserViewSet,
)
from omwagtail.content.panels import OptionalPanel


def regions_in_use() -> list[tuple[str, str]]:
    """The regions that organisations are from, by their words."""
    codes = Organisation.objects.exclude(region="").order_by().values_list("region", flat=True)
    found = [(code, label_of("regions", code)) for code in codes.distinct()]
    return sorted(found, key=lambda choice: choice[1])


class OrganisationFilterSet(WagtailFilterSet):
    """Narrows the list down by kind, region and whether a site is published by it."""

    type = django_filters.ChoiceFilter(label=_("Kind"), choices=organisation_types)
    region = django_filters.ChoiceFilter(label=_("Region"), choices=regions_in_use)
    has_site = django_filters.BooleanFilter(
        label=_("Publishes a site"), field_name="site", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Organisation
        fields = ["type", "region", "has_site"]


class OrganisationForm(WagtailAdminModelForm):
    """A site is published by one organisation; the form says by which one already."""

    def clean_site(self) -> Site | None:
        site = self.cleaned_data["site"]
        other = Organisation.objects.filter(site=site).exclude(pk=self.instance.pk).first()
        if site is not None and other is not None:
            text = gettext("“%(site)s” is already published by “%(organisation)s”.")
            raise ValidationError(text % {"site": site, "organisation": other})
        return site


class OrganisationViewSet(SnippetViewSet):
    """The admin of organisations."""

    model = Organisation
    icon = "group"
    menu_hook = MENU_HOOK
    menu_label = _("Organisations")
    menu_order = 40
    chooser_viewset_class = OrganisationChooserViewSet
    list_display = [
        "name",
        KIND_COLUMN,
        REGION_COLUMN,
        Column("site", label=_("Own site"), accessor=lambda one: one.site or ""),
    ]
    list_per_page = 50
    ordering = ["name"]
    filterset_class = OrganisationFilterSet
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("name"), FieldPanel("short_name")]),
                    FieldRowPanel([FieldPanel("type"), FieldPanel("region")]),
                    FieldPanel("website"),
                    FieldPanel("logo"),
                ],
                heading=_("The organisation"),
            ),
            OptionalPanel("competences"),
            OptionalPanel("contacts"),
            MultiFieldPanel(
                [FieldPanel("partner_since"), FieldPanel("site")],
                heading=_("In the alliance"),
            ),
        ],
        base_form_class=OrganisationForm,
    )
