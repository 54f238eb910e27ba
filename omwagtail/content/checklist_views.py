"""The checklist of a page as it was saved last, for the form that is open in a browser."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from wagtail import hooks

from omwagtail.catalogue.sources import base_page_model
from omwagtail.content.checklist_panel import checklist_of


def show_checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """The list alone, for whoever may edit the page."""
    page = get_object_or_404(base_page_model(), pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    latest = page.get_latest_revision_as_object()
    if not hasattr(latest, "om_hints"):
        raise Http404
    return TemplateResponse(request, "omwagtail/admin/checklist.html", checklist_of(latest))


@hooks.register("register_admin_urls")
def register_checklist() -> list:
    return [path("omwagtail/checklist/<int:pk>/", show_checklist, name="om_checklist")]
