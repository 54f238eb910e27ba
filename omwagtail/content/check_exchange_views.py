"""The menu of a check's page: as a file, from a file, a new edition."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import AbstractPage

from omwagtail.catalogue.sources import base_page_model
from omwagtail.content.check import CheckMixin
from omwagtail.content.check_exchange import changes_between, content_of, export_check, fill_in
from omwagtail.content.check_file import CheckFile, CheckFileError, check_blocks, read_check
from omwagtail.content.editions import published_edition, start_edition
from omwagtail.content.new_draft import NewDraftView
from omwagtail.documents import MAX_DOCUMENT_BYTES


@require_safe
def export_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a file."""
    page = _check_or_404(request, pk)
    draft = page.get_latest_revision_as_object()
    response = HttpResponse(export_check(draft), content_type="application/json; charset=utf-8")
    name = slugify(draft.slug) or "check"
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def import_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Choosing a file, then what it would change, then a draft of it."""
    page = _check_or_404(request, pk)
    _refuse_unchangeable(request, page)
    form_url = reverse("om_check_import", args=[pk])
    draft = page.get_latest_revision_as_object()
    context = {"page": page, "form_url": form_url, "back_url": _edit_url(page)}
    if request.method != "POST":
        return _upload_page(request, context)
    before = content_of(draft)
    try:
        text, file = _file_of(request)
        _fill_in_checked(draft, file)
    except CheckFileError as error:
        return _upload_page(request, context, error.sentences)
    if "confirmed" not in request.POST:
        return TemplateResponse(
            request,
            "omwagtail/admin/check_import_review.html",
            {
                **context,
                "file": file,
                "text": text,
                "changes": changes_between(before, content_of(draft)),
                "other_language": file.language and file.language != before["language"],
            },
        )
    draft.save_revision(user=request.user, log_action=True, clean=False)
    messages.success(
        request,
        gettext("The file was taken over into a draft. Look it through, then publish it."),
    )
    return HttpResponseRedirect(_edit_url(page))


class CheckFromFileView(NewDraftView):
    """A new check from a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.upload_page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """A draft, or the form again with what is wrong with the file."""
        try:
            _text, file = _file_of(request)
            _fill_in_checked(self.page, file)
        except CheckFileError as error:
            return self.upload_page(error.sentences)
        self.save_draft()
        messages.success(
            request, gettext("The check is a draft now. Look it through, then publish it.")
        )
        return self.leave()

    def upload_page(self, faults: list[str] | None = None) -> HttpResponse:
        if not issubclass(self.page_class, CheckMixin):
            raise Http404
        names = [self.page_class._meta.app_label, self.page_class._meta.model_name]
        context = {
            "form_url": reverse("om_check_from_file", args=[*names, self.parent_page.pk]),
            "back_url": reverse("wagtailadmin_explore", args=[self.parent_page.pk]),
        }
        return _upload_page(self.request, context, faults)


@require_http_methods(["GET", "HEAD", "POST"])
def edition_view(request: HttpRequest, pk: int) -> HttpResponse:
    """What a new edition is, and on confirmation a draft of it."""
    page = _check_or_404(request, pk)
    _refuse_unchangeable(request, page)
    if request.method != "POST":
        context = {
            "page": page,
            "published": published_edition(page),
            "form_url": reverse("om_check_edition", args=[pk]),
            "back_url": _edit_url(page),
        }
        return TemplateResponse(request, "omwagtail/admin/check_edition.html", context)
    draft = start_edition(page, request.user).as_object()
    text = gettext(
        "This draft is edition %(number)s now. Change what you like and give it a date; until you "
        "publish it, readers see the earlier one."
    )
    messages.success(request, text % {"number": draft.edition_number})
    return HttpResponseRedirect(_edit_url(page))


def _check_or_404(request: HttpRequest, pk: int) -> AbstractPage:
    page = get_object_or_404(base_page_model(), pk=pk).specific
    if not isinstance(page, CheckMixin):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def _refuse_unchangeable(request: HttpRequest, page: AbstractPage) -> None:
    if not _may_change(request.user, page):
        raise PermissionDenied


def _may_change(user: Any, page: AbstractPage) -> bool:
    """Whether the user may save a draft: an alias has none, it says what its original says."""
    permissions = page.permissions_for_user(user)
    return permissions.can_edit() and not permissions.page_locked() and not page.alias_of_id


def _edit_url(page: AbstractPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _file_of(request: HttpRequest) -> tuple[str, CheckFile]:
    """Text and content of the uploaded file, or of the one that was shown before."""
    upload = request.FILES.get("file")
    if upload is None and not request.POST.get("text"):
        raise CheckFileError(gettext("Choose a file first."))
    # One byte more tells that there is more.
    text = upload.read(MAX_DOCUMENT_BYTES + 4) if upload else request.POST["text"].encode()
    return text.decode("utf-8-sig", "replace"), read_check(text)


def _fill_in_checked(page: Any, file: CheckFile) -> None:
    fill_in(page, file)
    check_blocks(page)


def _upload_page(
    request: HttpRequest, context: dict[str, Any], faults: list[str] | None = None
) -> TemplateResponse:
    return TemplateResponse(
        request,
        "omwagtail/admin/check_import.html",
        {**context, "faults": faults},
        status=422 if faults else 200,
    )


class CheckMenuItem(PageMenuItem):
    """An entry of the menu of a check's page."""

    def is_shown(self, user: Any) -> bool:
        return _may_change(user, self.page)


@hooks.register("register_page_header_buttons")
def check_menu(
    page: AbstractPage, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[PageMenuItem]:
    """New edition, export and import, in the menu beside the page's title."""
    if not isinstance(page.specific_deferred, CheckMixin):
        return
    entries = [
        ("om_check_edition", gettext("New edition"), "copy"),
        ("om_check_export", gettext("Save as a file"), "download"),
        ("om_check_import", gettext("Replace by a file"), "upload"),
    ]
    for place, (name, label, icon) in enumerate(entries):
        yield CheckMenuItem(
            label, reverse(name, args=[page.pk]), icon, priority=32 + place, page=page
        )


@hooks.register("register_admin_urls")
def check_urls() -> list:
    """Below the admin's address."""
    return [
        path("omwagtail/checks/<int:pk>/export/", export_view, name="om_check_export"),
        path("omwagtail/checks/<int:pk>/import/", import_view, name="om_check_import"),
        path("omwagtail/checks/<int:pk>/edition/", edition_view, name="om_check_edition"),
        path(
            "omwagtail/checks/new/<slug:content_type_app_name>/<slug:content_type_model_name>/"
            "<int:parent_page_id>/",
            CheckFromFileView.as_view(),
            name="om_check_from_file",
        ),
    ]
