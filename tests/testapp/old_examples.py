"""The model of docs/how-to/share-existing-pages.md: ten years old, and now in the catalogue."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from omwagtail.catalogue.pictures import picture_of
from omwagtail.content.richtext import html_of


class OldExample(Page):
    intro = models.TextField(blank=True)
    body = RichTextField(blank=True)
    photo = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    district = models.CharField(max_length=5, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("photo"),
        FieldPanel("district"),
    ]

    om_document_type = "practice-example"

    def to_document(self):
        return {
            "title": self.title,
            "summary": self.intro,
            "topics": ["skilled-labour"],
            "regions": [self.district] if self.district else [],
            "images": [picture_of(self.photo, alt=self.title)],
            "body": {"sections": [{"html": html_of(self.body)}]},
        }
