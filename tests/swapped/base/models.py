"""The base page that this project puts in the place of Wagtail's own: a field more, others less."""

from django.db import models
from wagtail.models import AbstractPage


class BasePage(AbstractPage):
    """Every page says who answers for it. It has no "show in menus" and no title tag."""

    responsible = models.CharField("responsible", max_length=100, blank=True)

    settings_panels = [*AbstractPage.settings_panels, "responsible"]
