"""The list of documents from elsewhere: what waits, what is shown, what was rejected."""

from django.contrib.admin import display
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from omwagtail.catalogue.models import Item, ItemState, ItemType
from omwagtail.harvest.admin.base import Filter, OnlyFromFeeds, OperatorAdmin
from omwagtail.harvest.deciding import rev_to_decide, waiting_items
from omwagtail.harvest.models import Source
from omwagtail.harvest.views import items, reporting
from omwagtail.harvest.wording import moment, why_it_waits

SHOWN, REJECTED = "shown", "rejected"


class WhichFilter(Filter):
    """Not only what waits: what is shown can be looked at again, and what was rejected too."""

    title = gettext_lazy("Show")
    parameter_name = "which"
    empty_label = pgettext_lazy("which documents to show", "waiting")

    def lookups(self, request, model_admin):
        return [(SHOWN, _("shown now")), (REJECTED, _("rejected"))]

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        """The list itself begins with these, see get_queryset."""
        return queryset


class SourceFilter(Filter):
    title = gettext_lazy("Source")
    parameter_name = "source"

    def lookups(self, request, model_admin):
        sources = Source.objects.order_by("name", "origin").only("name", "origin")
        return [(str(source.pk), str(source)) for source in sources]

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(offers__source=value)


class TypeFilter(Filter):
    title = gettext_lazy("Type")
    parameter_name = "type"

    def lookups(self, request, model_admin):
        return ItemType.choices

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(type=value)


class WhyFilter(Filter):
    title = gettext_lazy("Why it waits")
    parameter_name = "why"
    conditions = {
        "new": Q(state=ItemState.PENDING, reason=""),
        "newer": Q(state=ItemState.ACCEPTED),
        "again": Q(state=ItemState.PENDING) & ~Q(reason=""),
        "two": Q(state=ItemState.QUARANTINED),
    }

    def lookups(self, request, model_admin):
        return [
            ("new", _("new from a source that is looked at first")),
            ("newer", _("another licence or address")),
            ("again", _("rejected or retracted before")),
            ("two", _("two texts with one revision")),
        ]

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(self.conditions[value])


class ItemAdmin(OperatorAdmin):
    model = Item
    menu_label = gettext_lazy("Items waiting")
    menu_icon = "tasks"
    list_display = ("selection", "name", "kind", "from_whom", "why", "arrived")
    list_display_add_buttons = "name"
    list_filter = (WhichFilter, SourceFilter, TypeFilter, WhyFilter)
    search_fields = ("title", "publisher", "origin")
    permission_helper_class = OnlyFromFeeds
    index_view_class = items.ItemsView
    index_template_name = "omwagtail_harvest/items.html"
    inspect_view_enabled = True
    inspect_view_class = items.ItemView
    inspect_template_name = "omwagtail_harvest/item.html"
    # A signed document is never edited: its page and the decision about it are all there is.
    edit_view_class = items.ItemView
    actions = {
        "preview": items.PreviewView,
        "accept": items.Accept,
        "reject": items.Reject,
        "report": reporting.ReportView,
        "accept-selected": items.AcceptSelected,
        "reject-selected": items.RejectSelected,
    }

    def get_queryset(self, request) -> QuerySet:
        """Without the texts, of which a page of 50 could have 50 megabytes; only of a newer
        version that waits the text is read, for its title."""
        match request.GET.get("which"):
            case "shown":
                rows = Item.objects.visible().filter(content_type__isnull=True)
            case "rejected":
                rows = Item.objects.filter(state=ItemState.REJECTED)
            case _:
                rows = waiting_items()
        return rows.defer("doc", "summary")

    def get_list_display(self, request):
        may_decide = self.permission_helper.user_can_edit_obj(request.user, None)
        return self.list_display if may_decide else self.list_display[1:]

    @display(description=gettext_lazy("Select"))
    def selection(self, item: Item) -> str:
        return format_html(
            '<input type="checkbox" name="item" value="{}:{}" form="om-decide" aria-label="{}">',
            item.pk,
            rev_to_decide(item),
            _("Select “%s”") % item,
        )

    @display(description=gettext_lazy("Title"), ordering="title")
    def name(self, item: Item) -> str:
        return (item.waiting_data or {}).get("title") or str(item)

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
