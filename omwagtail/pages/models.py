"""Ready-made page types. A project with own ones leaves this app out and copies these lines."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from omwagtail.conf import require_app
from omwagtail.content.mixins import (
    CheckMixin,
    DirectoryMixin,
    NetworkMixin,
    PracticeExampleMixin,
)

require_app("omwagtail.pages")


class PracticeExamplePage(PracticeExampleMixin, Page):
    """A practice example."""

    content_panels = [*Page.content_panels, *PracticeExampleMixin.om_panels]
    search_fields = [*Page.search_fields, *PracticeExampleMixin.om_search_fields]
    api_fields = PracticeExampleMixin.om_api_fields
    page_description = _("What somebody did, and what others can learn from it.")

    class Meta:
        app_label = "omwagtail_pages"
        verbose_name = _("practice example")
        verbose_name_plural = _("practice examples")


class CheckPage(CheckMixin, Page):
    """A check."""

    content_panels = [*Page.content_panels, *CheckMixin.om_panels]
    search_fields = [*Page.search_fields, *CheckMixin.om_search_fields]
    api_fields = CheckMixin.om_api_fields
    page_description = _("A self-assessment that shows a firm where to act.")

    class Meta:
        app_label = "omwagtail_pages"
        verbose_name = _("check")
        verbose_name_plural = _("checks")


class NetworkPage(NetworkMixin, Page):
    """A network's profile."""

    content_panels = [*Page.content_panels, *NetworkMixin.om_panels]
    search_fields = [*Page.search_fields, *NetworkMixin.om_search_fields]
    api_fields = NetworkMixin.om_api_fields
    page_description = _("Who works together in a region, and how.")

    class Meta:
        app_label = "omwagtail_pages"
        verbose_name = _("network profile")
        verbose_name_plural = _("network profiles")


class DirectoryPage(DirectoryMixin, Page):
    """A directory of everything in the catalogue."""

    content_panels = [*Page.content_panels, *DirectoryMixin.om_panels]
    search_fields = [*Page.search_fields, *DirectoryMixin.om_search_fields]
    api_fields = DirectoryMixin.om_api_fields
    page_description = _("A list of entries, own and of other sites, with filters.")

    class Meta:
        app_label = "omwagtail_pages"
        verbose_name = _("directory")
        verbose_name_plural = _("directories")
