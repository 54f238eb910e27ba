"""Which rule of the format a document breaks, in the words of an operator.

What the check of documents says is English, and meant for whoever wrote the software that made
them. The place stays as it is: it is what the publisher's operator has to look at.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What the check says of a place, and how it is told; what is in brackets is taken over. Only the
# last one fits everything.
RULES = [
    (r"is missing", gettext_lazy("is missing")),
    (r"must not be there", gettext_lazy("may not be there")),
    (r"must never change", gettext_lazy("may never change")),
    (
        r"must (?:not have more than|be a text that .* at most) (?P<most>\d+) characters",
        gettext_lazy("must be a text of at most %(most)s characters"),
    ),
    (
        r"(?:must not have|there are) more than (?P<most>\d+) .*",
        gettext_lazy("may have %(most)s entries at most"),
    ),
    (r"must be a text", gettext_lazy("must be a text")),
    (r"must be a list", gettext_lazy("must be a list")),
    (r"must be at least (?P<least>\S+)", gettext_lazy("must be at least %(least)s")),
    (r"must be at most (?P<most>\S+)", gettext_lazy("must be at most %(most)s")),
    (r"must be an? (?:year, a )?(?:whole )?number\b.*", gettext_lazy("must be a fitting number")),
    (
        r"must be a (?:time|day|year, month or day) .*, such as (?P<example>.+)",
        gettext_lazy("must be a date like %(example)s"),
    ),
    (r"must be an e-mail address", gettext_lazy("must be an e-mail address")),
    (
        r"must be a web address .*",
        gettext_lazy("must be a web address that begins with https:// or http://"),
    ),
    (
        r"must begin with the document's origin and /",
        gettext_lazy("must be an address of the site that the document comes from"),
    ),
    (r"must be one of (?P<choices>.+)", gettext_lazy("must be one of %(choices)s")),
    (r"must not use .* twice", gettext_lazy("holds the same id twice")),
    (
        r"there is nothing in it that can be seen",
        gettext_lazy("holds nothing that can be seen"),
    ),
    (r".*", gettext_lazy("is not as it has to be")),
]
_RULES = [(re.compile(pattern), said) for pattern, said in RULES]
# One place and what is wrong there, as the check writes it, or pydantic where the check has no
# words of its own; a document may have more faults.
FAULT = (
    r"(?P<where>[^\s:]{0,80}): "
    r"(?P<what>(?:must|is|there|The origin|Input|Value|String|List)\b.*?)\.?"
    r"(?: \((?P<more>\d+) more\.\))?$"
)
_FAULT = re.compile(FAULT, re.DOTALL)


def fault_in_words(error: str) -> str:
    """What the check of a document says, for an operator; empty for another error."""
    found = _FAULT.fullmatch(error)
    if found is None:
        return ""
    said = _("The document breaks the rules: “%(where)s” %(what)s.") % {
        "where": found["where"],
        "what": _rule_in_words(found["what"]),
    }
    if not found["more"]:
        return said
    more = _("Further faults: %(count)s.") % {"count": found["more"]}
    return f"{said} {more}"


def _rule_in_words(what: str) -> str:
    for pattern, said in _RULES:
        if found := pattern.fullmatch(what):
            return str(said) % {name: _without_or(text) for name, text in found.groupdict().items()}
    return what


def _without_or(text: str) -> str:
    """What pydantic lists as ``'full', 'excerpt' or 'link'``, with commas alone."""
    return text.replace("' or '", "', '").replace("'", "")
