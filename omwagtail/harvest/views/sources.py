"""One source: all about it, and what can be done with it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail_modeladmin.helpers import AdminURLHelper
from wagtail_modeladmin.views import DeleteView, InspectView, InstanceSpecificView

from omwagtail.catalogue.models import Item, ItemState
from omwagtail.harvest.approving import (
    block,
    change_source,
    end_missing_offers,
    pause,
    remove,
    resume,
)
from omwagtail.harvest.counting import (
    lost_by_blocking,
    lost_by_removing,
    parked_offers,
    with_titles,
)
from omwagtail.harvest.deciding import accept_all, waiting_of
from omwagtail.harvest.exceptions import DecisionRefused, HarvestError
from omwagtail.harvest.forms import SourceForm
from omwagtail.harvest.harvesting import harvest
from omwagtail.harvest.leases import release_the_dead
from omwagtail.harvest.models import READ_STATES, OfferState, SourceState
from omwagtail.harvest.plain_errors import in_plain_words
from omwagtail.harvest.views.base import ActionView, ConfirmedActionView
from omwagtail.harvest.wording import (
    codes_in_words,
    describe_state,
    trust_by_type,
    type_names,
)

# A person waits for the answer; what is left over is read by the periodic work.
SECONDS_FOR_A_PERSON = 5
LISTED = 10
RUN_COUNTS = ("entries", "added", "changed", "withdrawn", "parked")


def may_decide(user) -> bool:
    """Whether somebody may accept and reject documents."""
    return user.has_perm("omwagtail.change_item")


class SourceView(InspectView):
    """All about one source, with what can be done."""

    page_title = gettext_lazy("Source")

    def get_fields_dict(self) -> list:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source, user = self.instance, self.request.user
        shown = source.offers.filter(state=OfferState.APPLIED, item__state=ItemState.ACCEPTED)
        parked = parked_offers(source)
        return super().get_context_data(
            runs=[(run, in_plain_words(run.error)) for run in source.runs.all()[:LISTED]],
            parked=[
                (offer, in_plain_words(offer.reason)) for offer in with_titles(parked)[:LISTED]
            ],
            parked_count=parked.count(),
            shown_count=shown.count(),
            waiting_count=waiting_of(source).count(),
            state=describe_state(source),
            error=in_plain_words(source.last_error),
            types=type_names(source.wanted_types),
            topics=codes_in_words("topics", source.wanted_topics),
            regions=codes_in_words("regions", source.wanted_regions),
            trust_by_type=trust_by_type(source),
            is_read=source.state in READ_STATES,
            is_active=source.state == SourceState.ACTIVE,
            is_paused=source.state == SourceState.PAUSED,
            is_blocked=source.state == SourceState.BLOCKED,
            may_change=self.permission_helper.user_can_edit_obj(user, source),
            may_add=self.permission_helper.user_can_create(user),
            may_delete=self.permission_helper.user_can_delete_obj(user, source),
            may_decide=may_decide(user),
            items_url=AdminURLHelper(Item).index_url,
            actions={
                name.replace("-", "_"): self.url_helper.get_action_url(name, source.pk)
                for name in self.model_admin.actions
            },
            **kwargs,
        )


class EditSourceView(InstanceSpecificView):
    """Trust and wishes."""

    page_title = gettext_lazy("Edit source")
    template_name = "omwagtail_harvest/source_edit.html"

    def check_action_permitted(self, user) -> bool:
        return self.permission_helper.user_can_edit_obj(user, self.instance)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(SourceForm.about(self.instance))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SourceForm.about(self.instance, request.POST)
        if not form.is_valid():
            return self._ask(form)
        source = change_source(self.instance, **form.changes())
        messages.success(request, _("%s was changed.") % source)
        return redirect(self.url_helper.get_action_url("inspect", source.pk))

    def _ask(self, form: SourceForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, media=form.media))


class RemoveSourceView(DeleteView):
    """Removing a source takes its items along (rule 21)."""

    page_title = gettext_lazy("Remove source")

    def confirmation_message(self) -> str:
        count = lost_by_removing(self.instance)
        return ngettext(
            "The source and the %(count)s document that came from it alone will be removed.",
            "The source and the %(count)s documents that came from it alone will be removed.",
            count,
        ) % {"count": count}

    def delete_instance(self) -> None:
        remove(self.instance)


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
            raise HarvestError(in_plain_words(run.error, source))
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


class Block(ConfirmedActionView):
    """Nothing of the source is taken in any more, whoever offers it."""

    page_title = gettext_lazy("Block source")
    button = gettext_lazy("Block this source")
    is_serious = True

    def consequences(self) -> Iterable[str]:
        count = lost_by_blocking(self.instance)
        yield ngettext(
            "%(count)s document that came from this source or was made by it goes at once.",
            "%(count)s documents that came from this source or were made by it go at once.",
            count,
        ) % {"count": count}
        yield _("Nothing that this site publishes is taken in any more, whoever passes it on.")
        yield _("To take the source in again, look at its key and approve it once more.")

    def act(self) -> str:
        count = block(self.instance)
        said = _("%s is blocked.") % self.instance
        gone = ngettext("%(count)s document went.", "%(count)s documents went.", count)
        return f"{said} {gone % {'count': count}}"


class AcceptAll(ConfirmedActionView):
    """Everything of a source that waits is shown."""

    page_title = gettext_lazy("Accept everything of this source")
    button = gettext_lazy("Accept all of them")

    def check_action_permitted(self, user) -> bool:
        return may_decide(user)

    @property
    def waiting(self) -> int:
        return waiting_of(self.instance).count()

    def consequences(self) -> Iterable[str]:
        count = self.waiting
        yield ngettext(
            "%(count)s document waits and will be shown, new licences and addresses included.",
            "%(count)s documents wait and will be shown, new licences and addresses included.",
            count,
        ) % {"count": count}
        yield _("You can still reject or report each of them later.")

    def hidden_fields(self) -> dict[str, Any]:
        newest = _newest_waiting(self.instance)
        return {"count": self.waiting, "newest": newest}

    def act(self) -> str:
        if self.request.POST.get("count") != str(self.waiting) or self.request.POST.get(
            "newest"
        ) != str(_newest_waiting(self.instance)):
            raise DecisionRefused(_("Meanwhile something has changed; please look at it again."))
        count = accept_all(self.instance, user=self.request.user)
        return ngettext(
            "%(count)s document is shown now.", "%(count)s documents are shown now.", count
        ) % {"count": count}


def _newest_waiting(source) -> int:
    """The highest revision that waits: it changes when a newer version comes."""
    waiting = Item.objects.filter(pk__in=waiting_of(source).values("pk"))
    revs = waiting.values_list("rev", "waiting_rev")
    return max((max(filter(None, pair), default=0) for pair in revs), default=0)
