"""How the sources are: totals, then one after the other, the worst first."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from wagtail_modeladmin.views import WMABaseView

from omwagtail.harvest.health import STATUSES, SourceHealth, source_healths
from omwagtail.harvest.models import Source
from omwagtail.harvest.trend import draw_trend
from omwagtail.harvest.wording import (
    STATUS_HELP,
    STATUS_NAMES,
    lag_in_words,
    trend_in_words,
)

ROWS = 50


class HealthView(WMABaseView):
    """All sources, or those with one status, 50 on a page."""

    page_title = gettext_lazy("Health")
    template_name = "omwagtail_harvest/health.html"

    def check_action_permitted(self, user) -> bool:
        return self.permission_helper.user_can_list(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        healths = source_healths(Source.objects.defer("cursor", "public_key"))
        counts = Counter(health.status for health in healths)
        chosen = request.GET.get("status", "")
        if chosen in STATUSES:
            healths = [health for health in healths if health.status == chosen]
        page = Paginator(healths, ROWS).get_page(request.GET.get("p"))
        context = self.get_context_data(
            total=sum(counts.values()),
            documents=sum(health.documents for health in healths),
            totals=[
                (status, STATUS_NAMES[status], STATUS_HELP[status], counts[status])
                for status in STATUSES
                if counts[status]
            ],
            chosen=chosen if chosen in STATUSES else "",
            rows=self._rows(page.object_list),
            page_obj=page,
            sources_url=self.model_admin.sources_url_helper.index_url,
        )
        return self.render_to_response(context)

    def _rows(self, healths: Sequence[SourceHealth]) -> list[dict[str, Any]]:
        return [
            {
                "health": health,
                "status": STATUS_NAMES[health.status],
                "url": self.model_admin.sources_url_helper.get_action_url(
                    "inspect", health.source.pk
                ),
                "lag": lag_in_words(health.lag_seconds),
                "error": health.error,
                "bars": draw_trend(health.trend),
                "trend": trend_in_words(health.trend),
            }
            for health in healths
        ]
