"""A check: a self-assessment whose every word and rule is data."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from omwagtail.catalogue.building import absolute, without_blanks
from omwagtail.catalogue.sources import place
from omwagtail.content import presets
from omwagtail.content.blocks import (
    BandBlock,
    CheckSectionBlock,
    CompletionBlock,
    LevelBlock,
    PlanColumnBlock,
    ReferenceBlock,
)
from omwagtail.content.members import first_member_of, members_of, organisation_of
from omwagtail.content.page_document import (
    DocumentPageMixin,
    closing_panels,
    finding_panels,
    summary_panels,
)
from omwagtail.content.panels import OptionalPanel
from omwagtail.content.richtext import FEATURES, html_of
from omwagtail.documents import sanitise_document
from omwagtail.questionnaires import find_problems, fingerprint
from omwagtail.questionnaires.problems import MESSAGES

# Problems that would make a document that nobody accepts: the field that holds them. All others
# are matters of quality, and no reason to refuse a page.
WRONG = {
    "duplicate-level-key": "levels",
    "reserved-level-key": "levels",
    "duplicate-section-id": "sections",
    "duplicate-checkpoint-id": "sections",
    "duplicate-measure-id": "sections",
}


class CheckMixin(DocumentPageMixin):
    """Fields of a check. Every StreamField holds one kind of block, named like it."""

    om_document_type = "check"
    om_template = "omwagtail/check.html"

    code = models.CharField(
        _("code"), max_length=100, blank=True, help_text=_("For example: OM-Praxis A-1.0")
    )
    intro = RichTextField(_("introduction"), blank=True, features=FEATURES)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, help_text=_("How long filling it in takes.")
    )
    sections = StreamField(
        [("section", CheckSectionBlock())], verbose_name=_("topics of the check"), blank=True
    )
    levels = StreamField([("level", LevelBlock())], verbose_name=_("scale"), blank=True, max_num=12)
    allow_not_applicable = models.BooleanField(
        _("checkpoints may be marked as not applicable"), default=True
    )
    not_applicable_label = models.CharField(
        _("words for it"),
        max_length=100,
        blank=True,
        help_text=_("Leave it empty for “Does not apply to us”."),
    )
    bands = StreamField([("band", BandBlock())], verbose_name=_("result texts"), blank=True)
    completion = StreamField(
        [("rule", CompletionBlock())], verbose_name=_("when it is completed"), blank=True
    )
    plan = StreamField(
        [("column", PlanColumnBlock())],
        verbose_name=_("columns of the plan"),
        blank=True,
        help_text=_("Leave it empty for: measure, priority, who, until when, control."),
    )
    edition_number = models.PositiveIntegerField(_("edition"), default=1)
    edition_date = models.DateField(_("date of the edition"), null=True, blank=True)
    issuer = models.ForeignKey(
        "omwagtail.Organisation",
        verbose_name=_("issuer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Leave it empty if it is the organisation of this site."),
    )
    counterpart = StreamField(
        [("check", ReferenceBlock(label=_("Check")))],
        verbose_name=_("check for the other side"),
        blank=True,
        max_num=1,
        help_text=_("For pairs of checks, such as one for firms and one for non-profits."),
    )

    om_panels = [
        *summary_panels(),
        FieldPanel("intro"),
        FieldPanel("sections"),
        MultiFieldPanel(
            [
                HelpPanel(
                    _(
                        "Without levels of your own, the check has three: no need for action, "
                        "need for action, urgent need for action."
                    )
                ),
                FieldPanel("levels"),
                FieldPanel("allow_not_applicable"),
                FieldPanel("not_applicable_label"),
            ],
            heading=_("Scale"),
            classname="collapsed",
        ),
        OptionalPanel("bands"),
        OptionalPanel("completion"),
        OptionalPanel("plan"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("minutes")]),
                FieldRowPanel([FieldPanel("edition_number"), FieldPanel("edition_date")]),
                FieldPanel("issuer"),
                FieldPanel("counterpart"),
            ],
            heading=_("About this check"),
        ),
        *finding_panels(),
        *closing_panels(),
    ]

    om_search_fields = [
        *DocumentPageMixin.om_search_fields,
        index.SearchField("intro"),
        index.SearchField("sections"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuses only what no reader of the document would accept; blanks are fine."""
        super().clean()
        errors: dict[str, list[str]] = {}
        for problem in find_problems(self.definition()):
            if field := WRONG.get(problem.code):
                text = gettext(MESSAGES[problem.code]) % problem.params
                errors.setdefault(field, []).append(text)
        if self.pk and any(_names_page(child, self.pk) for child in self.counterpart or ()):
            errors["counterpart"] = [gettext("A check cannot be its own other side.")]
        if errors:
            raise ValidationError(errors)

    def definition(self) -> dict[str, Any]:
        """The part of the body that ratings and results depend on, as the document has it."""
        levels = members_of(self.levels) or presets.levels()
        label = self.not_applicable_label or presets.not_applicable()
        definition = {
            "scale": {
                "levels": levels,
                "not_applicable": {"label": label} if self.allow_not_applicable else None,
            },
            "sections": members_of(self.sections),
            "bands": members_of(self.bands),
            "completion": members_of(self.completion),
            "plan": members_of(self.plan) or presets.plan(),
        }
        # Cleaned here already: the fingerprint is that of the text which others read.
        whole = absolute(without_blanks({"type": "check", "body": definition}), place(self).origin)
        return sanitise_document(whole)["body"]

    def to_document(self) -> dict[str, Any]:
        """The members of the page's document; blanks are left out when it is written."""
        definition = self.definition()
        return {
            **super().to_document(),
            "body": {
                "code": self.code,
                "intro": html_of(self.intro),
                "edition": {
                    "number": self.edition_number or 1,
                    "date": self.edition_date.isoformat() if self.edition_date else None,
                    "fingerprint": fingerprint(definition),
                },
                **definition,
                "audience": self.audiences or [],
                "minutes": self.minutes,
                "issuer": organisation_of(self.issuer or self._own_organisation()),
                "counterpart": first_member_of(self.counterpart),
            },
        }

    def _own_organisation(self) -> models.Model | None:
        site = self.get_site()
        return getattr(site, "om_organisation", None) if site else None


def _names_page(child: Any, pk: object) -> bool:
    page = child.value.get("page")
    return page is not None and page.pk == pk
