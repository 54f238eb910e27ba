"""The lists of sources, of those that ask to become one, and how the sources are."""

from django.contrib.admin import display
from django.db.models import Q, QuerySet
from django.db.transaction import non_atomic_requests
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_modeladmin.helpers import AdminURLHelper

from omwagtail.harvest.admin.base import Filter, FromOutside, OperatorAdmin, ReadOnly
from omwagtail.harvest.health import STATUSES, source_healths
from omwagtail.harvest.joining import waiting_requests
from omwagtail.harvest.models import READ_STATES, JoinRequest, Source, SourceState, Trust
from omwagtail.harvest.plain_errors import in_plain_words
from omwagtail.harvest.views import adding, health, parked, requests, sources
from omwagtail.harvest.wording import (
    STATUS_NAMES,
    codes_in_words,
    describe_state,
    moment,
    type_names,
)


class StateFilter(Filter):
    title = gettext_lazy("State")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return SourceState.choices

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(state=value)


class HealthFilter(Filter):
    title = gettext_lazy("Health")
    parameter_name = "health"

    def lookups(self, request, model_admin):
        return [(status, STATUS_NAMES[status]) for status in STATUSES]

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        found = source_healths(Source.objects.all())
        return queryset.filter(pk__in=[one.source.pk for one in found if one.status == value])


class TrustFilter(Filter):
    title = gettext_lazy("Intake")
    parameter_name = "trust"

    def lookups(self, request, model_admin):
        return Trust.choices

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(Q(trust=value))


class SourceAdmin(OperatorAdmin):
    model = Source
    menu_label = gettext_lazy("Sources")
    menu_icon = "site"
    list_display = ("source_name", "state_in_words", "intake", "success", "trouble")
    list_display_add_buttons = "source_name"
    list_filter = (StateFilter, HealthFilter, TrustFilter)
    search_fields = ("name", "origin")
    index_template_name = "omwagtail_harvest/sources.html"
    inspect_view_enabled = True
    inspect_view_class = sources.SourceView
    inspect_template_name = "omwagtail_harvest/source.html"
    create_view_class = adding.AddSourceView
    edit_view_class = sources.EditSourceView
    delete_view_class = sources.RemoveSourceView
    delete_template_name = "omwagtail_harvest/source_delete.html"
    actions = {
        "harvest": sources.HarvestNow,
        "pause": sources.Pause,
        "resume": sources.Resume,
        "confirm": sources.EndMissing,
        "block": sources.Block,
        "accept-all": sources.AcceptAll,
        "parked": parked.ParkedView,
        "retry": parked.RetryNow,
    }
    csv_name = gettext_lazy("sources")
    csv_columns = (
        (gettext_lazy("Name"), lambda source: source.name),
        (gettext_lazy("Address"), lambda source: source.origin),
        (gettext_lazy("State"), describe_state),
        (gettext_lazy("Trust"), lambda source: source.get_trust_display()),
        (gettext_lazy("Wanted types"), lambda source: type_names(source.wanted_types)),
        (gettext_lazy("Wanted topics"), lambda one: codes_in_words("topics", one.wanted_topics)),
        (gettext_lazy("Wanted regions"), lambda one: codes_in_words("regions", one.wanted_regions)),
        (gettext_lazy("Key fingerprint"), lambda source: source.kid),
        (gettext_lazy("Last success"), lambda source: source.last_success),
        (gettext_lazy("Trouble"), lambda source: trouble_of(source)),
    )

    @non_atomic_requests
    def create_view(self, request):
        """Outside ATOMIC_REQUESTS: no transaction may be open while another site is asked."""
        return super().create_view(request)

    @display(description=gettext_lazy("Name"), ordering="name")
    def source_name(self, source: Source) -> str:
        return format_html('{} <span class="om-origin">{}</span>', str(source), source.origin)

    @display(description=gettext_lazy("State"), ordering="state")
    def state_in_words(self, source: Source) -> str:
        return describe_state(source)

    def get_list_display(self, request):
        may_change = self.permission_helper.user_can_edit_obj(request.user, None)
        return (*self.list_display, "harvest_button") if may_change else self.list_display

    @display(description=gettext_lazy("Action"))
    def harvest_button(self, source: Source) -> str:
        if source.state not in READ_STATES:
            return ""
        return format_html(
            '<button type="submit" form="om-harvest" formaction="{}" '
            'class="button button-small button-secondary" aria-label="{}">{}</button>',
            self.url_helper.get_action_url("harvest", source.pk),
            _("Harvest now: %s") % source,
            _("Harvest now"),
        )

    @display(description=gettext_lazy("Intake"), ordering="trust")
    def intake(self, source: Source) -> str:
        if source.trust_by_type:
            return _("differs by type")
        return _("at once") if source.trust == Trust.AUTOMATIC else _("after a look")

    @display(description=gettext_lazy("Last success"), ordering="last_success")
    def success(self, source: Source) -> str:
        return moment(source.last_success)

    @display(description=gettext_lazy("Trouble"), ordering="last_error")
    def trouble(self, source: Source) -> str:
        return trouble_of(source)


