"""What all page types have in common that become documents."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from omwagtail import rendering
from omwagtail.catalogue.building import licence_of
from omwagtail.catalogue.serving import document_for
from omwagtail.conf import settings
from omwagtail.content.api_fields import codes_in_api, document_in_api, members_in_api
from omwagtail.content.blocks import (
    ContactBlock,
    DownloadBlock,
    PictureBlock,
    RelatedBlock,
    SourceBlock,
)
from omwagtail.content.checklist import (
    Hint,
    hint_if_empty,
    hints_on_contacts,
    hints_on_pictures,
    hints_on_retired_topics,
    hints_on_summary,
    values_of,
)
from omwagtail.content.checklist_panel import ChecklistPanel
from omwagtail.content.choices import language
from omwagtail.content.fields import CodeField, CodesField
from omwagtail.content.forms import FormClass
from omwagtail.content.members import members_of
from omwagtail.content.panels import OptionalGroup, OptionalPanel
from omwagtail.content.publishing import PublishingForm, hints_on_document
from omwagtail.content.translating import SameInAllLanguages
from omwagtail.documents import MAX_IMAGES
from omwagtail.rendering.sitemaps import in_sitemap, sitemap_url

CODE_MEMBERS = (
    "topics",
    "regions",
    "sectors",
    "audiences",
    "company_sizes",
    "success_factors",
)


class Reuse(models.TextChoices):
    """What other sites may do with the document."""

    FULL = "full", _("The whole text")
    EXCERPT = "excerpt", _("An excerpt with a link to this page")
    LINK = "link", _("A link to this page only")


SYNDICATE_CHOICES = [
    (None, _("As the site does by default")),
    (True, _("Pass it on to other sites")),
    (False, _("Only on this site")),
]


class DocumentPageMixin(models.Model):
    """Fields, panels and serving of a page that becomes a document.

    A page type composes ``om_panels``, ``om_search_fields`` and ``om_api_fields`` with those of
    its base page explicitly. Every field may be blank in a draft.
    """

    om_document_type: str
    """One of DOCUMENT_TYPES."""

    om_template: str
    """The template of previews and public pages."""

    om_required_to_publish = ("summary",)
    """Fields that the form asks for before it publishes. May be blank for the model, since
    workflows and schedules publish without a form, and have nobody to ask."""

    om_same_in_all_languages: tuple[str, ...] = ("licence",)
    """Fields that translations take over as they are, where wagtail-localize is installed."""

    override_translatable_fields = SameInAllLanguages()

    base_form_class = FormClass(PublishingForm)

    summary = models.TextField(
        _("summary"),
        max_length=1000,
        blank=True,
        help_text=_("Two or three sentences for lists: what happened, and what came of it."),
    )
    images = StreamField(
        [("picture", PictureBlock())],
        verbose_name=_("pictures"),
        blank=True,
        max_num=MAX_IMAGES,
        help_text=_("The first picture stands at the top of the page and in lists."),
    )
    topics = CodesField(_("topics"), vocabulary="topics")
    regions = CodesField(_("regions"), vocabulary="regions")
    sectors = CodesField(_("sectors"), vocabulary="sectors")
    audiences = CodesField(_("for whom"), vocabulary="audiences")
    company_sizes = CodesField(_("sizes of firms"), vocabulary="company-sizes")
    success_factors = CodesField(_("success factors"), vocabulary="success-factors")
    contacts = StreamField([("contact", ContactBlock())], verbose_name=_("contacts"), blank=True)
    files = StreamField([("download", DownloadBlock())], verbose_name=_("downloads"), blank=True)
    related = StreamField(
        [("related", RelatedBlock())], verbose_name=_("related entries"), blank=True
    )
    sources = StreamField([("source", SourceBlock())], verbose_name=_("sources"), blank=True)
    licence = CodeField(
        _("licence"),
        vocabulary="licences",
        help_text=_("If nothing is chosen, the site's usual licence applies."),
    )
    attribution = models.CharField(
        _("credit line"),
        max_length=500,
        blank=True,
        help_text=_("How other sites shall name the author."),
    )
    reuse = models.CharField(
        _("what other sites may show"),
        max_length=10,
        choices=Reuse.choices,
        blank=True,
        default=Reuse.FULL,
    )
    om_syndicate = models.BooleanField(
        _("passing on"), null=True, blank=True, default=None, choices=SYNDICATE_CHOICES
    )

    om_search_fields = [index.SearchField("summary"), index.AutocompleteField("summary")]

    om_api_fields = [
        APIField("summary"),
        *codes_in_api(*CODE_MEMBERS),
        *members_in_api("images", "contacts", "files", "related", "sources", "licence"),
        APIField("attribution"),
        APIField("reuse"),
        *document_in_api(),
    ]

    class Meta:
        abstract = True

    def to_document(self) -> dict[str, Any]:
        """The members that all types share; subclasses add their ``body``."""
        return {
            "title": self.title,
            "summary": self.summary,
            **{name: getattr(self, name) or [] for name in CODE_MEMBERS},
            "images": members_of(self.images),
            "contacts": members_of(self.contacts),
            "files": members_of(self.files),
            "related": members_of(self.related),
            "sources": members_of(self.sources),
            "licence": licence_of(self.licence, language()) if self.licence else None,
            "attribution": self.attribution,
            "reuse": self.reuse,
        }

    def om_hints(self) -> list[Hint]:
        """What is missing for a good page of any type; subclasses add theirs. Never raises."""
        return [
            *hints_on_document(self),
            *hints_on_summary(self.summary),
            *hints_on_pictures(values_of(self.images), "images"),
            *hint_if_empty(
                self.topics,
                gettext("No topic is chosen. By topics readers find this page."),
                "topics",
            ),
            *hints_on_retired_topics(self.topics),
            *hints_on_contacts(self.contacts),
            *hint_if_empty(
                self.licence or settings.DEFAULT_LICENCE,
                gettext("No licence is chosen, so nobody knows how the page may be used."),
                "licence",
            ),
        ]

    def om_hints_on_place(self) -> list[Hint]:
        """For types that tell of people in a region, and are better with a picture of them."""
        return [
            *hint_if_empty(
                any(picture.get("image") for picture in values_of(self.images)),
                gettext("There is no picture. With one, an entry is noticed in lists."),
                "images",
            ),
            *hint_if_empty(
                self.regions,
                gettext("No region is chosen. Many look for what happens in their neighbourhood."),
                "regions",
            ),
        ]

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Not an attribute: Wagtail's page metaclass would replace it in every subclass."""
        return self.om_template

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """For Wagtail's sitemap: with the other languages and the pictures of the document."""
        if not in_sitemap(self):
            return []
        more = sitemap_url(self, request)
        return [{**url, **more} for url in super().get_sitemap_urls(request)]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The published document."""
        request.is_preview = False
        return self._respond(request, preview=False)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as it is in the editor, blanks included."""
        request.is_preview = True
        return self._respond(request, preview=True)

    def _respond(self, request: HttpRequest, *, preview: bool) -> HttpResponse:
        document, item = document_for(self, preview=preview)
        response = rendering.render_document(
            request, document, item=item, page=self, extra=self.get_context(request)
        )
        # A partner's page type may choose its template by get_template(), as in Wagtail.
        response.template_name = self.get_template(request)
        return response


def summary_panels() -> list:
    """What stands first: what is missing, and what a list shows."""
    return [ChecklistPanel(), FieldPanel("summary"), OptionalPanel("images")]


def finding_panels() -> list:
    """How readers find the page."""
    return [
        FieldPanel("topics"),
        OptionalPanel("regions"),
        OptionalGroup(
            [FieldPanel("audiences"), FieldPanel("company_sizes"), FieldPanel("sectors")],
            heading=_("For whom"),
        ),
        OptionalPanel("success_factors"),
    ]


def closing_panels() -> list:
    """What stands at the end of every page."""
    return [
        OptionalPanel("contacts"),
        OptionalPanel("files"),
        OptionalPanel("related"),
        OptionalPanel("sources"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "om_syndicate",
                    help_text=_("What is passed on can also be found on partners' websites."),
                ),
                FieldPanel("reuse"),
                FieldPanel("licence"),
                FieldPanel("attribution"),
            ],
            heading=_("Licence and passing on"),
            classname="collapsed",
        ),
    ]
