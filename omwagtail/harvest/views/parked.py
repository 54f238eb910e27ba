"""Entries of a source that could not be taken in."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail_modeladmin.views import InstanceSpecificView

from omwagtail.harvest.counting import parked_offers, with_titles
from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.models import SourceState
from omwagtail.harvest.plain_errors import in_plain_words
from omwagtail.harvest.retrying import retry_parked
from omwagtail.harvest.views.base import ActionView

ROWS = 50


class ParkedView(InstanceSpecificView):
    """Each with its reason, and when it is tried again."""

    page_title = gettext_lazy("Parked entries")
    template_name = "omwagtail_harvest/parked.html"

    def check_action_permitted(self, user) -> bool:
        return self.permission_helper.user_can_list(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        source = self.instance
        page = Paginator(with_titles(parked_offers(source)), ROWS).get_page(request.GET.get("p"))
        context = self.get_context_data(
            page_obj=page,
            rows=[(offer, in_plain_words(offer.reason)) for offer in page],
            may_retry=self.permission_helper.user_can_edit_obj(request.user, source)
            and source.state == SourceState.ACTIVE
            and source.offers.exclude(parked="").exists(),
            retry_url=self.url_helper.get_action_url("retry", source.pk),
            back_url=self.url_helper.get_action_url("inspect", source.pk),
        )
        return self.render_to_response(context)


class RetryNow(ActionView):
    """Try the parked entries of one source, as far as their text was kept."""

    goes_to = "parked"

    def act(self) -> str:
        source = self.instance
        if source.state != SourceState.ACTIVE:
            raise HarvestError(_("Only entries of an active source are tried again."))
        source.offers.exclude(parked="").update(retry_due=timezone.now())
        count = retry_parked(source=source)
        if not count:
            return _("They were tried again; none of them can be taken in yet.")
        return ngettext(
            "%(count)s entry was taken in.", "%(count)s entries were taken in.", count
        ) % {"count": count}
