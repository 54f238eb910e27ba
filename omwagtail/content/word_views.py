"""Uploading a Word file where a new practice example is begun."""

from pathlib import PurePath

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext, ngettext
from wagtail import hooks

from omwagtail.content.new_draft import NewDraftView
from omwagtail.content.starting_views import choice, offers_starting_forms
from omwagtail.content.word import read_word
from omwagtail.content.word_file import WordError
from omwagtail.content.word_import import Taken, taken_over


class WordImportView(NewDraftView):
    """A new practice example from a Word file."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """A draft, or the choice again with what is wrong with the file."""
        if not offers_starting_forms(self.page_class):
            return self.http_method_not_allowed(request)
        upload = request.FILES.get("file")
        try:
            if upload is None:
                raise WordError(gettext("Choose a Word file first."))
            text = read_word(upload, upload.size)
            text.title = text.title or PurePath(upload.name).stem[:255] or gettext("Word file")
            with taken_over(self.page, text, request.user) as taken:
                self.save_draft()
        except WordError as error:
            return choice(request, self.parent_page, self.page_class, problem=str(error))
        tell(request, taken)
        return self.leave()


def tell(request: HttpRequest, taken: Taken) -> None:
    """What was taken over, what was not, and what comes next."""
    sections = ngettext("%(count)s section", "%(count)s sections", taken.sections)
    pictures = ngettext("%(count)s picture", "%(count)s pictures", taken.pictures)
    messages.success(
        request,
        gettext(
            "Taken over from the Word file: %(sections)s, %(pictures)s. This is a draft. Look it "
            "through: is the summary right, is it said what each section is about, do the pictures "
            "have a description and a credit? Then publish."
        )
        % {
            "sections": sections % {"count": taken.sections},
            "pictures": pictures % {"count": taken.pictures},
        },
    )
    if taken.forbidden:
        messages.warning(
            request,
            ngettext(
                "%(count)s picture was left out, because you may not add pictures here. Ask those "
                "who run the site.",
                "%(count)s pictures were left out, because you may not add pictures here. Ask "
                "those who run the site.",
                taken.forbidden,
            )
            % {"count": taken.forbidden},
        )
    if taken.unreadable:
        messages.warning(
            request,
            ngettext(
                "%(count)s picture was left out: it is a drawing or a link, or there are too many. "
                "Save it as JPEG or PNG and add it here.",
                "%(count)s pictures were left out: they are drawings or links, or there are too "
                "many. Save them as JPEG or PNG and add them here.",
                taken.unreadable,
            )
            % {"count": taken.unreadable},
        )


@hooks.register("register_admin_urls")
def word_urls() -> list:
    """Below the admin's address."""
    return [
        path(
            "omwagtail/word/<slug:content_type_app_name>/<slug:content_type_model_name>/"
            "<int:parent_page_id>/",
            WordImportView.as_view(),
            name="om_word_import",
        )
    ]
