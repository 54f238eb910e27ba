"""Who works on a site: its editors, and one person who may do everything."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from example_site.sites import ADMIN, PASSWORD

GROUP = "Redaktion"
PAGES = ("add_page", "change_page", "publish_page")
UPLOADS = (
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
)
ORGANISATIONS = ("add_organisation", "change_organisation", "view_organisation")
THEMES = ("add_embedtheme", "change_embedtheme", "view_embedtheme")
ADVISERS = ("add_adviser", "change_adviser", "delete_adviser", "view_adviser")


def load_admin() -> None:
    """The person who may do everything."""
    user = _user(ADMIN, "Verwaltung")
    if not user.is_superuser:
        user.is_staff = user.is_superuser = True
        user.save()


def load_editors(editors: list[dict[str, Any]], home: Page) -> AbstractBaseUser:
    """The site's editors, allowed to publish everything below its front page; the first one."""
    group = _group(home)
    users = [_user(editor["username"], editor["name"]) for editor in editors]
    for user in users:
        user.groups.add(group)
    return users[0]


def _user(username: str, name: str) -> AbstractBaseUser:
    """Somebody who can log in. A password or name that was changed since stays."""
    users = get_user_model().objects
    return users.filter(username=username).first() or users.create_user(
        username, password=PASSWORD, last_name=name
    )


def _group(home: Page) -> Group:
    group, created = Group.objects.get_or_create(name=GROUP)
    if not created:
        return group
    group.permissions.add(
        _permission("wagtailadmin", "access_admin"),
        *(_permission("omwagtail", codename) for codename in (*ORGANISATIONS, *ADVISERS, *THEMES)),
    )
    for codename in PAGES:
        GroupPagePermission.objects.create(
            group=group, page=home, permission=_permission("wagtailcore", codename)
        )
    for app, codenames in UPLOADS:
        for codename in codenames:
            GroupCollectionPermission.objects.create(
                group=group,
                collection=Collection.get_first_root_node(),
                permission=_permission(app, codename),
            )
    return group


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
