"""What was done: the log of decisions by persons, and of runs."""

from django.contrib.admin import display
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_modeladmin.helpers import AdminURLHelper

from omwagtail.catalogue.models import Item
from omwagtail.harvest.admin.base import Filter, OperatorAdmin, ReadOnly
from omwagtail.harvest.models import Decision, DecisionKind, Run
from omwagtail.harvest.plain_errors import in_plain_words
from omwagtail.harvest.wording import moment, name_person

MAX_PERSONS = 200


class KindFilter(Filter):
    title = gettext_lazy("Decision")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return DecisionKind.choices

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(kind=value)


class PersonFilter(Filter):
    title = gettext_lazy("Who")
    parameter_name = "person"

    def lookups(self, request, model_admin):
        deciding = Decision.objects.order_by().values("user").distinct()
        persons = get_user_model().objects.filter(pk__in=deciding)[:MAX_PERSONS]
        return [(str(person.pk), name_person(person)) for person in persons]

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(user=value)


class DecisionAdmin(OperatorAdmin):
    model = Decision
    menu_label = gettext_lazy("Decisions")
    menu_icon = "list-ul"
    list_display = ("decided_on", "person", "what", "document", "origin", "grounds")
    list_filter = (KindFilter, PersonFilter)
    search_fields = ("reason", "origin", "key", "item__title")
    list_select_related = ("user", "item")
    permission_helper_class = ReadOnly
    csv_name = gettext_lazy("decisions")
    csv_columns = (
        (gettext_lazy("When"), lambda decision: decision.decided),
        (gettext_lazy("Who"), lambda decision: name_person(decision.user)),
        (gettext_lazy("Decision"), lambda decision: decision.get_kind_display()),
        (gettext_lazy("Title"), lambda decision: str(decision.item or "")),
        (gettext_lazy("Publisher"), lambda decision: decision.origin),
        (gettext_lazy("Key of the document"), lambda decision: decision.key),
        (gettext_lazy("Revision"), lambda decision: decision.rev),
        (gettext_lazy("Reason"), lambda decision: decision.reason),
    )

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).defer("item__doc", "item__waiting_doc")

    @display(description=gettext_lazy("When"), ordering="decided")
    def decided_on(self, decision: Decision) -> str:
        return moment(decision.decided)

    @display(description=gettext_lazy("Who"), ordering="user")
    def person(self, decision: Decision) -> str:
        return name_person(decision.user)

    @display(description=gettext_lazy("Decision"), ordering="kind")
    def what(self, decision: Decision) -> str:
        return decision.get_kind_display()

    @display(description=gettext_lazy("Document"))
    def document(self, decision: Decision) -> str:
        """Its title as it is today: the log itself holds nothing of a document (rule 21)."""
        if decision.item is None:
            return _("no longer here")
        url = AdminURLHelper(Item).get_action_url("inspect", decision.item_id)
        return format_html('<a href="{}">{}</a>', url, str(decision.item))

    @display(description=gettext_lazy("Reason"))
    def grounds(self, decision: Decision) -> str:
        return decision.reason


class ErrorFilter(Filter):
    title = gettext_lazy("Result")
    parameter_name = "result"
    conditions = {
        "error": ~Q(error=""),
        "parked": Q(parked__gt=0),
        "news": Q(added__gt=0) | Q(changed__gt=0) | Q(withdrawn__gt=0),
    }

    def lookups(self, request, model_admin):
        return [("error", _("failed")), ("parked", _("with parked entries")), ("news", _("news"))]

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(self.conditions[value])


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
        "trouble",
    )
    list_filter = (ErrorFilter,)
    list_select_related = ("source",)
    search_fields = ("source__name", "source__origin", "error")
    permission_helper_class = ReadOnly
    csv_name = gettext_lazy("runs")
    csv_columns = (
        (gettext_lazy("Started"), lambda run: run.started),
        (gettext_lazy("Finished"), lambda run: run.finished),
        (gettext_lazy("Source"), lambda run: str(run.source)),
        (gettext_lazy("Address"), lambda run: run.source.origin),
        (gettext_lazy("Entries"), lambda run: run.entries),
        (gettext_lazy("New"), lambda run: run.added),
        (gettext_lazy("Changed"), lambda run: run.changed),
        (gettext_lazy("Withdrawn"), lambda run: run.withdrawn),
        (gettext_lazy("Parked"), lambda run: run.parked),
        (gettext_lazy("Error"), lambda run: in_plain_words(run.error)),
    )

    @display(description=gettext_lazy("Started"), ordering="started")
    def began(self, run: Run) -> str:
        return moment(run.started)

    @display(description=gettext_lazy("Error"), ordering="error")
    def trouble(self, run: Run) -> str:
        return in_plain_words(run.error)
