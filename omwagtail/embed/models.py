"""How often frames were opened: a host, a day and a number."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FrameCount(models.Model):
    """``counting`` is the only writer."""

    day = models.DateField(_("day"))
    # Empty for hosts that tell nothing, and for those beyond what is kept apart in a day.
    host = models.CharField(_("host"), max_length=253, blank=True)
    opened = models.PositiveIntegerField(_("opened"), default=0)

    class Meta:
        app_label = "omwagtail"
        verbose_name = _("host that shows frames")
        verbose_name_plural = _("hosts that show frames")
        # Nobody writes these by hand.
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["day", "host"], name="omwagtail_frame_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.host}"
