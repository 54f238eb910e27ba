"""A directory: the catalogue as a page with filters, and the pages of foreign documents."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.search import index

from omwagtail import rendering
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.queries import ItemQuerySet
from omwagtail.catalogue.serving import shown_data
from omwagtail.catalogue.sources import place
from omwagtail.content.api_fields import codes_in_api, html_in_api
from omwagtail.content.atom import feed_address, feed_response
from omwagtail.content.checklist import Hint, hint_if_empty
from omwagtail.content.checklist_panel import ChecklistPanel
from omwagtail.content.choices import DOCUMENT_TYPES
from omwagtail.content.fields import CodesField
from omwagtail.content.filters import Filtering
from omwagtail.content.forms import FormClass, ReadableForm
from omwagtail.content.prose import ProseField
from omwagtail.content.richtext import FEATURES, html_of
from omwagtail.rendering.sitemaps import in_sitemap
from omwagtail.rendering.sites import shown_items

KEY = r"^(?P<key>[0-9a-f]{32})/$"


class DirectoryMixin(RoutablePageMixin, models.Model):
    """Lists what the catalogue shows, own and foreign; foreign documents have their page here."""

    om_template = "omwagtail/directory.html"

    base_form_class = FormClass(ReadableForm)
    om_is_directory = True

    intro = ProseField(_("introduction"), blank=True, features=FEATURES)
    types = CodesField(
        _("kinds of entries"),
        vocabulary="document-types",
        help_text=_("If nothing is chosen, the directory shows all but organisations."),
    )
    entries_per_page = models.PositiveSmallIntegerField(
        _("entries per page"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )

    om_panels = [
        ChecklistPanel(),
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("types"), FieldPanel("entries_per_page")], heading=_("What it shows")
        ),
    ]
    om_search_fields = [index.SearchField("intro")]
    om_api_fields = [
        html_in_api("intro"),
        *codes_in_api(types=DOCUMENT_TYPES),
        APIField("entries_per_page"),
    ]

    class Meta:
        abstract = True

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Not an attribute: Wagtail's page metaclass would replace it in every subclass."""
        return self.om_template

    def om_hints(self) -> list[Hint]:
        """What is missing for a good directory, in the editor's language."""
        text = gettext("There is no introduction: what do readers find here, and from whom?")
        return hint_if_empty(html_of(self.intro), text, "intro")

    def items(self, request: HttpRequest | None = None) -> ItemQuerySet:
        """All that this directory may show, newest first: what its site shows, of its types.

        With a request the site is the one that was asked, which saves a query.
        """
        visible = shown_items(request) if request else Item.objects.visible_at(place(self).origin)
        if self.types:
            visible = visible.filter(type__in=self.types)
        else:
            visible = visible.exclude(type="organisation")
        return visible.newest_first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With ``items`` (a page of them), ``words``, ``filters``, ``orders``, ``active``,
        ``total``, the address of the feed, and ``shown_query``: what asks other lists for the same.
        """
        filtering = Filtering(self.items(request), request.GET)
        paginator = Paginator(filtering.entries(), self.entries_per_page or 24)
        return {
            **super().get_context(request, *args, **kwargs),
            "items": paginator.get_page(request.GET.get("page")),
            "total": paginator.count,
            "words": filtering.words,
            "filters": filtering.filters(),
            "orders": filtering.orders(),
            "active": filtering.active(),
            "atom_url": feed_address(self.get_url(request) or "", filtering),
            "shown_query": urlencode(self._types_shown() | filtering.codes()),
        }

    def _types_shown(self) -> dict[str, str]:
        return {"type": ",".join(self.types)} if self.types else {}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """For Wagtail's sitemap: the directory, not the pages of foreign documents in it."""
        return super().get_sitemap_urls(request) if in_sitemap(self) else []

    @path("")
    def show_list(self, request: HttpRequest) -> HttpResponse:
        """The list, also in previews."""
        request.is_preview = getattr(request, "is_preview", False)
        return TemplateResponse(request, self.get_template(request), self.get_context(request))

    @path("atom/")
    def show_atom(self, request: HttpRequest) -> HttpResponse:
        """The feed, which readers know as ``atom.xml`` (``omwagtail.content.urls``)."""
        return feed_response(self, request)

    @re_path(KEY)
    def show_item(self, request: HttpRequest, key: str) -> HttpResponse:
        """A foreign document; an own one has its page, so the reader is sent there, also where
        that is on another site of this Wagtail.

        Of any kind, also of those that the list leaves out: related documents lead here.
        """
        item = get_object_or_404(shown_items(request), key=key)
        if item.is_own:
            return HttpResponseRedirect(item.url)
        request.is_preview = False
        return rendering.render_document(request, shown_data(item), item=item, page=self)
