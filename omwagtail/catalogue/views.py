"""Pictures at ``/om/media/``: addresses that never change what they show."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from omwagtail.catalogue.models import Picture

# A digest's bytes never change; but what is withdrawn must leave other people's caches soon.
CACHE_A_DAY = "public, max-age=86400, immutable"


@require_safe
def serve_picture(request: HttpRequest, digest: str, ending: str) -> FileResponse:
    """The picture with this digest; 404 once it was deleted, because nothing shows it."""
    # Two documents may name the same pixels by different ids.
    picture = Picture.objects.filter(digest=digest).first()
    if picture is None or not picture.media_type.endswith(ending):
        raise Http404
    try:
        opened = picture.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, content_type=picture.media_type)
    response["Cache-Control"] = CACHE_A_DAY
    response["ETag"] = f'"{digest}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
