"""Which kind of section a heading announces, by the words that people use for it."""

import re

HEADING_WORDS = {
    "founding": (
        "gründung|gründungsgeschichte|entstehung|entstehungsgeschichte|die anfänge|"
        "wie alles begann|wie es begann|founding|foundation|origins|how it began"
    ),
    "starting-point": (
        "ausgangslage|ausgangssituation|ausgangspunkt|anlass|hintergrund|problem|problemlage|"
        "problemstellung|herausforderung|herausforderungen|motivation|starting point|background|"
        "initial situation|challenge|challenges"
    ),
    "goals": (
        "ziel|ziele|zielsetzung|zielsetzungen|zielstellung|zielgruppe|goal|goals|objective|"
        "objectives|aim|aims"
    ),
    "partners": (
        "partner|partnerinnen|projektpartner|kooperationspartner|netzwerkpartner|beteiligte|"
        "akteure|mitglieder|partners|members"
    ),
    "approach": (
        "vorgehen|vorgehensweise|herangehensweise|umsetzung|maßnahme|maßnahmen|massnahmen|"
        "durchführung|ablauf|aktivitäten|methode|methoden|approach|implementation|procedure|"
        "measures|activities"
    ),
    "cooperation": (
        "zusammenarbeit|kooperation|organisation|organisationsstruktur|struktur|strukturen|gremien|"
        "cooperation|collaboration|structure"
    ),
    "financing": ("finanzierung|finanzen|kosten|förderung|budget|financing|funding|costs"),
    "results": (
        "ergebnis|ergebnisse|resultat|resultate|erfolg|erfolge|wirkung|wirkungen|nutzen|result|"
        "results|outcome|outcomes|impact|benefits"
    ),
    "lessons": (
        "erfahrung|erfahrungen|lessons learned|erkenntnisse|fazit|lehren|erfolgsfaktoren|"
        "empfehlungen|stolpersteine|tipps|lessons|conclusion|conclusions|recommendations"
    ),
    "outlook": (
        "ausblick|perspektive|perspektiven|zukunft|wie es weitergeht|nächste schritte|"
        "weitere schritte|outlook|next steps|future"
    ),
}
GROUPS = (f"(?P<k{place}>{words})" for place, words in enumerate(HEADING_WORDS.values()))
KNOWN = re.compile(rf"\b(?:{'|'.join(GROUPS)})\b")
# Longer ones are sentences, in which such words mean other things.
MAX_WORDS = 6


def guess_kind(heading: str) -> str:
    """The code of a section kind for “2. Ziele und Ergebnisse”; empty where none is plain."""
    text = heading.lower()
    if len(text.split()) > MAX_WORDS:
        return ""
    found = KNOWN.search(text)
    return list(HEADING_WORDS)[int(found.lastgroup[1:])] if found else ""