def trouble_of(source: Source) -> str:
    """What a person should know of a source; empty for nothing."""
    return source.question or in_plain_words(source.last_error)


class BesideSources:
    """For lists whose rows lead to pages of sources."""

    @cached_property
    def sources_url_helper(self) -> AdminURLHelper:
        return AdminURLHelper(Source)


class RequestAdmin(BesideSources, OperatorAdmin):
    model = JoinRequest
    menu_label = gettext_lazy("Requests to join")
    menu_icon = "mail"
    list_display = ("site", "received_on", "look_button", "dismiss_button", "block_link")
    search_fields = ("origin",)
    permission_helper_class = FromOutside
    index_view_class = requests.RequestsView
    index_template_name = "omwagtail_harvest/requests.html"
    actions = {"dismiss": requests.Dismiss, "block": requests.BlockRequest}

    def get_queryset(self, request) -> QuerySet:
        return waiting_requests()

    def get_admin_urls_for_registration(self):
        """Requests come from outside: nobody writes them by hand."""
        kept = ("index", *self.actions)
        names = {self.url_helper.get_action_url_name(name) for name in kept}
        urls = super().get_admin_urls_for_registration()
        return tuple(url for url in urls if url.name in names)

    def get_list_display(self, request):
        may = {
            "look_button": request.user.has_perm("omwagtail_harvest.add_source"),
            "dismiss_button": self.permission_helper.user_can_delete_obj(request.user, None),
            "block_link": requests.may_block(request.user),
        }
        return tuple(name for name in self.list_display if may.get(name, True))

    @display(description=gettext_lazy("Address"), ordering="origin")
    def site(self, request: JoinRequest) -> str:
        return request.origin

    @display(description=gettext_lazy("Received"), ordering="received")
    def received_on(self, request: JoinRequest) -> str:
        return moment(request.received)

    @display(description=gettext_lazy("Look"))
    def look_button(self, request: JoinRequest) -> str:
        return format_html(
            '<button type="submit" form="om-look" name="address" value="{}" '
            'class="button button-small" aria-label="{}">{}</button>',
            request.origin,
            _("Look at it: %s") % request,
            _("Look at it"),
        )

    @display(description=gettext_lazy("Decline"))
    def dismiss_button(self, request: JoinRequest) -> str:
        return format_html(
            '<button type="submit" form="om-dismiss" formaction="{}" '
            'class="button button-small button-secondary" aria-label="{}">{}</button>',
            self.url_helper.get_action_url("dismiss", request.pk),
            _("Dismiss: %s") % request,
            _("Dismiss"),
        )

    @display(description=gettext_lazy("For good"))
    def block_link(self, request: JoinRequest) -> str:
        return format_html(
            '<a class="button button-small no" href="{}" aria-label="{}">{}</a>',
            self.url_helper.get_action_url("block", request.pk),
            _("Block: %s") % request,
            _("Block"),
        )


class HealthAdmin(BesideSources, OperatorAdmin):
    """One page, with the permissions of sources."""

    model = Source
    menu_label = gettext_lazy("Health")
    menu_icon = "glasses"
    base_url_path = "omwagtail_harvest/health"
    permission_helper_class = ReadOnly
    index_view_class = health.HealthView

    def get_admin_urls_for_registration(self):
        index = self.url_helper.get_action_url_name("index")
        urls = super().get_admin_urls_for_registration()
        return tuple(url for url in urls if url.name == index)
