"""The line to paste in Wagtail's admin, for pages and lists, and how an editor gets there."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.generic import View
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.models import AbstractPage
from wagtail.permissions import page_permission_policy

from omwagtail.catalogue.capture import item_of
from omwagtail.catalogue.models import Item
from omwagtail.catalogue.origins import own_origins
from omwagtail.catalogue.queries import is_visible_at
from omwagtail.catalogue.sources import base_page_model, is_source, place
from omwagtail.content.listing_menu import MENU_HOOK
from omwagtail.embed.embedding import described, options_in
from omwagtail.embed.framing import allowed_hosts, framing_problem
from omwagtail.embed.subjects import (
    Subject,
    directory_for,
    filters_in,
    list_choices,
    subject_of_item,
    subject_of_list,
)
from omwagtail.rendering.sites import shown_origin

PAGE_VIEW = "om_embedding_admin"
LIST_VIEW = "om_embedding_admin_list"
TEST = "test"


class EmbeddingView(WagtailAdminTemplateMixin, View):
    """What the public page has, for somebody who works in the admin.

    The server is asked from outside only when somebody presses the button: that opens a connection.
    """

    http_method_names = ["get", "head"]
    page_title = pgettext_lazy("in other websites", "Embed")
    header_icon = "code"
    template_name = "omwagtail/admin/embedding.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        title, subtitle = self.get_page_title(), self.get_page_subtitle()
        return [
            *self.breadcrumbs_items,
            {"url": "", "label": title, "sublabel": subtitle},
        ]

    def show(self, subject: Subject, **more: Any) -> HttpResponse:
        """The page, as the form's choices want it."""
        asked = self.request.GET
        preview = subject.seen_from(shown_origin(self.request))
        context = described(subject, options_in(asked, subject), preview) | more
        if TEST in asked:
            forbidden = framing_problem(next(iter(subject.frames.values())))
            context |= {"tested": True, "forbidden": forbidden, "allowed": allowed_hosts()}
        return self.render_to_response(self.get_context_data(**context))

    def show_list(
        self,
        given: QueryDict,
        *,
        origin: str,
        directory: AbstractPage | None = None,
        **more: Any,
    ) -> HttpResponse:
        """The page of a list of what the site at ``origin`` shows. Without a directory it is one of
        the site's."""
        items = Item.objects.visible_at(origin)
        filters, problem = filters_in(given, items)
        directory = directory or directory_for(own_origins().get(origin), filters)
        subject = subject_of_list(filters, origin=origin, directory=directory)
        return self.show(subject, problem=problem, **list_choices(filters, items), **more)

    def show_nothing(self) -> HttpResponse:
        """In place of a line: why there is none."""
        return self.render_to_response(self.get_context_data(withheld=True))


class PageEmbeddingView(EmbeddingView):
    """A page that others can embed: an entry, or a directory as a list."""

    subject_page: AbstractPage

    def get_page_subtitle(self) -> str:
        return self.subject_page.get_admin_display_title()

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = get_object_or_404(base_page_model(), pk=page_id)
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.subject_page = page = page.specific
        if getattr(page, "om_is_directory", False):
            return self._show_directory(page)
        source = page.alias_of.specific if page.alias_of else page
        item = item_of(source)
        if item is None or not is_visible_at(item, None):
            return self.show_nothing()
        return self.show(subject_of_item(item, page=item.url, origin=item.origin))

    def _show_directory(self, page: AbstractPage) -> HttpResponse:
        placement = place(page)
        if placement.withheld:
            return self.show_nothing()
        given = self.request.GET.copy()
        # To begin with, the kinds that the directory itself shows.
        if "type" not in given and page.types:
            given["type"] = ",".join(page.types)
        return self.show_list(given, origin=placement.origin, directory=page)


class ListEmbeddingView(EmbeddingView):
    """A list of what one of the sites here shows."""

    page_subtitle = gettext_lazy("Lists of entries")

    def get(self, request: HttpRequest) -> HttpResponse:
        if not may_embed_lists(request.user):
            raise PermissionDenied
        origins = own_origins()
        asked, here = request.GET.get("site"), shown_origin(request)
        origin = next((one for one in (asked, here) if one in origins), next(iter(origins), None))
        if origin is None:
            return self.show_nothing()
        return self.show_list(
            request.GET,
            origin=origin,
            sites=[(one, site.site_name or one) for one, site in origins.items()],
            site=origin,
        )


def may_embed_lists(user: Any) -> bool:
    """Whoever may do something with pages somewhere."""
    return page_permission_policy.user_has_any_permission(user, ["add", "change", "publish"])


class ListMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_embed_lists(request.user)


@hooks.register(MENU_HOOK)
def lists_menu_item() -> MenuItem:
    """Below the listings of documents."""
    return ListMenuItem(
        pgettext_lazy("in other websites", "Embed"),
        reverse(LIST_VIEW),
        name="om-embedding",
        icon_name="code",
        order=90,
    )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def embedding_button(page: AbstractPage, user: Any, *_: Any, **__: Any) -> Iterator[Button]:
    """In the menu "more" of pages that others can embed: in listings, the explorer and the editor.

    By its type alone, which takes no query for each row of a listing.
    """
    model = page.specific_class
    can_be = model is not None and (is_source(model) or getattr(model, "om_is_directory", False))
    if can_be and page.live and page.permissions_for_user(user).can_edit():
        label = pgettext("in other websites", "Embed")
        yield Button(label, reverse(PAGE_VIEW, args=[page.pk]), icon_name="code", priority=75)


@hooks.register("register_admin_urls")
def embedding_urls() -> list:
    """Another server is asked outside ATOMIC_REQUESTS: no transaction may be open meanwhile."""
    return [
        path(
            "omwagtail/embedding/",
            non_atomic_requests(ListEmbeddingView.as_view()),
            name=LIST_VIEW,
        ),
        path(
            "omwagtail/embedding/<int:page_id>/",
            non_atomic_requests(PageEmbeddingView.as_view()),
            name=PAGE_VIEW,
        ),
    ]
