"""The operators' pages for tests: where they are, and who looks at them."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client

SOURCES = "/admin/omwagtail_harvest/source/"
REQUESTS = "/admin/omwagtail_harvest/joinrequest/"
HEALTH = "/admin/omwagtail_harvest/health/"
DECISIONS = "/admin/omwagtail_harvest/decision/"
RUNS = "/admin/omwagtail_harvest/run/"
ITEMS = "/admin/omwagtail/item/"
LISTS = (SOURCES, REQUESTS, HEALTH, DECISIONS, RUNS, ITEMS)


def signed_in(*permissions: str, **flags) -> Client:
    user = get_user_model().objects.create_user("user", "user@example.org", "secret", **flags)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", *permissions])
    )
    client = Client()
    client.force_login(user)
    return client


def state_of(model: type[Model]) -> list[dict]:
    return list(model.objects.order_by("pk").values())


def text_of(answer) -> str:
    return answer.content.decode()
