"""The menu that holds the listings of documents and the organisations."""

from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

MENU_HOOK = "register_omwagtail_menu_item"
"""Whatever this hook gives stands in the menu "Practice"."""


@hooks.register("register_admin_menu_item")
def practice_and_checks() -> SubmenuMenuItem:
    """Shown to those who may see something in it; right below the pages."""
    return SubmenuMenuItem(
        pgettext_lazy("menu", "Practice"),
        Menu(register_hook_name=MENU_HOOK),
        name="omwagtail",
        icon_name="openquote",
        order=150,
    )
