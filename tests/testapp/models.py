"""A partner's own page types: a field, a block and a template more than the ready-made ones."""

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page

from omwagtail.content.blocks import DocumentBlock
from omwagtail.content.members import members_of
from omwagtail.content.mixins import PracticeExampleMixin
from omwagtail.pages.models import PracticeExamplePage
from tests.testapp.old_examples import OldExample

__all__ = ["GuildExamplePage", "OldExample", "PlainPage", "RegionalExamplePage"]


class ToolBlock(DocumentBlock):
    """A tool that the firm used."""

    name = blocks.CharBlock()
    price = blocks.IntegerBlock(required=False)

    def to_document(self, value, *, identity):
        return {"id": identity, "name": value["name"], "price": value["price"]}


class GuildExamplePage(PracticeExampleMixin, Page):
    """A practice example of a guild, with its trade and the tools that were used."""

    om_template = "testapp/guild_example.html"

    trade = models.CharField(max_length=100, blank=True)
    tools = StreamField([("tool", ToolBlock())], blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("trade"),
        *PracticeExampleMixin.om_panels,
        FieldPanel("tools"),
    ]
    search_fields = [*Page.search_fields, *PracticeExampleMixin.om_search_fields]
    api_fields = [*PracticeExampleMixin.om_api_fields, APIField("trade"), APIField("tools")]

    def to_document(self):
        document = super().to_document()
        document["x_trade"] = self.trade
        document["body"]["x_tools"] = members_of(self.tools)
        return document


class PlainPage(Page):
    """A page that is no document: a site's home page."""


class RegionalExamplePage(PracticeExamplePage):
    """A ready-made page type with a field more: a table beside that of the ready-made one."""

    district_office = models.CharField(max_length=100, blank=True)

    content_panels = [*PracticeExamplePage.content_panels, FieldPanel("district_office")]

    def to_document(self):
        return {**super().to_document(), "x_district_office": self.district_office}
