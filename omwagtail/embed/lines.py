"""The line of HTML that shows a frame. Knows no model, so any Wagtail site may use it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

# Where frames lie below an origin, for ever.
FRAMES = "/om/embed/1/"
# What a check needs: its script and its own (partitioned) storage, forms without the script, links
# that open as ordinary pages, and files to save.
SANDBOX = (
    "allow-scripts allow-same-origin allow-forms allow-downloads allow-modals "
    "allow-popups allow-popups-to-escape-sandbox"
)


def frame_line(src: str, *, title: str, width: int, height: int) -> SafeString:
    """``<iframe …></iframe>``; width and height in pixels.

    ``frameborder`` is old, and the one way to say it that consumers of oEmbed leave in.
    """
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" frameborder="0" loading="lazy" '
        'sandbox="{}"></iframe>',
        src,
        title,
        width,
        height,
        SANDBOX,
    )
