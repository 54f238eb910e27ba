"""Errors in the words of an operator: what happened, where, and what helps.

Errors are stored as the sentences with which they were raised, some of them in English and in the
words of a programmer. They are translated when they are shown, in the language of whoever reads.
"""

import re

from django.utils.translation import gettext_lazy as _

from omwagtail.documents import plain_line
from omwagtail.harvest.models import Source
from omwagtail.harvest.plain_rules import fault_in_words

MAX_ERROR = 600
OURS = _(
    "Something went wrong on this side while it was read, not at the source. It is tried again; "
    "the log of this server says more."
)
NO_FEED = _(
    "What this address answers is no feed but something else, for example a page for people. Ask "
    "its operator whether the software still runs there."
)
# What an error says, and how it is told; what is in brackets is taken over.
SAYINGS = [
    (
        r"The name (?P<host>\S+) cannot be resolved\.",
        _(
            "The address %(host)s is not known on the internet at the moment. Perhaps the site has "
            "moved, or its name service is down."
        ),
    ),
    (
        r"(?P<host>\S+) does not accept connections\.",
        _("%(host)s does not answer: the server is switched off, or lets nobody in."),
    ),
    (
        r"The connection to (?P<host>\S+) broke off\.",
        _("The connection to %(host)s broke off in the middle."),
    ),
    (
        r"The certificate of (?P<host>\S+) is not valid\.",
        _("The certificate of %(host)s is not valid. Its operator has to renew it."),
    ),
    (
        r"No secure connection to (?P<host>\S+) came about\.",
        _("No secure connection to %(host)s is possible. Its operator has to look at it."),
    ),
    (
        r"The answer did not arrive within (?P<seconds>[\d.]+) seconds\.",
        _("The site is too slow: its answer was not complete after %(seconds)s seconds."),
    ),
    (
        r"The server sent more than it is allowed to\.|The answer is larger than \d+ bytes\.",
        _("The site sent far more than a feed may be long, so nothing was read."),
    ),
    (
        r"The server answered with status (?P<status>404|410)\.",
        _(
            "The site has no feed at this address (status %(status)s). Perhaps the software was "
            "removed there."
        ),
    ),
    (
        r"The server answered with status (?P<status>401|403)\.",
        _(
            "The site lets this one not in (status %(status)s). Ask its operator for access to the "
            "feed."
        ),
    ),
    (
        r"The server answered with status 421\.",
        _("The site says that it goes by another address, so its feed is silent here."),
    ),
    (
        r"The server answered with status (?P<status>429)\.",
        _("The site asks to be read less often (status %(status)s). It is tried again later."),
    ),
    (
        r"The server answered with status (?P<status>5\d\d)\.",
        _("The site has trouble of its own at the moment (status %(status)s)."),
    ),
    (
        r"The server answered with status (?P<status>\d+)\.",
        _("The site gives no feed, but an answer that was not expected (status %(status)s)."),
    ),
    (
        r"(?P<host>\S+) redirects to another site\.",
        _("%(host)s leads to another address. Perhaps the site has moved: ask its operator."),
    ),
    (
        r"(?P<host>\S+) (?:redirects more than twice|redirects to no address)\.",
        _("%(host)s leads in circles. Its operator has to look at it."),
    ),
    (
        r"(?P<host>\S+) does not lead to an address of the public internet\.",
        _("%(host)s does not lead to the public internet, so this site does not go there."),
    ),
    (
        r"\S+ does not answer in valid HTTP\.|The answer of \S+ ends too early\."
        r"|The compressed answer .*|The answer is (?:compressed|framed) in a way .*"
        r"|The answer gives its length .*|The answer is not valid JSON: .*",
        _("The answer of the site is broken. Its operator has to look at the server."),
    ),
    (
        r"The address must begin with https://\.|Plain http is for addresses of this computer .*",
        _("Only addresses that begin with https:// are read."),
    ),
    (
        r"The address (?:is not a complete URL|must not hold|.* has no origin)\b.*"
        r"|The (?:port|host) in the address .*|The origin .* is wrong: .*",
        _("This is no address of a site. It looks like https://www.hwk.example."),
    ),
    (r"The answer is not JSON: .*", NO_FEED),
    (
        r"The site's key cannot be used: .*",
        _("The key of the site cannot be used. Its operator has to look at it."),
    ),
    # Of single documents, which are parked.
    (
        r"The signature does not fit the text\.",
        _("The signature does not fit: the document was changed, or signed wrongly."),
    ),
    (
        r"The document is signed with another key\.",
        _("The document is signed with another key than the one that was approved."),
    ),
    (
        r"The key of (?P<origin>\S+) is not known yet\.",
        _("The key of %(origin)s, whose document this is, could not be read yet."),
    ),
    (
        r"v: must be .*",
        _("The document is written for another version of this software: perhaps update it."),
    ),
    (
        r"The document holds HTML that is not allowed\.",
        _("The document's text holds elements that are not allowed, such as scripts."),
    ),
    (
        r"The (?:text|document) has more than \d+ bytes\.",
        _("The document is longer than a document may be."),
    ),
    (
        r"The text reverses the reading direction .*",
        _("The document holds signs that turn the text after them around."),
    ),
    (
        r"origin: the document is not the source's own\.",
        _("The document is of another site, and from this source only its own are taken in."),
    ),
    (
        r"via: the relay does not name itself\.",
        _("The document was passed on by somebody who does not say so."),
    ),
    (
        r"(?:Not JSON: |Lists and objects are nested |The member .* stands twice|The integer "
        r"|The number .* is too large|The text (?:is|begins|holds|must) |The document holds a lone "
        r"|A document must |An entry |A public key |\S+ is not JSON\.).*",
        _("The document is broken: the software of its site has to mend it."),
    ),
    (r"\w*(?:Error|Exception|Refused)(?:: .*| in \S+, line \d+|)$", OURS),
]
_SAYINGS = [(re.compile(pattern, re.DOTALL), said) for pattern, said in SAYINGS]


def in_plain_words(error: str, source: Source | None = None) -> str:
    """The error for an operator; with a source, its name before it. Empty for none."""
    if not error:
        return ""
    error = plain_line(error, MAX_ERROR)
    sayings = (_say(error, *saying) for saying in _SAYINGS)
    said = next(filter(None, sayings), "") or fault_in_words(error) or error
    return f"{source}: {said}" if source is not None else said


def _say(error: str, pattern: re.Pattern[str], said: str) -> str:
    found = pattern.match(error)
    if found is None:
        return ""
    named = {name: value or "" for name, value in found.groupdict().items()}
    rest = error[found.end() :].strip()
    return f"{str(said) % named} {rest}".strip()
