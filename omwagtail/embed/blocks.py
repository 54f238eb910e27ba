"""A block for any Wagtail site: the package need not be in INSTALLED_APPS for it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.embeds.blocks import EmbedBlock, EmbedValue
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedException


class OmEmbedBlock(EmbedBlock):
    """A practice example, check, network or list of another site, by the address of its page.

    Needs ``OmEmbedFinder`` in ``WAGTAILEMBEDS_FINDERS``.
    """

    class Meta:
        icon = "clipboard-list"
        label = _("Practice example or check of another site")
        help_text = _("Paste the address of its page, as it stands in the browser.")

    def clean(self, value: EmbedValue | None) -> EmbedValue | None:
        if isinstance(value, EmbedValue):
            try:
                get_embed(value.url, value.max_width, value.max_height)
            except EmbedException as error:
                raise ValidationError(
                    gettext("There is nothing at this address that can be shown here. %(reason)s")
                    % {"reason": error}
                ) from error
        return super().clean(value)
