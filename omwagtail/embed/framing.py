"""Whether a frame can be framed: asked from outside, where a proxy has its say."""

from django.utils.translation import gettext

from omwagtail.conf import settings
from omwagtail.embed.policies import ancestors, named_ancestors
from omwagtail.transport import FetchError, RedirectedElsewhere, Response, fetch

MAX_BYTES = 2_000_000
MAX_SECONDS = 10
REFUSING = ("deny", "sameorigin")


def framing_problem(url: str) -> str:
    """Why other sites cannot show the frame at this public address, in a sentence for the operator;
    empty where they can."""
    try:
        response = fetch(
            url,
            accept="text/html",
            max_bytes=MAX_BYTES,
            max_seconds=MAX_SECONDS,
            allow_loopback=settings.DEMO_MODE,
        )
    except RedirectedElsewhere as error:
        return gettext("The address leads to another one: %(address)s") % {
            "address": error.location
        }
    except FetchError as error:
        return gettext("The frame cannot be fetched from outside: %(reason)s") % {"reason": error}
    if not response.ok:
        return gettext("The server answers with status %(status)s.") % {"status": response.status}
    return _problem_of_headers(response)


def _problem_of_headers(response: Response) -> str:
    """What a proxy or middleware added to the headers that this site sends."""
    said = named_ancestors(response.headers.get("Content-Security-Policy", ""))
    option = response.headers.get("X-Frame-Options", "")
    # Browsers follow all policies, and heed the older header where no policy names ancestors.
    for sources in said:
        if sources != ancestors().split():
            return gettext(
                "A header that this site does not send forbids other sites to show frames: "
                "Content-Security-Policy: frame-ancestors %(sources)s. Take it off for addresses "
                "that begin with /om/embed/."
            ) % {"sources": " ".join(sources) or "'none'"}
    if any(word.strip().lower() in REFUSING for word in option.split(",")):
        return gettext(
            "A header that this site does not send forbids other sites to show frames, at least in "
            "some browsers: X-Frame-Options: %(option)s. Take it off for addresses that begin with "
            "/om/embed/."
        ) % {"option": option}
    if not said:
        return gettext(
            "The header Content-Security-Policy that this site sends with its frames does not "
            "arrive: something on the way takes it off."
        )
    if "Set-Cookie" in response.headers:
        return gettext(
            "Something on the way sets a cookie (%(name)s), which this site never does in a frame."
        ) % {"name": response.headers["Set-Cookie"].partition("=")[0]}
    return ""
