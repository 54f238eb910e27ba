"""Where a page stands: in a frame of another site, which may want a look of its own."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

# The parameter of a frame's address that names its look. It stands in other people's pages.
THEME = "theme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture at the head of a frame."""

    url: str
    width: int
    height: int
    alt: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a frame looks like, where that is not as usual."""

    key: str
    """Names it in addresses."""

    style_url: str
    logo: Logo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    look: Look | None = None

    def address(self, path: str) -> str:
        """The address of another frame, in the same look."""
        return f"{path}?{urlencode({THEME: self.look.key})}" if self.look else path


def frame_of(request: HttpRequest) -> Frame:
    """The frame that was asked for. Whoever serves frames says in ``om_look`` how it looks."""
    return Frame(look=getattr(request, "om_look", None))
