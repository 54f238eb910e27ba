"""A network's profile: who works together in a region, and how."""

from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from omwagtail.content.api_fields import members_in_api
from omwagtail.content.blocks import (
    BodyBlock,
    DownloadBlock,
    FactBlock,
    FundingBlock,
    LineBlock,
    MemberBlock,
    MilestoneBlock,
    OrganisationsBlock,
)
from omwagtail.content.checklist import Hint, hint_if_empty, hints_on_facts, values_of
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
    om_same_in_all_languages = ("licence", "founded")

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
    members = StreamField(
        OrganisationsBlock([("member", MemberBlock())]),
        verbose_name=_("members"),
        blank=True,
        collapsed=True,
    )
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
        OptionalPanel("facts"),
        OptionalPanel("milestones"),
        *finding_panels(),
        *closing_panels(),
    ]

    om_search_fields = [
        *DocumentPageMixin.om_search_fields,
        index.SearchField("goals"),
        index.SearchField("focus_areas"),
        index.SearchField("members"),
    ]

    om_api_fields = [
        *DocumentPageMixin.om_api_fields,
        *(APIField(name) for name in ("legal_form", "founded", "website")),
        *members_in_api("goals", "focus_areas", "members", "bodies", "funding", of="body"),
        *members_in_api("agreements", "facts", "milestones", of="body"),
        *(APIField(name) for name in ("coordination", "meeting_rhythm", "recognition")),
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

    def om_hints(self) -> list[Hint]:
        """What is missing for a good profile, in the editor's language."""
        wanted = [
            (self.founded, gettext("It does not say since when the network exists."), "founded"),
            (values_of(self.goals), gettext("No goal is named: what is it all for?"), "goals"),
            (
                (self.coordination or "").strip(),
                gettext("It does not say who coordinates the network."),
                "coordination",
            ),
        ]
        return [
            *super().om_hints(),
            *self.om_hints_on_place(),
            *(hint for value, text, field in wanted for hint in hint_if_empty(value, text, field)),
            *self._hints_on_members(),
            *hints_on_facts(self.facts),
            *self._hints_on_funding(),
        ]

    def _hints_on_members(self) -> list[Hint]:
        members = values_of(self.members)
        if not members:
            text = gettext("No member is named: who works together here?")
        elif not any((member.get("benefit") or "").strip() for member in members):
            text = gettext("For no member it says what they gain. That is what convinces others.")
        else:
            return []
        return [Hint(text, "members")]

    def _hints_on_funding(self) -> list[Hint]:
        shares = [funding.get("share") for funding in values_of(self.funding)]
        total = sum(share or 0 for share in shares)
        if not shares:
            text = gettext("It does not say how the network pays for its work.")
        elif None in shares:
            text = gettext("Some kinds of funding have no share, so no bar can be drawn of them.")
        elif total != 100:
            text = gettext("The shares of the funding add up to %(total)s percent instead of 100.")
        else:
            return []
        return [Hint(text % {"total": total}, "funding")]
