"""Whether a frame can be framed: asked from outside, where a proxy has its say."""

from urllib.parse import urlsplit

from django.core.cache import cache
from django.utils.translation import get_language, gettext

from omwagtail.conf import settings
from omwagtail.embed.policies import EVERYBODY, ancestors, named_ancestors
from omwagtail.transport import FetchError, RedirectedElsewhere, Response, fetch

MAX_BYTES = 2_000_000
MAX_SECONDS = 10
# Seconds that an answer holds for those who only look: whoever mends a server wants to see it soon.
TESTED_FOR = 30
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
    return _problem_of_headers(response, urlsplit(url).netloc)


def remembered_problem(url: str) -> str:
    """The same for everybody who asks: the server is asked once in TESTED_FOR seconds, whoever
    comes, and by one at a time."""
    host = urlsplit(url).netloc
    key = f"omwagtail:framing:{get_language()}:{host}"
    if (known := cache.get(key)) is not None:
        return known
    if not cache.add(f"{key}:asked", 1, timeout=MAX_SECONDS):
        return gettext("Somebody else is testing right now. Try again in a few seconds.")
    problem = framing_problem(url)
    cache.set(key, problem, timeout=TESTED_FOR)
    cache.delete(f"{key}:asked")
    return problem


def allowed_hosts() -> list[str]:
    """Who alone may show frames; empty where everybody may."""
    return [] if ancestors() == EVERYBODY else list(settings.EMBED_ANCESTORS)


def _problem_of_headers(response: Response, host: str) -> str:
    """What a proxy or middleware added to the headers that this site sends."""
    said = named_ancestors(response.headers.get("Content-Security-Policy", ""))
    option = response.headers.get("X-Frame-Options", "")
    # Browsers follow all policies, and heed the older header where no policy names ancestors.
    for sources in said:
        if sources != ancestors().split():
            named = " ".join(sources) or "'none'"
            return _foreign_header(
                gettext("Browsers show it on no other websites than this header allows: “%s”."),
                f"Content-Security-Policy: frame-ancestors {named}",
                host,
            )
    if any(word.strip().lower() in REFUSING for word in option.split(",")):
        return _foreign_header(
            gettext("Some browsers do not show it on other websites: the header “%s” forbids it."),
            f"X-Frame-Options: {option}",
            host,
        )
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


def _foreign_header(effect: str, header: str, host: str) -> str:
    """What a header does, where it comes from, and who can mend that."""
    mending = gettext(
        "This website does not send that header: a web server, a proxy or another part of the "
        "installation adds it. Whoever runs the server of %(host)s must take it off for addresses "
        "that begin with /om/embed/. Nothing in the website that embeds can change it."
    ) % {"host": host}
    return f"{effect % header} {mending}"
