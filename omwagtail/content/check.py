"""A check: a self-assessment whose every word and rule is data."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from omwagtail.catalogue.building import absolute, without_blanks
from omwagtail.catalogue.serving import document_for
from omwagtail.catalogue.sources import place
from omwagtail.content import presets
from omwagtail.content.api_fields import members_in_api
from omwagtail.content.blocks import (
    BandBlock,
    CheckSectionBlock,
    CompletionBlock,
    LevelBlock,
    PlanColumnBlock,
    ReferenceBlock,
)
from omwagtail.content.check_hints import WRONG, hints_on_check
from omwagtail.content.check_panels import EditionPanel, FromFilePanel
from omwagtail.content.checklist import Hint
from omwagtail.content.members import first_member_of, members_of, organisation_of
from omwagtail.content.page_document import (
    DocumentPageMixin,
    closing_panels,
    finding_panels,
    summary_panels,
)
from omwagtail.content.panels import OptionalPanel
from omwagtail.content.prose import ProseField
from omwagtail.content.richtext import FEATURES, html_of
from omwagtail.documents import MAX_LEVELS, sanitise_document
from omwagtail.questionnaires import find_problems, fingerprint
from omwagtail.questionnaires.problems import MESSAGES
from omwagtail.runner.trial import trial_response

TRIAL = "fill-in"


def _shown_if(**rules: str) -> dict[str, str]:
    """Attributes of a panel that is shown while the fields named have these values."""
    return {"data-w-rules-target": "show", "data-w-rules": json.dumps(rules)}


class CheckMixin(DocumentPageMixin):
    """Fields of a check. Every StreamField holds one kind of block, named like it."""

    om_document_type = "check"
    om_template = "omwagtail/check.html"
    om_same_in_all_languages = ("licence", "code")

    code = models.CharField(
        _("code"), max_length=100, blank=True, help_text=_("For example: OM-Praxis A-1.0")
    )
    intro = ProseField(_("introduction"), blank=True, features=FEATURES)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, help_text=_("How long filling it in takes.")
    )
    sections = StreamField(
        [("section", CheckSectionBlock())],
        verbose_name=_("topics of the check"),
        blank=True,
        collapsed=True,
    )
    scale_preset = models.CharField(
        _("answers to choose from"),
        max_length=20,
        choices=presets.ScalePreset.choices,
        default=presets.ScalePreset.NEED,
    )
    levels = StreamField(
        [("level", LevelBlock())],
        verbose_name=_("own levels"),
        blank=True,
        max_num=MAX_LEVELS,
        help_text=_("From the best to the worst; at least two."),
    )
    allow_not_applicable = models.BooleanField(
        _("checkpoints may be marked as not applicable"), default=True
    )
    not_applicable_label = models.CharField(
        _("words for it"),
        max_length=100,
        blank=True,
        help_text=_("Leave it empty for “Does not apply to us”."),
    )
    bands = StreamField(
        [("band", BandBlock())],
        verbose_name=_("result texts"),
        blank=True,
        collapsed=True,
        help_text=_("Without gaps from 0 to 100, such as: 0 to 24, 25 to 59, 60 to 100."),
    )
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
        FromFilePanel(),
        *summary_panels(),
        FieldPanel("intro"),
        FieldPanel("sections"),
        MultiFieldPanel(
            [
                FieldPanel("scale_preset"),
                FieldPanel("levels", attrs=_shown_if(scale_preset=presets.ScalePreset.OWN)),
                FieldPanel("allow_not_applicable"),
                FieldPanel("not_applicable_label", attrs=_shown_if(allow_not_applicable="on")),
            ],
            heading=_("Scale"),
            attrs={"data-controller": "w-rules", "data-action": "change->w-rules#resolve"},
        ),
        OptionalPanel("bands"),
        OptionalPanel("completion"),
        OptionalPanel("plan"),
        MultiFieldPanel(
            [
                EditionPanel(),
                FieldRowPanel([FieldPanel("edition_number"), FieldPanel("edition_date")]),
            ],
            heading=_("Edition"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("minutes")]),
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

    om_api_fields = [
        *DocumentPageMixin.om_api_fields,
        *(APIField(name) for name in ("code", "minutes", "edition_number", "edition_date")),
        *members_in_api("intro", "edition", "scale", "sections", "bands", of="body"),
        *members_in_api("completion", "plan", "issuer", "counterpart", of="body"),
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
        is_own = self.scale_preset == presets.ScalePreset.OWN
        levels = members_of(self.levels) if is_own else presets.levels(self.scale_preset)
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
                "issuer": organisation_of(self.issuing_organisation()),
                "counterpart": first_member_of(self.counterpart),
            },
        }

    def om_hints(self) -> list[Hint]:
        return [*super().om_hints(), *hints_on_check(self)]

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The page, and the check itself to try out."""
        return [
            ("", pgettext_lazy("way to preview a check", "The page")),
            (TRIAL, pgettext_lazy("way to preview a check", "Fill it in")),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name != TRIAL:
            return super().serve_preview(request, mode_name)
        document, _item = document_for(self, preview=True)
        return trial_response(request, document)

    def issuing_organisation(self) -> models.Model | None:
        """The issuer, else the organisation of the site."""
        if self.issuer is not None:
            return self.issuer
        site = self.get_site()
        return getattr(site, "om_organisation", None) if site else None


def _names_page(child: Any, pk: object) -> bool:
    page = child.value.get("page")
    return page is not None and page.pk == pk
