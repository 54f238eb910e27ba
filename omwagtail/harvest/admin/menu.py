"""The menu of the operators, with the numbers of what waits."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.sidebar import MenuItem
from wagtail_modeladmin.menus import GroupMenuItem, ModelAdminMenuItem
from wagtail_modeladmin.options import ModelAdminGroup

from omwagtail.harvest.admin.items import ItemAdmin
from omwagtail.harvest.admin.log import DecisionAdmin, RunAdmin
from omwagtail.harvest.admin.sources import HealthAdmin, RequestAdmin, SourceAdmin
from omwagtail.harvest.counting import MAX_NUMBER, WAITING_ITEMS, WAITING_REQUESTS, waiting_number


class CountingMenuItem(ModelAdminMenuItem):
    """A menu item that says how many wait behind it."""

    def __init__(self, model_admin, order: int, number: str) -> None:
        super().__init__(model_admin, order)
        self.number = number

    def render_component(self, request) -> MenuItem:
        component = super().render_component(request)
        component.label = with_number(self.label, waiting_number(self.number))
        return component


class CountingGroupMenuItem(GroupMenuItem):
    """The group says how much waits in it all together, to those who may see it."""

    def render_component(self, request) -> MenuItem:
        component = super().render_component(request)
        shown = self.menu.menu_items_for_request(request)
        counted = [one for one in shown if isinstance(one, CountingMenuItem)]
        total = sum(waiting_number(one.number) for one in counted)
        component.label = with_number(self.label, total)
        return component


def with_number(label: str, number: int) -> str:
    """``Items waiting (3)``; without a number where nothing waits."""
    if not number:
        return str(label)
    shown = f"{MAX_NUMBER}+" if number > MAX_NUMBER else str(number)
    return _("%(label)s (%(number)s)") % {"label": label, "number": shown}


class FederationGroup(ModelAdminGroup):
    menu_label = gettext_lazy("Federation")
    menu_icon = "globe"
    menu_order = 320
    items = (ItemAdmin, RequestAdmin, SourceAdmin, HealthAdmin, DecisionAdmin, RunAdmin)
    numbers = {ItemAdmin: WAITING_ITEMS, RequestAdmin: WAITING_REQUESTS}

    def get_submenu_items(self) -> list:
        return [
            CountingMenuItem(one, place, self.numbers[type(one)])
            if type(one) in self.numbers
            else one.get_menu_item(order=place)
            for place, one in enumerate(self.modeladmin_instances, start=1)
        ]

    def get_menu_item(self):
        group = super().get_menu_item()
        return CountingGroupMenuItem(self, self.get_menu_order(), group.menu)
