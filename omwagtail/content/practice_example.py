"""A practice example: what somebody did, and what others can learn from it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from omwagtail.content.api_fields import members_in_api
from omwagtail.content.blocks import (
    ActorBlock,
    EventBlock,
    FactBlock,
    LineBlock,
    MilestoneBlock,
    OrganisationsBlock,
    ProgrammeFundingBlock,
    QuoteBlock,
    SectionBlock,
)
from omwagtail.content.checklist import (
    Hint,
    hint_if_empty,
    hints_on_facts,
    hints_on_pictures,
    values_of,
)
from omwagtail.content.dates import iso_date, validate_date
from omwagtail.content.members import first_member_of, members_of
from omwagtail.content.page_document import (
    DocumentPageMixin,
    closing_panels,
    finding_panels,
    summary_panels,
)
from omwagtail.content.panels import OptionalGroup, OptionalPanel
from omwagtail.content.richtext import html_of
from omwagtail.content.starting import STARTING_FORMS

DATE_HELP = _("As exactly as it is known: 2021, 11.2021 or 12.11.2021.")


class PracticeExampleMixin(DocumentPageMixin):
    """Fields of a practice example. Every StreamField holds one kind of block, named like it."""

    om_document_type = "practice-example"
    om_template = "omwagtail/practice_example.html"
    om_same_in_all_languages = ("licence", "period_from", "period_to")

    om_starting_forms = STARTING_FORMS
    """What an editor may start a new page from; without any, an empty form comes at once."""

    sections = StreamField([("section", SectionBlock())], verbose_name=_("sections"), blank=True)
    lessons = StreamField(
        [("lesson", LineBlock(label=_("Lesson"), max_length=1000, icon="pick"))],
        verbose_name=_("lessons learned"),
        blank=True,
    )
    facts = StreamField([("fact", FactBlock())], verbose_name=_("figures"), blank=True)
    actors = StreamField(
        OrganisationsBlock([("actor", ActorBlock())]),
        verbose_name=_("actors"),
        blank=True,
        collapsed=True,
    )
    milestones = StreamField(
        [("milestone", MilestoneBlock())], verbose_name=_("milestones"), blank=True
    )
    quotes = StreamField([("quote", QuoteBlock())], verbose_name=_("quotes"), blank=True)
    event = StreamField([("event", EventBlock())], verbose_name=_("event"), blank=True, max_num=1)
    funding = StreamField(
        [("funding", ProgrammeFundingBlock())], verbose_name=_("funding"), blank=True
    )
    period_from = models.CharField(
        _("began"), max_length=20, blank=True, validators=[validate_date], help_text=DATE_HELP
    )
    period_to = models.CharField(_("ended"), max_length=20, blank=True, validators=[validate_date])
    series_title = models.CharField(_("series"), max_length=255, blank=True)
    series_number = models.PositiveSmallIntegerField(_("number in it"), null=True, blank=True)

    om_panels = [
        *summary_panels(),
        FieldPanel("sections"),
        OptionalPanel("actors"),
        OptionalPanel("lessons"),
        OptionalPanel("facts"),
        OptionalPanel("quotes"),
        OptionalPanel("event"),
        OptionalPanel("milestones"),
        OptionalGroup(
            [
                FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to")]),
                FieldRowPanel([FieldPanel("series_title"), FieldPanel("series_number")]),
            ],
            heading=_("Period and series"),
        ),
        OptionalPanel("funding"),
        *finding_panels(),
        *closing_panels(),
    ]

    om_search_fields = [
        *DocumentPageMixin.om_search_fields,
        index.SearchField("sections"),
        index.SearchField("lessons"),
        index.SearchField("actors"),
    ]

    om_api_fields = [
        *DocumentPageMixin.om_api_fields,
        *members_in_api("sections", "lessons", "facts", "actors", "milestones", of="body"),
        *members_in_api("quotes", "event", "funding", of="body"),
        *(APIField(name) for name in ("period_from", "period_to")),
        *(APIField(name) for name in ("series_title", "series_number")),
    ]

    class Meta:
        abstract = True

    def to_document(self) -> dict[str, Any]:
        """The members of the page's document; blanks are left out when it is written."""
        series = {"title": self.series_title, "number": self.series_number}
        return {
            **super().to_document(),
            "body": {
                "sections": members_of(self.sections),
                "facts": members_of(self.facts),
                "actors": members_of(self.actors),
                "milestones": members_of(self.milestones),
                "quotes": members_of(self.quotes),
                "event": first_member_of(self.event),
                "lessons": members_of(self.lessons),
                "series": series if self.series_title else None,
                "period": {"from": iso_date(self.period_from), "to": iso_date(self.period_to)},
                "funding": members_of(self.funding),
            },
        }

    def om_hints(self) -> list[Hint]:
        """What is missing for a good practice example, in the editor's language."""
        return [
            *super().om_hints(),
            *self.om_hints_on_place(),
            *self._hints_on_sections(),
            *hint_if_empty(
                values_of(self.lessons),
                gettext("No lesson is named: what should others do in the same way, what not?"),
                "lessons",
            ),
            *self._hints_on_actors(),
            *hints_on_facts(self.facts),
            *self._hints_on_time(),
        ]

    def _hints_on_sections(self) -> list[Hint]:
        sections = values_of(self.sections)
        told = [section for section in sections if html_of(section.get("text"))]
        if not sections:
            text = gettext("The story is still to be told: there is no section.")
            return [Hint(text, "sections")]
        found = []
        if blank := len(sections) - len(told):
            text = ngettext(
                "%(count)s section is laid out, but has no text. Empty ones are not shown.",
                "%(count)s sections are laid out, but have no text. Empty ones are not shown.",
                blank,
            )
            found.append(Hint(text % {"count": blank}, "sections"))
        if not any(section.get("kind") == "results" for section in told):
            text = gettext("No section tells of results. Readers want to know what came of it.")
            found.append(Hint(text, "sections"))
        pictures = [picture for section in sections for picture in section.get("images") or ()]
        return [*found, *hints_on_pictures(pictures, "sections")]

    def _hints_on_actors(self) -> list[Hint]:
        actors = values_of(self.actors)
        if not actors:
            text = gettext("No actor is named: who took part?")
        elif not any((actor.get("benefit") or "").strip() for actor in actors):
            text = gettext("For no actor it says what they gain. That is what convinces others.")
        else:
            return []
        return [Hint(text, "actors")]

    def _hints_on_time(self) -> list[Hint]:
        for event in values_of(self.event):
            if not event.get("date") or not event.get("place"):
                text = gettext("The event lacks its day or its place.")
                return [Hint(text, "event")]
            return []
        text = gettext("It does not say when it was. A year is enough.")
        return hint_if_empty(self.period_from or self.period_to, text, "period_from")
