from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "omwagtail.pages"
    label = "omwagtail_pages"
    verbose_name = _("Practice and checks: page types")
    default_auto_field = "django.db.models.BigAutoField"
