"""Some thousand German-looking words, put together from parts: frequent ones first."""

from itertools import product

SMALL = """
der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden
aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur
oder aber vor zur bis mehr durch man sein wurde
"""
STEMS = """
Fach Betrieb Aus Weiter Unternehmen Netz Hand Gesund Arbeit Zukunft Region Mittel Bildung Kammer
Innung Werk Technik Sicher Führung Personal Kunden Prozess Risiko Strategie Kultur Energie Klima
Digital Daten Lehr Schul Nachwuchs
"""
ENDS = """
kräfte leitung bildung werk heit schutz stand plan rat tag gespräch kreis projekt markt dienst
verbund partner förderung beratung entwicklung konzept woche messe modell verein programm stelle
zentrum
"""
FORMS = ["", "en", "s", "er"]

WORDS = SMALL.split() + [
    stem + end + form for form, stem, end in product(FORMS, STEMS.split(), ENDS.split())
]
