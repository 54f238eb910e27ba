"""A page type with StreamFields, as in Wagtail's own documentation."""

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.search import index


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alt = blocks.CharBlock(required=False)
    credit = blocks.CharBlock(required=False)


class SectionBlock(blocks.StructBlock):
    kind = blocks.CharBlock(required=False)
    heading = blocks.CharBlock()
    text = blocks.RichTextBlock()
    images = blocks.ListBlock(PictureBlock())


class FactBlock(blocks.StructBlock):
    label = blocks.CharBlock()
    value = blocks.CharBlock()
    unit = blocks.CharBlock(required=False)
    as_of = blocks.CharBlock(required=False)


class ActorBlock(blocks.StructBlock):
    name = blocks.CharBlock()
    type = blocks.CharBlock(required=False)
    contribution = blocks.TextBlock(required=False)
    benefit = blocks.TextBlock(required=False)


class PeerIndexPage(Page):
    """What stands above the pages."""


class PeerExamplePage(Page):
    """The content of a practice example."""

    summary = models.TextField(blank=True)
    publisher = models.CharField(max_length=255, blank=True)
    licence = models.CharField(max_length=64, blank=True)
    topics = models.JSONField(default=list, blank=True)
    regions = models.JSONField(default=list, blank=True)
    images = StreamField([("picture", PictureBlock())], blank=True)
    sections = StreamField([("section", SectionBlock())], blank=True)
    facts = StreamField([("fact", FactBlock())], blank=True)
    actors = StreamField([("actor", ActorBlock())], blank=True)

    template = "peer/example.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("images"),
        FieldPanel("sections"),
        FieldPanel("facts"),
        FieldPanel("actors"),
        FieldPanel("topics"),
        FieldPanel("regions"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.AutocompleteField("summary"),
        index.SearchField("sections"),
        index.SearchField("actors"),
    ]
    api_fields = [
        APIField("summary"),
        APIField("publisher"),
        APIField("licence"),
        APIField("topics"),
        APIField("regions"),
        APIField("images"),
        APIField("sections"),
        APIField("facts"),
        APIField("actors"),
    ]
