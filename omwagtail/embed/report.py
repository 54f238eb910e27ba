"""The report in Wagtail's admin: which hosts show frames of this site, and how often."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from omwagtail.conf import settings
from omwagtail.embed.models import FrameCount

PAGE = "om_frame_counts"
DAYS_SHOWN = 30
policy = ModelPermissionPolicy(FrameCount)


class HostColumn(Column):
    """Openings that no host can be named for stand in one line."""

    def get_value(self, instance: dict[str, Any]) -> str:
        return instance["host"] or gettext("Unknown or further hosts")


class DayColumn(Column):
    """A day as a day: how many hours ago it began says nothing."""

    def get_value(self, instance: dict[str, Any]) -> str:
        return date_format(instance[self.name], "SHORT_DATE_FORMAT")


class FrameCountFilterSet(WagtailFilterSet):
    day = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Day"), widget=DateRangePickerWidget
    )

    class Meta:
        model = FrameCount
        fields = ["day"]


class FrameCountView(ReportView):
    """A line for each host; the spreadsheet has one for each host and day."""

    page_title = gettext_lazy("Frames on other sites")
    header_icon = "code"
    model = FrameCount
    permission_policy = policy
    any_permission_required = ["view"]
    filterset_class = FrameCountFilterSet
    index_url_name = PAGE
    index_results_url_name = f"{PAGE}_results"
    default_ordering = "-total"
    columns = [
        HostColumn("host", label=gettext_lazy("Host")),
        Column("total", label=gettext_lazy("Opened"), sort_key="total"),
        DayColumn("last", label=gettext_lazy("Last opened"), sort_key="last"),
    ]
    list_export = ["day", "host", "opened"]
    export_headings = {
        "day": gettext_lazy("Day"),
        "host": gettext_lazy("Host"),
        "opened": gettext_lazy("Opened"),
    }

    def get_page_subtitle(self) -> str:
        if self.is_filtering:
            return ""
        return gettext("the last %(days)s days") % {"days": DAYS_SHOWN}

    def get_queryset(self) -> QuerySet:
        """All; what is chosen of it, and in which order, depends on whether it is added up."""
        return FrameCount.objects.all()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Without a choice, the last days."""
        queryset = super().filter_queryset(queryset)
        if not self.is_filtering:
            since = timezone.localdate() - timedelta(days=DAYS_SHOWN)
            queryset = queryset.filter(day__gt=since)
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
