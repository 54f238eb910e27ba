"""The settings of the package: one dict ``OMWAGTAIL`` in the project's settings.

Read them as attributes: ``from omwagtail.conf import settings; settings.DEMO_MODE``. A value is
looked up when it is first used and forgotten when Django says that ``OMWAGTAIL`` changed, so tests
may use ``override_settings``. Every key is described in docs/reference/settings.md; a test fails
for one that is not.
"""

from typing import Any

from django.apps import apps
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

DEFAULTS: dict[str, Any] = {
    # Where a Wagtail Site stands in public, if its root URL does not say so: {hostname: origin}.
    "ORIGINS": {},
    # 32 bytes as unpadded base64url; None derives the key from SECRET_KEY.
    "SIGNING_KEY": None,
    # Allows http on loopback addresses, for demonstrations on one machine only.
    "DEMO_MODE": False,
    # SPDX id or URI given to documents whose author chose none.
    "DEFAULT_LICENCE": "CC-BY-4.0",
    # Topics of this site's own: {"x-code": "label"} or {"x-code": {"de": "…", "en": "…"}}.
    "TOPICS": {},
    # Whether pages take part in syndication unless their editor says otherwise.
    "SYNDICATE": True,
    # Whether several sites of one Wagtail show each other's documents.
    "SITES_SHARE": False,
    # Whether the feed also offers what was taken in from other sites (rule 9).
    "RELAY": False,
    # How often one network address may ask the API, its search, the feed and the doorbell; None
    # counts nothing, here or for one of them.
    "THROTTLE": {"read": "600/min", "search": "120/min", "feed": "1200/min", "ring": "60/min"},
    # Proxies of our own in front of this site, whose X-Forwarded-For says who asks.
    "PROXIES": 0,
    # Origins of the hubs whose doorbell this site rings when it has news.
    "HUBS": [],
    # Whether other sites may ask to be taken in as a source (where omwagtail.harvest is installed).
    "ACCEPT_JOINS": True,
    # Alias of a django-tasks backend that wakes a harvest when the doorbell rings; None leaves it
    # to the next turn of om_work.
    "WAKE_BACKEND": None,
    # Alias of a django-tasks backend whose workers read the sources that are due; None reads them
    # in om_work itself.
    "HARVEST_BACKEND": None,
    # Sources that one process of om_work reads at a time.
    "HARVEST_THREADS": 4,
    # Whoever sends it to the health address is told names and reasons too; None tells nobody.
    "HEALTH_TOKEN": None,
    # Seconds between two harvests of a source, at the least and at the most.
    "POLL_SECONDS": (300, 86_400),
    # Documents that one source may bring, those that are not wanted and those taken back included:
    # no source fills this site's disk.
    "MAX_ITEMS_PER_SOURCE": 20_000,
    # Name of one of WAGTAILSEARCH_BACKENDS that searches texts; None searches the own side table.
    "SEARCH_BACKEND": None,
    # Who may show this site's frames: everybody, or a list of origins. No other page may be framed.
    "EMBED_ANCESTORS": "*",
    # Whether it is counted how often each host shows a frame in a day.
    "EMBED_STATISTICS": False,
    # Seconds between two sweeps of om_work --loop.
    "SWEEP_SECONDS": 900,
}


class Settings:
    """Attribute access to ``OMWAGTAIL`` with the defaults of this package."""

    def __getattr__(self, name: str) -> Any:
        if name not in DEFAULTS:
            raise AttributeError(f"OMWAGTAIL has no setting {name!r}")
        value = self._given().get(name, DEFAULTS[name])
        self.__dict__[name] = value
        return value

    def forget(self) -> None:
        """Drop all values read so far."""
        self.__dict__.clear()

    @staticmethod
    def _given() -> dict[str, Any]:
        given = getattr(django_settings, "OMWAGTAIL", {})
        if not isinstance(given, dict):
            raise ImproperlyConfigured("The setting OMWAGTAIL must be a dict.")
        return given


settings = Settings()


def require_app(name: str) -> None:
    """Raise ImproperlyConfigured where a nested app's models are imported without the app."""
    if not apps.is_installed(name):
        raise ImproperlyConfigured(f'Add "{name}" to INSTALLED_APPS before importing its models.')


def unknown_settings() -> list[str]:
    """Keys of ``OMWAGTAIL`` that this package does not know: most likely misspelt."""
    return sorted(set(Settings._given()) - set(DEFAULTS))


def _forget_on_change(*, setting: str, **kwargs: Any) -> None:
    if setting == "OMWAGTAIL":
        settings.forget()


setting_changed.connect(_forget_on_change, dispatch_uid="omwagtail.conf")
