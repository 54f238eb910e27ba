"""A partner's own page type: a field, a block and a template more than the ready-made one."""

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from omwagtail.content.blocks import DocumentBlock
from omwagtail.content.members import members_of
from omwagtail.content.mixins import PracticeExampleMixin


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

    def to_document(self):
        document = super().to_document()
        document["x_trade"] = self.trade
        document["body"]["x_tools"] = members_of(self.tools)
        return document


class PlainPage(Page):
    """A page that is no document: a site's home page."""


class OldExample(Page):
    """Ten years old, and knows nothing of this package but the protocol."""

    om_document_type = "practice-example"

    body = models.TextField(blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]

    def to_document(self):
        return {"title": self.title, "body": {"sections": [{"html": self.body}]}}
