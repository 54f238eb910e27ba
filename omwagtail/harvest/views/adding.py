"""Adding a source: an address, then what was found there, then approval."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from omwagtail.harvest.approving import approve, look_up, propose
from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.forms import AddressForm, ApprovalForm
from omwagtail.harvest.models import Source, Trust
from omwagtail.harvest.plain_errors import in_plain_words
from omwagtail.harvest.reading import Discovery
from omwagtail.harvest.sampling import sample
from omwagtail.harvest.wording import count_by_type, type_name, type_names


class AddSourceView(WMABaseView):
    """Nothing is stored, and no site is asked, before a person sends the address."""

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
            return self._show(look_up(form.cleaned_data["address"]))
        except HarvestError as error:
            form.add_error("address", in_plain_words(str(error)))
            return self._ask(form)

    def _show(self, found: Discovery) -> HttpResponse:
        known = Source.objects.filter(origin=found.origin).first()
        approval = ApprovalForm(
            initial={
                "address": found.origin,
                "kid": found.kid,
                "trust": known.trust if known else Trust.REVIEW,
                "takes_relayed": known.takes_relayed if known else False,
            },
            relays=found.relays or bool(known and known.takes_relayed),
        )
        seen = sample(found.origin)
        return self._ask(
            approval,
            found=found,
            known=known,
            has_other_key=bool(known and known.kid and known.kid != found.kid),
            types=type_names(found.types),
            counts=count_by_type(seen.counts),
            sample=seen,
            titles=[(one, type_name(one.type)) for one in seen.titles],
        )

    def _ask(self, form, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **context))

    def _approve(self, form: ApprovalForm) -> HttpResponse:
        if not form.is_valid():
            return redirect(self.create_url)
        data = form.cleaned_data
        source = propose(data["address"])
        approve(source, trust=data["trust"], kid=data["kid"], takes_relayed=data["takes_relayed"])
        messages.success(
            self.request, _("%s is a source now; its documents will be read.") % source
        )
        return redirect(self.url_helper.get_action_url("inspect", source.pk))
