"""The report in Wagtail's admin: which hosts show frames of this site, and how often."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Max, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from omwagtail.conf import settings
from omwagtail.embed.models import FrameCount
from omwagtail.rendering.spreadsheets import as_text

PAGE = "om_frame_counts"
DAYS_SHOWN = 30
MONTH = "month"
policy = ModelPermissionPolicy(FrameCount)


class HostColumn(Column):
    """Openings that no host can be named for stand in one line."""

    def get_value(self, instance: dict[str, Any]) -> str:
        return instance["host"] or gettext("Unknown or further hosts")


class DayColumn(Column):
    """A day as a day: how many hours ago it began says nothing."""

    def get_value(self, instance: dict[str, Any]) -> str:
        return date_format(instance[self.name], "SHORT_DATE_FORMAT")


class MonthColumn(Column):
    """A month, which its first day stands for."""

    def get_value(self, instance: dict[str, Any]) -> str:
        return date_format(instance[self.name], "YEAR_MONTH_FORMAT")


class FrameCountFilterSet(WagtailFilterSet):
    by = django_filters.ChoiceFilter(
        label=gettext_lazy("Add up by"),
        choices=[(MONTH, gettext_lazy("Host and month"))],
        empty_label=gettext_lazy("Host"),
        # What is found is the same: the view adds it up.
        method=lambda queryset, name, value: queryset,
        widget=forms.RadioSelect,
    )
    day = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Day"), widget=DateRangePickerWidget
    )

    class Meta:
        model = FrameCount
        fields = ["by", "day"]


class FrameCountView(ReportView):
    """A line for each host, or for each host and month; the spreadsheet has one for each host and
    day, or month."""

    page_title = gettext_lazy("Frames on other sites")
    header_icon = "code"
    model = FrameCount
    permission_policy = policy
    any_permission_required = ["view"]
    filterset_class = FrameCountFilterSet
    index_url_name = PAGE
    index_results_url_name = f"{PAGE}_results"
    export_headings = {
        "day": gettext_lazy("Day"),
        "month": gettext_lazy("Month"),
        "host": gettext_lazy("Host"),
        "opened": gettext_lazy("Opened"),
        "total": gettext_lazy("Opened"),
    }

    @cached_property
    def is_by_month(self) -> bool:
        return self.request.GET.get("by") == MONTH

    @cached_property
    def columns(self) -> list[Column]:
        host = HostColumn("host", label=gettext_lazy("Host"))
        total = Column("total", label=gettext_lazy("Opened"), sort_key="total")
        if self.is_by_month:
            return [
                MonthColumn("month", label=gettext_lazy("Month"), sort_key="month"),
                host,
                total,
            ]
        return [host, total, DayColumn("last", label=gettext_lazy("Last opened"), sort_key="last")]

    @property
    def default_ordering(self) -> str:
        return "-month" if self.is_by_month else "-total"

    @property
    def list_export(self) -> list[str]:
        return ["month", "host", "total"] if self.is_by_month else ["day", "host", "opened"]

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """A month as ``2026-11``, and texts that stay texts in a spreadsheet, whoever made them."""
        if field == "month":
            return f"{value:%Y-%m}"
        if isinstance(value, str):
            return as_text(value)
        return super().preprocess_field_value(field, value, export_format)

    def get_page_subtitle(self) -> str:
        if self.is_filtering:
            return ""
        return gettext("the last %(days)s days") % {"days": DAYS_SHOWN}

    def get_queryset(self) -> QuerySet:
        """All; what is chosen of it, and in which order, depends on whether it is added up."""
        return FrameCount.objects.all()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Without a choice, the last days; by month, all that there is."""
        queryset = super().filter_queryset(queryset)
        if not self.is_filtering:
            since = timezone.localdate() - timedelta(days=DAYS_SHOWN)
            queryset = queryset.filter(day__gt=since)
        if self.is_by_month:
            by_month = queryset.annotate(month=TruncMonth("day")).values("month", "host")
            by_month = by_month.annotate(total=Sum("opened"))
            return by_month.order_by(self.ordering, "-total", "host")
        if self.is_export:
            return queryset.order_by("-day", "host")
        by_host = queryset.values("host").annotate(total=Sum("opened"), last=Max("day"))
        return by_host.order_by(self.ordering, "host")


class FrameCountMenuItem(MenuItem):
    """Shown where frames are counted, to those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        may_view = policy.user_has_any_permission(request.user, ["view"])
        return bool(settings.EMBED_STATISTICS) and may_view


@hooks.register("register_reports_menu_item")
def frame_counts_menu_item() -> MenuItem:
    return FrameCountMenuItem(
        FrameCountView.page_title, reverse(PAGE), name="om-frames", icon_name="code", order=1200
    )


@hooks.register("register_admin_urls")
def frame_counts_urls() -> list:
    return [
        path("omwagtail/frames/", FrameCountView.as_view(), name=PAGE),
        path(
            "omwagtail/frames/results/",
            FrameCountView.as_view(results_only=True),
            name=f"{PAGE}_results",
        ),
    ]


@hooks.register("register_permissions")
def frame_counts_permissions() -> QuerySet:
    """So that a group can be allowed to see the report."""
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(
        content_type__app_label="omwagtail", codename="view_framecount"
    )
