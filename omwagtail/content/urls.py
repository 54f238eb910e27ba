"""The address of a directory's Atom feed. Wagtail's own addresses of pages hold no dot."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, register_converter, resolve
from wagtail.models import get_page_models


class DirectoryPath:
    """The path of something that can be a directory; feeds of other apps keep their addresses."""

    regex = r"(?:[\w\-]+/)*"

    def to_python(self, value: str) -> str:
        slug = value.rstrip("/").rpartition("/")[2]
        if not any(_has_directory(model, slug) for model in get_page_models()):
            raise ValueError("no directory")
        return value

    def to_url(self, value: str) -> str:
        return value


def _has_directory(model: type, slug: str) -> bool:
    if not getattr(model, "om_is_directory", False):
        return False
    # The home page of a site is a directory too, at an address without a slug.
    return model._default_manager.live().filter(**({"slug": slug} if slug else {})).exists()


def show_atom(request: HttpRequest, directory: str) -> HttpResponse:
    """Hands the request to the page, on the way that Wagtail's requests take: privacy first."""
    address = f"{request.path_info.removesuffix('.xml')}/"
    found = resolve(address, getattr(request, "urlconf", None))
    return found.func(request, *found.args, **found.kwargs)


register_converter(DirectoryPath, "om_directory")

urlpatterns = [path("<om_directory:directory>atom.xml", show_atom, name="omwagtail_atom")]
