"""How often frames were opened, and how those of a partner look."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string
from wagtail.models import PreviewableMixin

from omwagtail.catalogue.pictures import is_private
from omwagtail.content.fields import WebAddressField
from omwagtail.embed.contrast import COLOUR, FOR_EDGES, FOR_TEXT, contrast, nearest
from omwagtail.embed.fields import ColourField, FontField
from omwagtail.embed.fonts import NoFamilies, font_families

MAX_RADIUS = 32


class FrameCount(models.Model):
    """A host, a day and a number; ``counting`` is the only writer."""

    day = models.DateField(_("day"))
    # Empty for hosts that tell nothing, and for those beyond what is kept apart in a day.
    host = models.CharField(_("host"), max_length=253, blank=True)
    opened = models.PositiveIntegerField(_("opened"), default=0)

    class Meta:
        app_label = "omwagtail"
        verbose_name = _("host that shows frames")
        verbose_name_plural = _("hosts that show frames")
        # Nobody writes these by hand.
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["day", "host"], name="omwagtail_frame_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.host}"


class EmbedTheme(PreviewableMixin, models.Model):
    """A partner's look for what stands in its pages. What it starts with is the standard look."""

    name = models.CharField(_("name"), max_length=255)
    key = models.SlugField(_("key"), max_length=60, unique=True)
    accent = ColourField(_("accent"), default="#0b5c6b")
    text = ColourField(_("text"), default="#18262b")
    surface = ColourField(_("ground"), default="#ffffff")
    line = ColourField(_("lines"), default="#74868b")
    focus = ColourField(_("focus"), default="#0b5c6b")
    # Pixels.
    radius = models.PositiveSmallIntegerField(
        _("rounded corners"), default=4, validators=[MaxValueValidator(MAX_RADIUS)]
    )
    font = FontField(_("font"))
    font_heading = FontField(_("font of headings"))
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    logo_alt = models.CharField(_("what the logo says"), max_length=255, blank=True)
    logo_link = WebAddressField(_("where the logo leads"), max_length=500, blank=True)

    class Meta:
        app_label = "omwagtail"
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Whatever is chosen can be read and operated; a logo says what it shows."""
        errors = {
            name: _too_faint(getattr(self, name), self.surface, least)
            for name, least in REQUIRED_CONTRAST.items()
            if not self.has_contrast(name)
        }
        if self.logo and not self.logo_alt.strip():
            errors["logo_alt"] = gettext("Say what the logo says, for those who do not see it.")
        if self.logo and self.logo.is_svg():
            errors["logo"] = gettext("Choose a picture: this is a drawing (SVG).")
        elif self.logo and is_private(self.logo):
            errors["logo"] = gettext("This picture lies in a collection that is not for everybody.")
        if errors:
            raise ValidationError(errors)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        # Previews are made of frames, which know this model.
        from omwagtail.embed.previews import MODES

        return MODES

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The very page that visitors will see."""
        from omwagtail.embed.previews import preview_frame

        return preview_frame(self, request, mode_name)

    def has_contrast(self, name: str) -> bool:
        """Whether a colour can be told from the ground; one that is no colour is another fault."""
        colours = (getattr(self, name), self.surface)
        if not all(COLOUR.fullmatch(colour) for colour in colours):
            return True
        return contrast(*colours) >= REQUIRED_CONTRAST[name]

    def custom_properties(self) -> dict[str, str]:
        """What elements of ``docs/reference/embeds.md`` take: ``{"--om-accent": "#0b5c6b", …}``.

        Every value can stand in a style sheet as it is, whatever is in the database: what is no
        colour or font is left out.
        """
        colours = {name: getattr(self, name) for name in ("accent", *REQUIRED_CONTRAST, "surface")}
        properties = {
            f"--om-{name}": colour for name, colour in colours.items() if COLOUR.fullmatch(colour)
        }
        for name in ("font", "font_heading"):
            if families := _families(getattr(self, name)):
                properties[f"--om-{name.replace('_', '-')}"] = families
        return properties | {"--om-radius": f"{min(self.radius, MAX_RADIUS):d}px"}


# What each colour needs on the ground.
REQUIRED_CONTRAST = {
    "accent": FOR_TEXT,
    "text": FOR_TEXT,
    "line": FOR_EDGES,
    "focus": FOR_EDGES,
}


def _too_faint(colour: str, surface: str, least: float) -> str:
    # Cut off, not rounded: 4.496 is not enough, and 4.50 would say that it is.
    ratio = int(contrast(colour, surface) * 100) / 100
    sentence = gettext(
        "The contrast of %(colour)s on the ground %(surface)s is %(ratio)s : 1. At least "
        "%(least)s : 1 is needed. The nearest colour that has it is %(nearest)s."
    )
    return sentence % {
        "colour": colour,
        "surface": surface,
        "ratio": number_format(ratio, 2),
        "least": number_format(least, 1),
        "nearest": nearest(colour, surface, least),
    }


def _families(written: str) -> str:
    try:
        return font_families(written)
    except NoFamilies:
        return ""
