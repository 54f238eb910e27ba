"""The page in Wagtail's admin from which a person joins hubs, and leaves them.

Nothing is changed by GET, and no other site is asked by it.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Site
from wagtail.permission_policies import ModelPermissionPolicy

from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.origins import own_origins
from omwagtail.feed.joining import HubState, JoinError, hubs_by_setting, join, leave, states
from omwagtail.feed.models import JoinedHub

PAGE = "om_hubs"
SUGGESTIONS = "om-known-hubs"


def may_join(user: Any) -> bool:
    """Whoever may change sites decides who hears of them."""
    return ModelPermissionPolicy(Site).user_has_permission(user, "change")


class HubForm(forms.Form):
    """Which hub, and for which of several sites."""

    origin = forms.ChoiceField(label=gettext_lazy("Site"))
    address = forms.CharField(
        label=gettext_lazy("Address of the hub"),
        max_length=2048,
        help_text=gettext_lazy("For example https://hub.example"),
        widget=forms.TextInput(attrs={"autocomplete": "url", "list": SUGGESTIONS}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        origins = own_origins()
        field = self.fields["origin"]
        field.choices = [(origin, _site_in_words(origin, origins)) for origin in origins]
        if len(origins) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(origins))


class AllowedView(View):
    """For those who may join hubs."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_join(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class HubsView(WagtailAdminTemplateMixin, AllowedView):
    """The hubs of all sites, and the form to join another one."""

    http_method_names = ["get", "head", "post"]
    page_title = gettext_lazy("Join a hub")
    header_icon = "globe"
    template_name = "omwagtail/admin/hubs.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(HubForm(initial={"address": _suggested()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = HubForm(request.POST)
        if form.is_valid():
            try:
                joined = join(form.cleaned_data["address"], origin=form.cleaned_data["origin"])
            except JoinError as error:
                form.add_error("address", str(error))
            else:
                messages.success(
                    request,
                    _(
                        "%(hub)s has your request now. The people who run it look at your site "
                        "and decide."
                    )
                    % {"hub": joined.name or joined.hub},
                )
                return redirect(PAGE)
        return self._page(form, status=422)

    def _page(self, form: HubForm, status: int = 200) -> HttpResponse:
        origins = own_origins()
        context = self.get_context_data(
            form=form,
            hubs=_all_states(),
            fingerprint=signing_key().kid,
            known_hubs=hubs_by_setting(),
            suggestions=SUGGESTIONS,
            can_publish=bool(origins),
            has_several_sites=len(origins) > 1,
        )
        return self.render_to_response(context, status=status)


class LeaveView(AllowedView):
    """Leaves a hub."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        joined = get_object_or_404(JoinedHub, pk=pk, origin__in=own_origins())
        name = joined.name or joined.hub
        leave(joined)
        messages.success(
            request,
            _("%(hub)s is no longer told of your news. What it has of your site stays there.")
            % {"hub": name},
        )
        return redirect(PAGE)


class HubsMenuItem(MenuItem):
    """Shown to those who may join hubs."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_join(request.user)


@hooks.register("register_settings_menu_item")
def hubs_menu_item() -> MenuItem:
    """Right below the sites."""
    return HubsMenuItem(
        gettext_lazy("Join a hub"), reverse(PAGE), name="om-hubs", icon_name="globe", order=603
    )


@hooks.register("register_admin_urls")
def hubs_urls() -> list:
    """Below the admin's address. Another site is asked outside ATOMIC_REQUESTS: no transaction may
    be open meanwhile."""
    return [
        path("omwagtail/hubs/", non_atomic_requests(HubsView.as_view()), name=PAGE),
        path("omwagtail/hubs/<int:pk>/leave/", LeaveView.as_view(), name="om_hub_leave"),
    ]


def _all_states() -> list[HubState]:
    return [state for origin in own_origins() for state in states(origin)]


def _suggested() -> str:
    """A hub of the setting that nobody asked yet to read any site here."""
    joined = set(JoinedHub.objects.values_list("hub", flat=True))
    return next((hub for hub in hubs_by_setting() if hub not in joined), "")


def _site_in_words(origin: str, origins: dict[str, Site]) -> str:
    name = origins[origin].site_name
    return f"{name} ({origin})" if name else origin
