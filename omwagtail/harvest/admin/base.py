"""What the operators' lists share."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.db.transaction import non_atomic_requests
from django.urls import re_path
from django.utils.functional import Promise
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import InstanceSpecificView

from omwagtail.harvest.views.base import ROWS_AT_A_TIME, ListView

Column = tuple[str | Promise, Callable[[Any], Any]]


class LookFirst(ButtonHelper):
    """A row leads to the page that shows the object; what can be done stands there."""

    def get_primary_button(self, obj):
        if self.permission_helper.user_can_inspect_obj(self.request.user, obj):
            return self.inspect_button(obj.pk)
        return None

    def get_buttons_for_obj(self, obj, **options) -> list:
        return []


class FromOutside(PermissionHelper):
    """What others send: nobody writes it by hand."""

    def user_can_create(self, user) -> bool:
        return False


class OnlyFromFeeds(FromOutside):
    """Items and runs come from harvests: nobody deletes them by hand either."""

    def user_can_delete_obj(self, user, obj) -> bool:
        return False


class ReadOnly(OnlyFromFeeds):
    def user_can_edit_obj(self, user, obj) -> bool:
        return False


class Filter(SimpleListFilter):
    """A filter above a list. ``lookups`` gives value and words, ``narrow`` applies a value."""

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        known = {str(value) for value, _words in self.lookup_choices}
        return self.narrow(queryset, self.value()) if self.value() in known else queryset

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        raise NotImplementedError


class OperatorAdmin(ModelAdmin):
    """What the lists share. ``actions`` are views by the last part of their address.

    ``csv_columns`` are headings with what stands under them; without any there is no download.
    """

    button_helper_class = LookFirst
    history_view_enabled = False
    list_per_page = 50
    index_view_class = ListView
    index_template_name = "omwagtail_harvest/list.html"
    index_view_extra_css = ["omwagtail/harvest.css"]
    actions: dict = {}
    csv_name: str | Promise = ""
    csv_columns: tuple[Column, ...] = ()

    def rows_for_csv(self, queryset: QuerySet) -> Iterable:
        """What the download holds, read piece by piece."""
        return queryset.iterator(chunk_size=ROWS_AT_A_TIME)

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
        is_about_one = issubclass(view, InstanceSpecificView)
        path = rf"{self.url_helper.base_url_path}/{name}/"
        return re_path(
            rf"^{path}(?P<instance_pk>[0-9]+)/$" if is_about_one else rf"^{path}$",
            serve,
            name=self.url_helper.get_action_url_name(name),
        )
