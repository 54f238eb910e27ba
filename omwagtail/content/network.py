"""A network's profile: who works together in a region, and how."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from omwagtail.content.blocks import (
    BodyBlock,
    DownloadBlock,
    FactBlock,
    FundingBlock,
    LineBlock,
    MemberBlock,
    MilestoneBlock,
)
from omwagtail.content.dates import iso_date, validate_date
from omwagtail.content.fields import WebAddressField
from omwagtail.content.members import members_of
from omwagtail.content.page_document import (
    DocumentPageMixin,
    closing_panels,
    finding_panels,
    summary_panels,
)
from omwagtail.content.panels import OptionalGroup, OptionalPanel


class NetworkMixin(DocumentPageMixin):
    """Fields of a network's profile. Every StreamField holds one kind of block, named like it."""

    om_document_type = "network"
    om_template = "omwagtail/network.html"

    legal_form = models.CharField(_("legal form"), max_length=255, blank=True)
    founded = models.CharField(
        _("founded"),
        max_length=20,
        blank=True,
        validators=[validate_date],
        help_text=_("As exactly as it is known: 2021, 11.2021 or 12.11.2021."),
    )
    website = WebAddressField(_("website"), max_length=500, blank=True)
    goals = StreamField(
        [("goal", LineBlock(label=_("Goal"), max_length=1000, icon="pick"))],
        verbose_name=_("goals"),
        blank=True,
    )
    focus_areas = StreamField(
        [("focus_area", LineBlock(label=_("Focus area"), max_length=1000, icon="crosshairs"))],
        verbose_name=_("focus areas"),
        blank=True,
    )
    members = StreamField([("member", MemberBlock())], verbose_name=_("members"), blank=True)
    facts = StreamField([("fact", FactBlock())], verbose_name=_("figures"), blank=True)
    milestones = StreamField(
        [("milestone", MilestoneBlock())], verbose_name=_("milestones"), blank=True
    )
    bodies = StreamField([("body", BodyBlock())], verbose_name=_("bodies"), blank=True)
    coordination = models.TextField(_("coordination"), max_length=2000, blank=True)
    meeting_rhythm = models.TextField(_("meetings"), max_length=2000, blank=True)
    recognition = models.TextField(_("recognition"), max_length=2000, blank=True)
    funding = StreamField([("funding", FundingBlock())], verbose_name=_("funding"), blank=True)
    agreements = StreamField(
        [("agreement", DownloadBlock())], verbose_name=_("agreements"), blank=True
    )

    om_panels = [
        *summary_panels(),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("legal_form"), FieldPanel("founded")]),
                FieldPanel("website"),
            ],
            heading=_("The network"),
        ),
        FieldPanel("goals"),
        OptionalPanel("focus_areas"),
        OptionalPanel("members"),
        OptionalPanel("facts"),
        OptionalPanel("milestones"),
        OptionalGroup(
            [
                FieldPanel("bodies"),
                FieldPanel("coordination"),
                FieldPanel("meeting_rhythm"),
                FieldPanel("recognition"),
            ],
            heading=_("How it works together"),
        ),
        OptionalPanel("funding"),
        OptionalPanel("agreements"),
        *finding_panels(),
        *closing_panels(),
    ]

    om_search_fields = [
        *DocumentPageMixin.om_search_fields,
        index.SearchField("goals"),
        index.SearchField("focus_areas"),
        index.SearchField("members"),
    ]

    class Meta:
        abstract = True

    def to_document(self) -> dict[str, Any]:
        """The members of the page's document; blanks are left out when it is written."""
        return {
            **super().to_document(),
            "body": {
                "legal_form": self.legal_form,
                "founded": iso_date(self.founded),
                "milestones": members_of(self.milestones),
                "facts": members_of(self.facts),
                "goals": members_of(self.goals),
                "focus_areas": members_of(self.focus_areas),
                "members": members_of(self.members),
                "bodies": members_of(self.bodies),
                "funding": members_of(self.funding),
                "agreements": members_of(self.agreements),
                "coordination": self.coordination,
                "recognition": self.recognition,
                "meeting_rhythm": self.meeting_rhythm,
                "website": self.website,
            },
        }
