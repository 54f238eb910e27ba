"""Organisations in the admin: list, search, filter, form, and making one while choosing."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from omwagtail.content.choices import label_of, organisation_types
from omwagtail.content.listing_menu import MENU_HOOK
from omwagtail.content.organisation import Organisation
from omwagtail.content.panels import OptionalPanel


def kind_of(organisation: Organisation) -> str:
    """The kind, in words."""
    return label_of("organisation-types", organisation.type)


def region_of(organisation: Organisation) -> str:
    """The region, in words."""
    return label_of("regions", organisation.region)


class OrganisationFilterSet(WagtailFilterSet):
    """Narrows the list down by kind."""

    type = django_filters.ChoiceFilter(label=_("Kind"), choices=organisation_types)

    class Meta:
        model = Organisation
        fields = ["type"]


class OrganisationChooserViewSet(SnippetChooserViewSet):
    """The chooser, with the few fields that making an organisation needs."""

    form_fields = ["name", "short_name", "type", "region", "website"]


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
        Column(
            "type", label=_("Kind"), accessor=lambda one: label_of("organisation-types", one.type)
        ),
        Column("region", label=_("Region"), accessor=lambda one: label_of("regions", one.region)),
        Column("site", label=_("Own site"), accessor=lambda one: one.site or ""),
    ]
    list_per_page = 50
    ordering = ["name"]
    filterset_class = OrganisationFilterSet
    panels = [
        FieldPanel("name"),
        FieldPanel("short_name"),
        FieldPanel("type"),
        FieldPanel("region"),
        FieldPanel("website"),
        FieldPanel("logo"),
        FieldPanel("competences"),
        OptionalPanel("contacts"),
        MultiFieldPanel(
            [FieldPanel("partner_since"), FieldPanel("site")],
            heading=_("In the alliance"),
        ),
    ]
