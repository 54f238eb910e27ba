"""What waits for a person: one document with all that a decision needs, and the decisions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail_modeladmin.helpers import AdminURLHelper
from wagtail_modeladmin.views import InspectView, InstanceSpecificView, WMABaseView

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.harvest.counting import forget_numbers
from omwagtail.harvest.deciding import accept, reject, rev_to_decide, waiting_items
from omwagtail.harvest.differences import differences
from omwagtail.harvest.exceptions import DecisionRefused
from omwagtail.harvest.forms import DecisionForm
from omwagtail.harvest.models import Source
from omwagtail.harvest.notices import notices
from omwagtail.harvest.views.base import ActionView, ListView
from omwagtail.harvest.wording import name_person, why_it_waits
from omwagtail.rendering import render_document
from omwagtail.rendering.provenance import licence_name

LISTED = 10
# Rows whose buttons a person can have ticked: a page of the list.
MAX_CHOSEN = 50


class ItemsView(ListView):
    """What waits, with buttons below for what was ticked."""

    page_title = gettext_lazy("Items waiting")

    @property
    def accept_selected_url(self) -> str:
        return self.url_helper.get_action_url("accept-selected")

    @property
    def reject_selected_url(self) -> str:
        return self.url_helper.get_action_url("reject-selected")

    @cached_property
    def source(self) -> Source | None:
        """The one source that the list is narrowed to."""
        chosen = self.params.get("source", "")
        return Source.objects.filter(pk=chosen).first() if chosen.isdecimal() else None

    @property
    def accept_all_url(self) -> str:
        return AdminURLHelper(Source).get_action_url("accept-all", self.source.pk)


class ItemView(InspectView):
    """A document as it would look, what changed in it, and what was decided about it before."""

    page_title = gettext_lazy("Document")

    def get_page_subtitle(self) -> str:
        return (self.instance.waiting_data or self.instance.data).get("title", "")

    def get_fields_dict(self) -> list:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.instance
        document = item.waiting_data or item.data
        waits = waiting_items().filter(pk=item.pk).exists()
        may_decide = self.permission_helper.user_can_edit_obj(self.request.user, item)
        is_text = document.get("op") == "upsert" and not item.is_own
        return super().get_context_data(
            document=document,
            publisher=(document.get("publisher") or {}).get("name") or item.origin,
            licence=licence_name(document.get("licence") or {}),
            rev=rev_to_decide(item),
            why=why_it_waits(item),
            is_waiting=waits,
            is_text=is_text,
            sources=Source.objects.filter(offers__item=item).distinct()[:LISTED],
            notices=notices(item.data, item.waiting_data) if item.waiting_doc else [],
            differences=differences(item.data, item.waiting_data) if item.waiting_doc else None,
            decisions=[
                (decision, name_person(decision.user))
                for decision in item.decisions.select_related("user")[:LISTED]
            ],
            may_accept=may_decide and is_text and (waits or item.state == ItemState.REJECTED),
            may_reject=may_decide and is_text and (waits or item.state == ItemState.ACCEPTED),
            may_report=may_decide and is_text,
            urls={name: self.url_helper.get_action_url(name, item.pk) for name in ITEM_PAGES},
            **kwargs,
        )


ITEM_PAGES = ("preview", "accept", "reject", "report")


class PreviewView(InstanceSpecificView):
    """The document by the public templates: the newest version, or by ``?shown`` the shown one."""

    def check_action_permitted(self, user) -> bool:
        return self.permission_helper.user_can_list(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        item = self.instance
        document = item.data if "shown" in request.GET else item.waiting_data or item.data
        if document["op"] != "upsert":
            return redirect(self.index_url)
        response = render_document(request, document, item=item)
        # Foreign content on the admin's own host: it gets no script, no form, and no origin.
        response["Content-Security-Policy"] = "sandbox"
        response["X-Frame-Options"] = "SAMEORIGIN"
        response["Referrer-Policy"] = "no-referrer"
        return response


class DecisionView(ActionView):
    """A decision about the revision that the person has seen."""

    goes_to = "index"

    def act(self) -> str:
        form = DecisionForm(self.request.POST)
        if not form.is_valid():
            raise DecisionRefused(_("Please look at the document first."))
        said = self.decide(form.cleaned_data["rev"], form.cleaned_data["reason"])
        forget_numbers()
        return said

    def decide(self, rev: int, reason: str) -> str:
        raise NotImplementedError


class Accept(DecisionView):
    def decide(self, rev: int, reason: str) -> str:
        item = accept(self.instance, rev=rev, user=self.request.user)
        return _("“%s” is shown now.") % item


class Reject(DecisionView):
    def decide(self, rev: int, reason: str) -> str:
        item = reject(self.instance, reason, rev=rev, user=self.request.user)
        return _("“%s” was rejected.") % item


class SelectedView(WMABaseView):
    """Decides about what was ticked in the list: values are item and revision, ``12:1772000``."""

    http_method_names = ["post"]

    def check_action_permitted(self, user) -> bool:
        return self.permission_helper.user_can_edit_obj(user, None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = _chosen(request.POST.getlist("item"))
        reason = request.POST.get("reason", "")[: DecisionForm.MAX_REASON]
        count = 0
        for pk, rev in chosen[:MAX_CHOSEN]:
            try:
                self.decide(Item(pk=pk), rev, reason)
                count += 1
            except DecisionRefused as error:
                messages.error(request, str(error))
        if not chosen:
            messages.warning(request, _("Nothing was selected."))
        if count:
            forget_numbers()
            messages.success(request, self.said(count))
        return redirect(self.index_url)

    def decide(self, item: Item, rev: int, reason: str) -> None:
        raise NotImplementedError

    def said(self, count: int) -> str:
        raise NotImplementedError


class AcceptSelected(SelectedView):
    def decide(self, item: Item, rev: int, reason: str) -> None:
        accept(item, rev=rev, user=self.request.user)

    def said(self, count: int) -> str:
        return ngettext(
            "%(count)s document is shown now.", "%(count)s documents are shown now.", count
        ) % {"count": count}


class RejectSelected(SelectedView):
    def decide(self, item: Item, rev: int, reason: str) -> None:
        reject(item, reason, rev=rev, user=self.request.user)

    def said(self, count: int) -> str:
        return ngettext(
            "%(count)s document was rejected.", "%(count)s documents were rejected.", count
        ) % {"count": count}


def _chosen(values: list[str]) -> list[tuple[int, int]]:
    pairs = [value[:40].partition(":") for value in values]
    return [
        (int(pk), int(rev))
        for pk, _colon, rev in pairs
        if pk.isdecimal() and rev.isdecimal() and len(pk) < 19
    ]
