"""Organisations: publishers, actors and members, edited as a snippet."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Site
from wagtail.search import index

from omwagtail.catalogue.pictures import picture_of
from omwagtail.content.api_fields import (
    Codes,
    codes_in_api,
    document_in_api,
    members_in_api,
)
from omwagtail.content.blocks.people import ContactBlock
from omwagtail.content.dates import iso_date, validate_date
from omwagtail.content.fields import CodeField, CodesField, WebAddressField
from omwagtail.content.members import members_of


class Organisation(index.Indexed, models.Model):
    """A partner or another organisation. Only a site's own one is a document of its own."""

    om_document_type = "organisation"

    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    type = CodeField(_("kind"), vocabulary="organisation-types")
    region = CodeField(_("region"), vocabulary="regions")
    website = WebAddressField(_("website"), max_length=500, blank=True)
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    partner_since = models.CharField(
        _("partner of the alliance since"),
        max_length=20,
        blank=True,
        validators=[validate_date],
        help_text=_("As exactly as it is known: 2021, 11.2021 or 12.11.2021."),
    )
    competences = CodesField(_("what it knows about"), vocabulary="topics")
    contacts = StreamField([("contact", ContactBlock())], verbose_name=_("contacts"), blank=True)
    site = models.OneToOneField(
        Site,
        verbose_name=_("own organisation of the site"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="om_organisation",
        help_text=_("Choose the site here if this organisation publishes it."),
    )

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("short_name"),
        index.AutocompleteField("short_name"),
        index.FilterField("type"),
        index.FilterField("region"),
    ]

    om_api_fields = [
        *(APIField(name) for name in ("name", "short_name", "website", "partner_since")),
        # Wagtail's API calls the kind of an object its type.
        APIField("organisation_type", serializer=Codes("organisation-types", source="type")),
        *codes_in_api(region="regions", competences="topics"),
        *members_in_api("logo", "contacts", of="body"),
        *document_in_api(),
    ]
    api_fields = om_api_fields

    class Meta:
        app_label = "omwagtail"
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def om_site(self) -> Site | None:
        """The site that this organisation publishes."""
        return self.site

    def om_path(self) -> str:
        """The address of the organisation's site below its origin."""
        return "/"

    def to_document(self) -> dict[str, Any]:
        """The members of the organisation's document."""
        return {
            "title": self.name,
            "regions": [self.region] if self.region else [],
            "topics": self.competences or [],
            "body": {
                "name": self.name,
                "short_name": self.short_name,
                "type": self.type,
                "region": self.region,
                "website": self.website,
                "logo": picture_of(self.logo, alt=self.name),
                "partner_since": iso_date(self.partner_since),
                "competences": self.competences or [],
                "contacts": members_of(self.contacts),
            },
        }
