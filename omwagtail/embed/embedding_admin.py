"""From a page in the admin to its line to paste, and whether a proxy forbids frames."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from omwagtail.catalogue.capture import item_of
from omwagtail.embed.framing import framing_problem

VIEW = "om_embedding_admin"


@require_http_methods(["GET", "POST"])
def embedding(request: HttpRequest, page_id: int) -> HttpResponse:
    """Asks from outside only when somebody presses the button: that opens a connection."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    item = item_of(page.specific)
    if item is None:
        raise Http404
    frame = urljoin(item.origin, reverse("omwagtail_embed_card", args=[item.key]))
    tested = request.method == "POST"
    context = {
        "page": page,
        "embedding_url": urljoin(item.origin, reverse("omwagtail_embedding", args=[item.key])),
        "tested": tested,
        "problem": framing_problem(frame) if tested else "",
    }
    return render(request, "omwagtail/admin/embedding.html", context)


@hooks.register("register_page_header_buttons")
def embedding_button(page: Page, user: Any, *_: Any, **__: Any) -> Iterator[Button]:
    """In the menu "more" of pages that others can embed."""
    if page.live and item_of(page.specific) and page.permissions_for_user(user).can_edit():
        label = pgettext("in other websites", "Embed")
        yield Button(label, reverse(VIEW, args=[page.pk]), icon_name="code", priority=90)


@hooks.register("register_admin_urls")
def embedding_urls() -> list:
    return [path("omwagtail/embedding/<int:page_id>/", embedding, name=VIEW)]
