"""System checks: what is missing or wrong is said when the site starts, with a hint."""

from django.apps import apps
from django.conf import settings as django_settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connection

from omwagtail.catalogue.keys import signing_key
from omwagtail.catalogue.search.handing_over import is_known
from omwagtail.conf import settings, unknown_settings
from omwagtail.documents import DocumentError
from omwagtail.own_topics import topic_problems
from omwagtail.throttling import rate_problems
from omwagtail.vocabularies import vocabulary

# As Wagtail's own project template has it.
FORM_FIELDS = 10_000
# Shorter secrets can be guessed.
TOKEN_CHARACTERS = 16


@register("omwagtail")
def check_settings(app_configs, **kwargs):
    """A misspelt setting would be ignored in silence."""
    return [
        Warning(
            f"OMWAGTAIL has no setting {name!r}.",
            hint="See docs/reference/settings.md for the names.",
            id="omwagtail.W001",
        )
        for name in unknown_settings()
    ]


@register("omwagtail")
def check_licence(app_configs, **kwargs):
    """With a licence that is none, every document would be refused."""
    licence = settings.DEFAULT_LICENCE
    if licence in vocabulary("licences") or str(licence).startswith(("https://", "http://")):
        return []
    return [
        Error(
            f'OMWAGTAIL["DEFAULT_LICENCE"] is no licence: {licence!r}.',
            hint="Give an SPDX id that docs/reference/settings.md names, or a URI.",
            id="omwagtail.E003",
        )
    ]


@register("omwagtail")
def check_signing_key(app_configs, **kwargs):
    """With a key that is none, nothing can be published."""
    try:
        signing_key()
    except DocumentError as error:
        return [
            Error(
                f'OMWAGTAIL["SIGNING_KEY"] is no key: {error}',
                hint="It must be 32 random bytes, written as unpadded base64url.",
                id="omwagtail.E004",
            )
        ]
    return []


@register("omwagtail")
def check_search_backend(app_configs, **kwargs):
    """Without its backend no search would find anything, and nothing could be written there."""
    name = settings.SEARCH_BACKEND
    if name is None or is_known(name):
        return []
    return [
        Error(
            f'OMWAGTAIL["SEARCH_BACKEND"] is none of WAGTAILSEARCH_BACKENDS: {name!r}.',
            hint="Name one of them, or leave the setting out.",
            id="omwagtail.E007",
        )
    ]


@register("omwagtail")
def check_topics(app_configs, **kwargs):
    """A topic that is wrong is not offered to editors."""
    return [
        Error(
            f'OMWAGTAIL["TOPICS"] is wrong. {problem}',
            hint='Write {"x-code": "label"} or {"x-code": {"de": "…", "en": "…"}}.',
            id="omwagtail.E005",
        )
        for problem in topic_problems()
    ]


@register("omwagtail")
def check_throttle(app_configs, **kwargs):
    """A rate that cannot be read would fail with the first request."""
    return [
        Error(
            f"OMWAGTAIL: {problem}",
            hint='Write {"read": "600/min"}; see docs/reference/settings.md.',
            id="omwagtail.E006",
        )
        for problem in rate_problems()
    ]


@register("omwagtail")
def check_proxies(app_configs, **kwargs):
    """Behind a proxy every request comes from the proxy's address."""
    behind = django_settings.SECURE_PROXY_SSL_HEADER or django_settings.USE_X_FORWARDED_HOST
    if not behind or settings.PROXIES or settings.THROTTLE is None:
        return []
    return [
        Warning(
            "This site stands behind a proxy, so all visitors are counted as one address.",
            hint='Set OMWAGTAIL["PROXIES"] to the number of your proxies, or "THROTTLE" to None.',
            id="omwagtail.W005",
        )
    ]


@register("omwagtail")
def check_health_token(app_configs, **kwargs):
    """A token that can be guessed tells everybody which sources a site has."""
    token = settings.HEALTH_TOKEN
    if token is None or (isinstance(token, str) and len(token) >= TOKEN_CHARACTERS):
        return []
    return [
        Error(
            f'OMWAGTAIL["HEALTH_TOKEN"] is no text of at least {TOKEN_CHARACTERS} characters.',
            hint="Make one: python -c 'import secrets; print(secrets.token_urlsafe())'.",
            id="omwagtail.E010",
        )
    ]


@register("omwagtail")
def check_modeladmin(app_configs, **kwargs):
    """The operators' menu is made with wagtail-modeladmin."""
    if apps.is_installed("omwagtail.harvest") and not apps.is_installed("wagtail_modeladmin"):
        return [
            Error(
                "omwagtail.harvest needs wagtail_modeladmin.",
                hint='Add "wagtail_modeladmin" to INSTALLED_APPS.',
                id="omwagtail.E001",
            )
        ]
    return []


@register("omwagtail")
def check_sqlite(app_configs, **kwargs):
    """Under concurrent writers SQLite fails transactions that begin by reading."""
    if connection.vendor != "sqlite":
        return []
    options = django_settings.DATABASES["default"].get("OPTIONS", {})
    if options.get("transaction_mode", "").upper() == "IMMEDIATE":
        return []
    return [
        Warning(
            "SQLite is used without transaction_mode IMMEDIATE.",
            hint=(
                'Set DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", '
                '"init_command": "PRAGMA journal_mode=WAL;"}; publishing and periodic work '
                "disturb each other otherwise."
            ),
            id="omwagtail.W002",
        )
    ]


@register("omwagtail")
def check_number_of_fields(app_configs, **kwargs):
    """Every line of a form's list is several fields: a long page could not be saved."""
    allowed = django_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    if allowed is None or allowed >= FORM_FIELDS:
        return []
    return [
        Warning(
            f"DATA_UPLOAD_MAX_NUMBER_FIELDS is {allowed}: long pages cannot be saved.",
            hint=(
                f"Set DATA_UPLOAD_MAX_NUMBER_FIELDS = {FORM_FIELDS}. A page with 200 sections has "
                "about 2,000 fields, a network with 500 members about 6,000."
            ),
            id="omwagtail.W004",
        )
    ]


@register(Tags.security, deploy=True)
def check_demo_mode(app_configs, **kwargs):
    """Demo mode accepts unencrypted addresses on this machine."""
    if settings.DEMO_MODE:
        return [
            Error(
                'OMWAGTAIL["DEMO_MODE"] is on.',
                hint="Take it out: it allows http and is meant for demonstrations on one machine.",
                id="omwagtail.E002",
            )
        ]
    return []


@register(Tags.database)
def check_origins(app_configs, databases=None, **kwargs):
    """A site without a valid origin publishes nothing; say so instead of staying silent."""
    from django.db import DatabaseError
    from wagtail.models import Site

    from omwagtail.catalogue.origins import origin_of_site, origin_problem

    if not databases:
        return []
    try:
        sites = list(Site.objects.all())
    except DatabaseError:
        return []
    return [
        Warning(
            f"The site {site} is not published: {problem}",
            hint=(
                f'Set OMWAGTAIL["ORIGINS"] = {{"{site.hostname}": "https://{site.hostname}"}}, '
                "or the site's port to 443."
            ),
            id="omwagtail.W003",
        )
        for site in sites
        if (problem := origin_problem(origin_of_site(site)))
    ]
