"""The operators' menu: sources, what waits for a decision, and the log of runs."""

from django.contrib.admin import display
from django.db.transaction import non_atomic_requests
from django.urls import re_path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

from omwagtail.catalogue.models import Item
from omwagtail.harvest import views
from omwagtail.harvest.deciding import rev_to_decide, waiting_items
from omwagtail.harvest.models import READ_STATES, Run, Source, Trust
from omwagtail.harvest.wording import describe_state, moment, why_it_waits


class LookFirst(ButtonHelper):
    """A row leads to the page that shows the object; what can be done stands there."""

    def get_primary_button(self, obj):
        if self.permission_helper.user_can_inspect_obj(self.request.user, obj):
            return self.inspect_button(obj.pk)
        return None

    def get_buttons_for_obj(self, obj, **options) -> list:
        return []


class OnlyFromFeeds(PermissionHelper):
    """Items and runs come from harvests: nobody writes or deletes them by hand."""

    def user_can_create(self, user) -> bool:
        return False

    def user_can_delete_obj(self, user, obj) -> bool:
        return False


class ReadOnly(OnlyFromFeeds):
    def user_can_edit_obj(self, user, obj) -> bool:
        return False


class OperatorAdmin(ModelAdmin):
    """What the three lists share. ``actions`` are views by the last part of their address."""

    button_helper_class = LookFirst
    history_view_enabled = False
    list_per_page = 50
    index_view_extra_css = ["omwagtail/harvest.css"]
    actions: dict = {}

    def register_indexing(self) -> None:
        """Wagtail's reference index would follow every write of a harvest, and finds nothing."""

    def register_admin_url_finders(self) -> None:
        """Nothing in Wagtail links to these objects."""

    def get_admin_urls_for_registration(self):
        urls = super().get_admin_urls_for_registration()
        return urls + tuple(self._url_of(name, view) for name, view in self.actions.items())

    def _url_of(self, name: str, view):
        def serve(request, **kwargs):
            return view.as_view(model_admin=self, **kwargs)(request)

        if getattr(view, "reads_the_network", False):
            serve = non_atomic_requests(serve)
        is_about_one = issubclass(view, views.InstanceSpecificView)
        path = rf"{self.url_helper.base_url_path}/{name}/"
        return re_path(
            rf"^{path}(?P<instance_pk>[0-9]+)/$" if is_about_one else rf"^{path}$",
            serve,
            name=self.url_helper.get_action_url_name(name),
        )


class SourceAdmin(OperatorAdmin):
    model = Source
    menu_label = gettext_lazy("Sources")
    menu_icon = "site"
    list_display = ("source_name", "origin", "state_in_words", "intake", "success", "trouble")
    search_fields = ("name", "origin")
    index_template_name = "omwagtail_harvest/sources.html"
    inspect_view_enabled = True
    inspect_view_class = views.SourceView
    inspect_template_name = "omwagtail_harvest/source.html"
    create_view_class = views.AddSourceView
    edit_view_class = views.EditSourceView
    delete_view_class = views.RemoveSourceView
    actions = views.ACTIONS

    @non_atomic_requests
    def create_view(self, request):
        """Outside ATOMIC_REQUESTS: no transaction may be open while another site is asked."""
        return super().create_view(request)

    @display(description=gettext_lazy("Name"), ordering="name")
    def source_name(self, source: Source) -> str:
        return str(source)

    @display(description=gettext_lazy("State"), ordering="state")
    def state_in_words(self, source: Source) -> str:
        return describe_state(source)

    def get_list_display(self, request):
        may_change = self.permission_helper.user_can_edit_obj(request.user, None)
        return (*self.list_display, "harvest_button") if may_change else self.list_display

    @display(description="")
    def harvest_button(self, source: Source) -> str:
        if source.state not in READ_STATES:
            return ""
        return format_html(
            '<button type="submit" form="om-harvest" formaction="{}" '
            'class="button button-small button-secondary">{}</button>',
            self.url_helper.get_action_url("harvest", source.pk),
            _("Harvest now"),
        )

    @display(description=gettext_lazy("Intake"), ordering="trust")
    def intake(self, source: Source) -> str:
        return _("at once") if source.trust == Trust.AUTOMATIC else _("after a look")

    @display(description=gettext_lazy("Last success"), ordering="last_success")
    def success(self, source: Source) -> str:
        return moment(source.last_success)

    @display(description=gettext_lazy("Trouble"))
    def trouble(self, source: Source) -> str:
        return source.question or source.last_error


class ItemAdmin(OperatorAdmin):
    model = Item
    menu_label = gettext_lazy("Items waiting")
    menu_icon = "tasks"
    list_display = ("selection", "name", "kind", "from_whom", "why", "arrived")
    list_display_add_buttons = "name"
    search_fields = ("title", "publisher", "origin")
    permission_helper_class = OnlyFromFeeds
    index_view_class = views.ItemsView
    index_template_name = "omwagtail_harvest/items.html"
    inspect_view_enabled = True
    inspect_view_class = views.ItemView
    inspect_template_name = "omwagtail_harvest/item.html"
    # A signed document is never edited: its page and the decision about it are all there is.
    edit_view_class = views.ItemView
    actions = {
        "preview": views.PreviewView,
        "accept": views.Accept,
        "reject": views.Reject,
        "accept-selected": views.AcceptSelected,
    }

    def get_queryset(self, request):
        return waiting_items()

    @display(description="")
    def selection(self, item: Item) -> str:
        return format_html(
            '<input type="checkbox" name="item" value="{}:{}" form="om-accept" aria-label="{}">',
            item.pk,
            rev_to_decide(item),
            _("Select “%s”") % item,
        )

    @display(description=gettext_lazy("Title"), ordering="title")
    def name(self, item: Item) -> str:
        return (item.waiting_data or item.data).get("title", "")

    @display(description=gettext_lazy("Publisher"), ordering="publisher")
    def from_whom(self, item: Item) -> str:
        return item.publisher or item.origin

    @display(description=gettext_lazy("Type"), ordering="type")
    def kind(self, item: Item) -> str:
        return item.get_type_display()

    @display(description=gettext_lazy("Why it waits"))
    def why(self, item: Item) -> str:
        return why_it_waits(item)

    @display(description=gettext_lazy("Known since"), ordering="created")
    def arrived(self, item: Item) -> str:
        return moment(item.created)


class RunAdmin(OperatorAdmin):
    model = Run
    menu_label = gettext_lazy("Runs")
    menu_icon = "history"
    list_display = (
        "began",
        "source",
        "entries",
        "added",
        "changed",
        "withdrawn",
        "parked",
        "error",
    )
    list_select_related = ("source",)
    search_fields = ("source__name", "source__origin", "error")
    permission_helper_class = ReadOnly

    @display(description=gettext_lazy("Started"), ordering="started")
    def began(self, run: Run) -> str:
        return moment(run.started)


class FederationGroup(ModelAdminGroup):
    menu_label = gettext_lazy("Federation")
    menu_icon = "globe"
    menu_order = 320
    items = (SourceAdmin, ItemAdmin, RunAdmin)
