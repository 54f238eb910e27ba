"""From a document to HTML: one set of templates for own and foreign documents."""

from omwagtail.rendering.responses import TEMPLATES, render_document

__all__ = ["TEMPLATES", "render_document"]
