"""Settings of the example sites. OMWAGTAIL_SITE says which: hub, chamber or office."""

import os
from pathlib import Path

from example_site.sites import HOST, HUB, site_by_key

HERE = Path(__file__).resolve().parent
SITE = site_by_key(os.environ.get("OMWAGTAIL_SITE", "hub"))

# Good enough for a demonstration that listens on this machine only.
SECRET_KEY = f"only for the demonstration: {SITE.key}"
DEBUG = False
ALLOWED_HOSTS = [HOST, "localhost"]

INSTALLED_APPS = [
    "example_site",
    "omwagtail",
    "omwagtail.pages",
    *(["omwagtail.harvest", "wagtail_modeladmin"] if SITE == HUB else []),
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "example_site.middleware.strict_content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "example_site.urls"
WSGI_APPLICATION = "example_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "example_site.context.shell",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": SITE.folder / "db.sqlite3",
        # Publishing and the periodic work write at the same time.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = SITE.folder / "static"
WHITENOISE_USE_FINDERS = True
MEDIA_URL = "/media/"
MEDIA_ROOT = SITE.folder / "media"

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# The sites share a host, and cookies know no ports.
SESSION_COOKIE_NAME = f"session_{SITE.key}"
CSRF_COOKIE_NAME = f"csrf_{SITE.key}"
LANGUAGE_COOKIE_NAME = f"language_{SITE.key}"

# Long pages have many form fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
WAGTAIL_SITE_NAME = SITE.label
WAGTAILADMIN_BASE_URL = SITE.origin
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Nothing of the demonstration needs the network, neither here nor in the editor's browser.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# An editor of a demonstration publishes at once.
WAGTAIL_WORKFLOW_ENABLED = False

OMWAGTAIL = {
    "DEMO_MODE": True,
    "HUBS": [HUB.origin] if SITE.rings else [],
    "SWEEP_SECONDS": 60,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        name: {"level": "WARNING"} for name in ("wagtail", "PIL", "django_tasks", "django.tasks")
    },
}
