"""A block for any Wagtail site: the package need not be in INSTALLED_APPS for it.

What is found is kept in Wagtail's own table of embeds. A page never waits long for another site,
and never breaks with it: what was found before stays, else there is a link.
"""

import hashlib
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import URLBlock
from wagtail.embeds.exceptions import EmbedException, EmbedNotFoundException

from omwagtail.embed.finder import OmEmbedFinder

# A site that did not answer is let be for so many seconds.
PAUSE = 600


class OmEmbedBlock(URLBlock):
    """A practice example, check, network or list of another site, by the address of its page.

    Its value is the address. ``origins`` and ``mode`` are those of ``OmEmbedFinder``, which it asks
    alone: WAGTAILEMBEDS_FINDERS need not name it.
    """

    class Meta:
        icon = "clipboard-list"
        label = _("Practice example or check of another site")
        help_text = _("Paste the address of its page, as it stands in the browser.")
        origins = None
        mode = "full"

    def clean(self, value: str) -> str:
        """Asks the other site, so that an editor sees at once whether there is something."""
        value = super().clean(value)
        if value:
            try:
                self._find(value)
            except EmbedException as error:
                raise ValidationError(
                    gettext("There is nothing at this address that can be shown here. %(reason)s")
                    % {"reason": error}
                ) from error
        return value

    def render_basic(self, value: str, context: dict[str, Any] | None = None) -> str:
        return self.html_of(value) if value else ""

    def html_of(self, url: str) -> SafeString:
        """The line with the frame; also for templates that show the block in their own way."""
        kept = _kept(self._key(url))
        if kept is not None and kept.cache_until > timezone.now():
            return mark_safe(kept.html)
        key = f"omwagtail:embed:{self._key(url)}"
        if not cache.get(key):
            try:
                return mark_safe(self._find(url).html)
            except EmbedException:
                cache.set(key, True, PAUSE)
        if kept is not None:
            return mark_safe(kept.html)
        return format_html('<p><a href="{0}">{0}</a></p>', url)

    def _find(self, url: str) -> Any:
        """What is at the address now, kept. Raises EmbedException."""
        finder = OmEmbedFinder(origins=self.meta.origins, mode=self.meta.mode)
        if not finder.accept(url):
            raise EmbedNotFoundException(
                gettext("The address is not of a site that offers such entries.")
            )
        return _keep(self._key(url), url, finder.find_embed(url))

    def _key(self, url: str) -> str:
        return hashlib.sha256(f"omwagtail {self.meta.mode} {url}".encode()).hexdigest()[:32]


def _kept(key: str) -> Any:
    from wagtail.embeds.models import Embed

    return Embed.objects.filter(hash=key).first()


def _keep(key: str, url: str, found: dict[str, Any]) -> Any:
    from wagtail.embeds.models import Embed

    return Embed.objects.update_or_create(hash=key, defaults={"url": url, **found})[0]
