"""A site in German and English whose pages are translated with wagtail-localize."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as GIVEN
from tests.settings import database

INSTALLED_APPS = ["wagtail_localize", "wagtail_localize.locales", *GIVEN]
INSTALLED_APPS.remove("tests.testapp")
WAGTAIL_I18N_ENABLED = True
DATABASES = {"default": database("")}
ROOT_URLCONF = "tests.localized.urls"
