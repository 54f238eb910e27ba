"""What the operators' pages share: lists with filters and a download, views that do one thing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail_modeladmin.views import IndexView, InstanceSpecificView

from omwagtail.harvest.exceptions import DecisionRefused, HarvestError
from omwagtail.rendering.spreadsheets import csv_response

ROWS_AT_A_TIME = 500


class ListView(IndexView):
    """A list with filters above it; of everything that they let through there is a CSV file."""

    FORMATS = (IndexView.FORMAT_CSV,)

    @property
    def may_change(self) -> bool:
        return self.permission_helper.user_can_edit_obj(self.request.user, None)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or any(spec.value() for spec in self.filter_specs))

    @property
    def csv_url(self) -> str:
        """The address of the download; empty where there is none."""
        if not self.model_admin.csv_columns:
            return ""
        return self.get_query_string({self.EXPORT_VAR: self.FORMAT_CSV})

    def get_filters_params(self, params: Any = None) -> dict[str, list[str]]:
        """Only what the filters know: an address must not ask the database anything else."""
        known = {one.parameter_name for one in self.list_filter}
        given = super().get_filters_params(params)
        return {name: values for name, values in given.items() if name in known}

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponse:
        columns = self.model_admin.csv_columns
        rows = self.model_admin.rows_for_csv(queryset)
        return csv_response(
            str(self.model_admin.csv_name),
            [heading for heading, _value in columns],
            ([value(row) for _heading, value in columns] for row in rows),
        )


class ActionView(InstanceSpecificView):
    """Does one thing to one object, then goes back to a page that shows it."""

    http_method_names = ["post"]
    goes_to = "inspect"
    # Then it is served outside ATOMIC_REQUESTS.
    reads_the_network = False

    def check_action_permitted(self, user) -> bool:
        return self.permission_helper.user_can_edit_obj(user, self.instance)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except (HarvestError, DecisionRefused) as error:
            messages.error(request, str(error))
        return redirect(self.next_url)

    @property
    def next_url(self) -> str:
        if self.goes_to == "index":
            return self.index_url
        return self.url_helper.get_action_url(self.goes_to, self.instance.pk)

    def act(self) -> str:
        """Do it, and say in a sentence what was done. May raise HarvestError, DecisionRefused."""
        raise NotImplementedError


class ConfirmedActionView(ActionView):
    """First a page that says what will happen, with a button that does it."""

    http_method_names = ["get", "post"]
    template_name = "omwagtail_harvest/confirm.html"
    button = ""
    # Of something that cannot be taken back easily.
    is_serious = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(
            consequences=list(self.consequences()),
            hidden=self.hidden_fields(),
            back_url=self.back_to,
        )
        return self.render_to_response(context)

    @property
    def back_to(self) -> str:
        return self.url_helper.get_action_url("inspect", self.instance.pk)

    def consequences(self) -> Iterable[str]:
        """Sentences about what will happen."""
        raise NotImplementedError

    def hidden_fields(self) -> dict[str, Any]:
        """What the person saw, to be sent along."""
        return {}
