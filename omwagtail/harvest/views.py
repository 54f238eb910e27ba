"""The operators' pages beyond lists: one view for what is looked at, one for each thing done.

Nothing is changed by GET: whatever changes something, or makes this site ask another one, is a POST
with a CSRF token, and needs the permission of the model behind it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail_modeladmin.views import (
    DeleteView,
    IndexView,
    InspectView,
    InstanceSpecificView,
    WMABaseView,
)

from omwagtail.catalogue.models import ItemState
from omwagtail.harvest.approving import (
    approve,
    change_source,
    end_missing_offers,
    look_up,
    pause,
    propose,
    remove,
    resume,
)
from omwagtail.harvest.deciding import accept, reject, rev_to_decide, waiting_items
from omwagtail.harvest.exceptions import DecisionRefused, HarvestError
from omwagtail.harvest.forms import AddressForm, ApprovalForm, DecisionForm, SourceForm
from omwagtail.harvest.harvesting import harvest
from omwagtail.harvest.leases import release_the_dead
from omwagtail.harvest.models import READ_STATES, OfferState, Source, SourceState
from omwagtail.harvest.wording import describe_state, type_names, why_it_waits
from omwagtail.rendering import render_document
from omwagtail.rendering.provenance import licence_name

# A person waits for the answer; what is left over is read by the periodic work.
SECONDS_FOR_A_PERSON = 5
LISTED = 10


class AddSourceView(WMABaseView):
    """Adding a source: an address, then what was found there, then approval."""

    page_title = gettext_lazy("Add a source")
    template_name = "omwagtail_harvest/source_add.html"

    def check_action_permitted(self, user) -> bool:
        return self.permission_helper.user_can_create(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(AddressForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self._ask(form)
        try:
            if "kid" in request.POST:
                return self._approve(ApprovalForm(request.POST))
            found = look_up(form.cleaned_data["address"])
        except HarvestError as error:
            form.add_error("address", str(error))
            return self._ask(form)
        approval = ApprovalForm(initial={"address": found.origin, "kid": found.kid})
        known = Source.objects.filter(origin=found.origin).first()
        return self._ask(approval, found=found, known=known, types=type_names(found.types))

    def _ask(self, form, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **context))

    def _approve(self, form: ApprovalForm) -> HttpResponse:
        if not form.is_valid():
            return redirect(self.create_url)
        source = propose(form.cleaned_data["address"])
        approve(source, trust=form.cleaned_data["trust"], kid=form.cleaned_data["kid"])
        messages.success(
            self.request, _("%s is a source now; its documents will be read.") % source
        )
        return redirect(self.url_helper.get_action_url("inspect", source.pk))


class SourceView(InspectView):
    """All about one source, with what can be done."""

    page_title = gettext_lazy("Source")

    def get_fields_dict(self) -> list:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = self.instance
        offers = source.offers
        shown = offers.filter(state=OfferState.APPLIED)
        return super().get_context_data(
            runs=source.runs.all()[:LISTED],
            parked=offers.exclude(reason="").order_by("-pk")[:LISTED],
            parked_count=offers.exclude(reason="").count(),
            shown_count=shown.filter(item__state=ItemState.ACCEPTED).count(),
            waiting_count=waiting_items().filter(offers__source=source).distinct().count(),
            state=describe_state(source),
            types=type_names(source.wanted_types),
            is_read=source.state in READ_STATES,
            is_active=source.state == SourceState.ACTIVE,
            is_paused=source.state == SourceState.PAUSED,
            may_change=self.permission_helper.user_can_edit_obj(self.request.user, source),
            may_add=self.permission_helper.user_can_create(self.request.user),
            may_delete=self.permission_helper.user_can_delete_obj(self.request.user, source),
            actions={name: self.url_helper.get_action_url(name, source.pk) for name in ACTIONS},
            **kwargs,
        )


class EditSourceView(InstanceSpecificView):
    """Trust and wishes."""

    page_title = gettext_lazy("Edit source")
    template_name = "omwagtail_harvest/source_edit.html"

    def check_action_permitted(self, user) -> bool:
        return self.permission_helper.user_can_edit_obj(user, self.instance)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        source = self.instance
        initial = {name: getattr(source, name) for name in SourceForm.base_fields}
        return self.render_to_response(self.get_context_data(form=SourceForm(initial=initial)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SourceForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        source = change_source(self.instance, **form.cleaned_data)
        messages.success(request, _("%s was changed.") % source)
        return redirect(self.url_helper.get_action_url("inspect", source.pk))


class RemoveSourceView(DeleteView):
    """Removing a source takes its items along (rule 21)."""

    page_title = gettext_lazy("Remove source")

    def confirmation_message(self) -> str:
        count = self.instance.offers.filter(state=OfferState.APPLIED).count()
        return ngettext(
            "The source and the %(count)s document that came from it will be removed.",
            "The source and the %(count)s documents that came from it will be removed.",
            count,
        ) % {"count": count}

    def delete_instance(self) -> None:
        remove(self.instance)


class ActionView(InstanceSpecificView):
    """Does one thing to one object, then goes back to a page that shows it."""

    http_method_names = ["post"]
    goes_to = "inspect"
    # Then it is served outside ATOMIC_REQUESTS.
    reads_the_network = False

    def check_action_permitted(self, user) -> bool:
        return self.permission_helper.user_can_edit_obj(user, self.instance)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except (HarvestError, DecisionRefused) as error:
            messages.error(request, str(error))
        if self.goes_to == "index":
            return redirect(self.index_url)
        return redirect(self.url_helper.get_action_url(self.goes_to, self.instance.pk))

    def act(self) -> str:
        """Do it, and say in a sentence what was done. May raise HarvestError, DecisionRefused."""
        raise NotImplementedError


class HarvestNow(ActionView):
    reads_the_network = True

    def act(self) -> str:
        source = self.instance
        release_the_dead()
        if source.state not in READ_STATES:
            raise HarvestError(_("This source is not read."))
        run = harvest(source, time_slice=SECONDS_FOR_A_PERSON)
        if run is None:
            raise HarvestError(_("Somebody else is reading this source right now."))
        if run.error:
            raise HarvestError(run.error)
        return _(
            "%(entries)s entries were read: %(added)s new, %(changed)s changed, "
            "%(withdrawn)s withdrawn, %(parked)s parked."
        ) % {name: getattr(run, name) for name in RUN_COUNTS}


class Pause(ActionView):
    def act(self) -> str:
        return _("%s is paused.") % pause(self.instance)


class Resume(ActionView):
    def act(self) -> str:
        return _("%s is read again.") % resume(self.instance)


class EndMissing(ActionView):
    def act(self) -> str:
        count = end_missing_offers(self.instance)
        return ngettext(
            "%(count)s document was hidden.", "%(count)s documents were hidden.", count
        ) % {"count": count}


RUN_COUNTS = ("entries", "added", "changed", "withdrawn", "parked")
# What can be done to a source, by the last part of its address.
ACTIONS = {"harvest": HarvestNow, "pause": Pause, "resume": Resume, "confirm": EndMissing}


class ItemsView(IndexView):
    """What waits, with a button below for what was ticked."""

    page_title = gettext_lazy("Items waiting")

    @property
    def may_decide(self) -> bool:
        return self.permission_helper.user_can_edit_obj(self.request.user, None)

    @property
    def accept_selected_url(self) -> str:
        return self.url_helper.get_action_url("accept-selected")


class ItemView(InspectView):
    """A document that waits, as it would look."""

    page_title = gettext_lazy("Document")

    def get_page_subtitle(self) -> str:
        return (self.instance.waiting_data or self.instance.data).get("title", "")

    def get_fields_dict(self) -> list:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.instance
        document = item.waiting_data or item.data
        return super().get_context_data(
            document=document,
            publisher=(document.get("publisher") or {}).get("name") or item.origin,
            licence=licence_name(document.get("licence") or {}),
            shown_licence=licence_name(item.data.get("licence") or {}),
            rev=rev_to_decide(item),
            why=why_it_waits(item),
            is_waiting=waiting_items().filter(pk=item.pk).exists(),
            may_decide=self.permission_helper.user_can_edit_obj(self.request.user, item),
            preview_url=self.url_helper.get_action_url("preview", item.pk),
            accept_url=self.url_helper.get_action_url("accept", item.pk),
            reject_url=self.url_helper.get_action_url("reject", item.pk),
            **kwargs,
        )


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


class Decision(ActionView):
    """A decision about the revision that the person has seen."""

    goes_to = "index"

    def act(self) -> str:
        form = DecisionForm(self.request.POST)
        if not form.is_valid():
            raise DecisionRefused(_("Please look at the document first."))
        return self.decide(form.cleaned_data["rev"], form.cleaned_data["reason"])

    def decide(self, rev: int, reason: str) -> str:
        raise NotImplementedError


class Accept(Decision):
    def decide(self, rev: int, reason: str) -> str:
        return _("“%s” is shown now.") % accept(self.instance, rev=rev)


class Reject(Decision):
    def decide(self, rev: int, reason: str) -> str:
        return _("“%s” was rejected.") % reject(self.instance, reason, rev=rev)


class AcceptSelected(WMABaseView):
    """Accepts what was ticked in the list: values are item and revision, ``12:1772000000000``."""

    http_method_names = ["post"]

    def check_action_permitted(self, user) -> bool:
        return self.permission_helper.user_can_edit_obj(user, None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count = 0
        for pk, rev in _chosen(request.POST.getlist("item")):
            try:
                count += bool(accept(waiting_items().get(pk=pk), rev=rev))
            except (DecisionRefused, self.model.DoesNotExist) as error:
                messages.error(request, str(error))
        if count:
            messages.success(
                request,
                ngettext(
                    "%(count)s document is shown now.", "%(count)s documents are shown now.", count
                )
                % {"count": count},
            )
        return redirect(self.index_url)


def _chosen(values: list[str]) -> list[tuple[int, int]]:
    pairs = [value.partition(":") for value in values]
    return [(int(pk), int(rev)) for pk, _colon, rev in pairs if pk.isdecimal() and rev.isdecimal()]
