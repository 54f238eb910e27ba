from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OmwagtailConfig(AppConfig):
    name = "omwagtail"
    label = "omwagtail"
    verbose_name = _("Practice and checks")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from omwagtail import (
            checks,  # noqa: F401 registers the system checks
            own_topics,
        )
        from omwagtail.catalogue import erasing, health, jobs, signals
        from omwagtail.embed import checks as embed_checks  # noqa: F401 registers them
        from omwagtail.embed import jobs as embed_jobs
        from omwagtail.feed import health as feed_health
        from omwagtail.feed import jobs as feed_jobs

        own_topics.connect()
        erasing.connect()
        signals.connect()
        jobs.register_jobs()
        feed_jobs.register_jobs()
        embed_jobs.register_jobs()
        health.register_probe()
        feed_health.register_probe()
