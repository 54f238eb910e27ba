"""Advisers in the admin: list, search, filter and form."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.models import Site
from wagtail.snippets.views.snippets import SnippetViewSet

from omwagtail.content.addresses import validate_email_address
from omwagtail.content.choices import Choice, codes_of, label_of, labels_in_short
from omwagtail.content.fields import CodesFormField
from omwagtail.content.forms import ReadableForm
from omwagtail.content.listing_menu import MENU_HOOK
from omwagtail.content.listings import WIDE_ONLY
from omwagtail.content.panels import OptionalPanel
from omwagtail.runner.advisers import Adviser, AdviserQuerySet


def named(field: str) -> Callable[[], list[Choice]]:
    """The codes that any adviser is named for, in the order of their words."""

    def choices() -> list[Choice]:
        codes = {code for codes in Adviser.objects.values_list(field, flat=True) for code in codes}
        found = [(code, label_of(field, code)) for code in codes & codes_of(field)]
        return sorted(found, key=lambda choice: choice[1])

    return choices


class AdviserFilterSet(WagtailFilterSet):
    """Narrows the list down to those who serve a region or a topic, as visitors find them."""

    region = django_filters.ChoiceFilter(
        label=_("Region"), choices=named("regions"), method="serving"
    )
    topic = django_filters.ChoiceFilter(label=_("Topic"), choices=named("topics"), method="serving")
    public = django_filters.BooleanFilter(label=_("May be shown"))

    class Meta:
        model = Adviser
        fields = ["region", "topic", "public"]

    def serving(self, advisers: AdviserQuerySet, name: str, code: str) -> AdviserQuerySet:
        asked = {"region": code} if name == "region" else {"topics": [code]}
        # In Python: not every database looks into lists, and nobody has thousands of advisers.
        return advisers.filter(pk__in=[one.pk for one in advisers if one.serves(**asked)])


class AdviserForm(ReadableForm, WagtailAdminModelForm):
    """The codes come as lists of checkboxes; who has one site is not asked for it."""

    regions = CodesFormField(
        vocabulary="regions",
        label=_("Regions"),
        required=False,
        help_text=_("Choose none for somebody who is there for all regions."),
    )
    topics = CodesFormField(
        vocabulary="topics",
        label=_("Topics"),
        required=False,
        help_text=_("Choose none for somebody who is there for all topics."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.site_id is None and Site.objects.count() < 2:
            self.fields.pop("site", None)
        elif "site" in self.fields:
            self.fields["site"].empty_label = gettext("All sites")
        self.fields["email"].validators.append(validate_email_address)


class PublicColumn(BooleanColumn):
    """Whether visitors see the entry. Brings along the list's style."""

    class Media:
        css = {"all": ["omwagtail/admin/listing.css"]}


def _regions(adviser: Adviser) -> str:
    return labels_in_short("regions", adviser.regions) or gettext("All regions")


def _topics(adviser: Adviser) -> str:
    return labels_in_short("topics", adviser.topics) or gettext("All topics")


class AdviserViewSet(SnippetViewSet):
    """The admin of advisers."""

    model = Adviser
    icon = "user"
    menu_hook = MENU_HOOK
    menu_label = _("Advisers")
    menu_order = 50
    list_display = [
        "name",
        Column("role", label=_("Responsible for"), classname=WIDE_ONLY),
        Column("regions", label=_("Regions"), accessor=_regions),
        Column("topics", label=_("Topics"), accessor=_topics, classname=WIDE_ONLY),
        PublicColumn("public", label=_("May be shown")),
    ]
    list_export = ["name", "role", "organisation", "email", "phone", "public"]
    list_per_page = 50
    search_fields = ["name", "role", "organisation__name", "email"]
    filterset_class = AdviserFilterSet
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel(
                        "name",
                        help_text=_("A person, or a desk such as “Advice for young firms”."),
                    ),
                    FieldRowPanel([FieldPanel("role"), FieldPanel("organisation")]),
                    FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                    FieldPanel(
                        "public",
                        help_text=_(
                            "Only then do visitors see this entry beside the result of a check. "
                            "Ask the person first: name and number are personal data."
                        ),
                    ),
                ],
                heading=_("Who it is"),
            ),
            FieldPanel("topics"),
            FieldPanel("regions"),
            OptionalPanel("site", help_text=_("The site whose visitors are to see the entry.")),
            FieldPanel(
                "sort_order",
                help_text=_("Among advisers who fit equally well the lowest number comes first."),
            ),
        ],
        base_form_class=AdviserForm,
    )

    def get_queryset(self, request: Any) -> AdviserQuerySet:
        return Adviser.objects.select_related("organisation")
