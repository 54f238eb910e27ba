"""Reporting a document to its publisher: a draft that a person sends; this site only notes it."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import InstanceSpecificView

from omwagtail.harvest.deciding import note_decision, rev_to_decide
from omwagtail.harvest.forms import ReportForm
from omwagtail.harvest.models import DecisionKind
from omwagtail.harvest.reporting import recipients_of, write_letter


class ReportView(InstanceSpecificView):
    """First the reason, then the draft."""

    page_title = gettext_lazy("Report to the publisher")
    template_name = "omwagtail_harvest/report.html"

    def check_action_permitted(self, user) -> bool:
        return self.permission_helper.user_can_edit_obj(user, self.instance)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        item = self.instance
        has_text = (item.waiting_data or item.data).get("op") == "upsert" if item.doc else False
        if request.user.is_authenticated and (item.is_own or not has_text):
            messages.error(request, _("The publisher has withdrawn this document."))
            return redirect(self.index_url)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(ReportForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReportForm(request.POST)
        if not form.is_valid():
            return self._ask(form)
        item, reason = self.instance, form.cleaned_data["reason"]
        with transaction.atomic():
            note_decision(
                item, rev_to_decide(item), DecisionKind.REPORTED, reason, user=request.user
            )
        site = getattr(settings, "WAGTAIL_SITE_NAME", "") or request.get_host()
        return self._show(letter=write_letter(item, reason, site=site))

    def _ask(self, form: ReportForm) -> HttpResponse:
        return self._show(form=form, recipients=recipients_of(self.instance))

    def _show(self, **context: Any) -> HttpResponse:
        item = self.instance
        return self.render_to_response(
            self.get_context_data(
                document=item.waiting_data or item.data,
                back_url=self.url_helper.get_action_url("inspect", item.pk),
                **context,
            )
        )

    def get_page_subtitle(self) -> str:
        return (self.instance.waiting_data or self.instance.data).get("title", "")
