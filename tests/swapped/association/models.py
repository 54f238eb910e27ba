"""An association's page types: built from the mixins, on its own base page."""

from django.conf import settings
from django.db import models
from wagtail.models import Page

from omwagtail.content.mixins import (
    CheckMixin,
    DirectoryMixin,
    NetworkMixin,
    PracticeExampleMixin,
)

if hasattr(settings, "WAGTAIL_PAGE_MODEL"):
    from tests.swapped.base.models import BasePage
else:

    class BasePage(Page):
        """Before Wagtail 8 a project's base page is abstract."""

        responsible = models.CharField("responsible", max_length=100, blank=True)

        settings_panels = [*Page.settings_panels, "responsible"]

        class Meta:
            abstract = True


class ExamplePage(PracticeExampleMixin, BasePage):
    content_panels = [*BasePage.content_panels, *PracticeExampleMixin.om_panels]
    search_fields = [*BasePage.search_fields, *PracticeExampleMixin.om_search_fields]


class NetworkPage(NetworkMixin, BasePage):
    content_panels = [*BasePage.content_panels, *NetworkMixin.om_panels]
    search_fields = [*BasePage.search_fields, *NetworkMixin.om_search_fields]


class CheckPage(CheckMixin, BasePage):
    content_panels = [*BasePage.content_panels, *CheckMixin.om_panels]
    search_fields = [*BasePage.search_fields, *CheckMixin.om_search_fields]


class DirectoryPage(DirectoryMixin, BasePage):
    content_panels = [*BasePage.content_panels, *DirectoryMixin.om_panels]
    search_fields = [*BasePage.search_fields, *DirectoryMixin.om_search_fields]
