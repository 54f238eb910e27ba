from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HarvestConfig(AppConfig):
    name = "omwagtail.harvest"
    label = "omwagtail_harvest"
    verbose_name = _("Harvest")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from omwagtail.harvest import (
            checks,  # noqa: F401 registers the system checks
            jobs,
            joining,
            probing,
            receivers,
        )

        jobs.register_jobs()
        receivers.connect()
        joining.register_jobs()
        joining.connect()
        probing.register_probe()
