"""What the documents of the crowd are put together from. Places and organisations are invented."""

# A town for each site: 20 beginnings, 20 endings.
_BEGINNINGS = """
Linden Mühl Eichen Birken Ahorn Hasel Erlen Buchen Sonnen Winter
Sommer Ober Nieder Neu Alt Hoch Grün Silber Stein Sand
"""
_ENDINGS = """
au bach berg brück burg dorf feld furt hagen hausen
heim hof kirchen leben münde rode stadt tal wald werder
"""
_FIRST_NAMES = "Aylin Bernd Carla Dimitri Elke Farid Greta Hanno Ines Jonas Katja Levent"
_LAST_NAMES = "Albers Brandt Celik Dorn Eggert Fiedler Gruber Horn Iwanow Jahn Kraft Lohse"
TOWN_BEGINNINGS, TOWN_ENDINGS = _BEGINNINGS.split(), _ENDINGS.split()
FIRST_NAMES, LAST_NAMES = _FIRST_NAMES.split(), _LAST_NAMES.split()
# What a site is: its name and the code of its type.
KINDS = (
    ("Handwerkskammer", "chamber-of-crafts"),
    ("Kreishandwerkerschaft", "guild"),
    ("Industrie- und Handelskammer", "chamber-of-commerce"),
    ("Wirtschaftsförderung", "municipality"),
    ("Arbeitgeberverband", "employers-association"),
    ("Bildungszentrum", "school"),
    ("Agentur für Arbeit", "employment-agency"),
    ("Freiwilligenagentur", "non-profit"),
)
TRADES = (
    "Tischler",
    "Elektro",
    "Metallbau",
    "Bäcker",
    "Dachdecker",
    "Maler",
    "Heizungsbau",
    "Feinwerk",
    "Pflege",
    "Landtechnik",
    "Gastgewerbe",
    "Baustoff",
    "Druck",
    "Logistik",
    "Kälte",
    "Optik",
)

# What a practice example is about: title, topic, what the trouble was, what was done.
STORIES = (
    (
        "Azubis im Verbund ausbilden",
        "skilled-labour",
        "Kein Betrieb konnte allein alle Teile der Ausbildung zeigen",
        "teilen sich die Betriebe die Stationen der Ausbildung auf",
    ),
    (
        "Die Nachfolge rechtzeitig klären",
        "strategy",
        "Die Inhaber wollten in drei Jahren aufhören und hatten niemanden gefragt",
        "reden Inhaber und Meister einmal im Monat an einem festen Termin",
    ),
    (
        "Gesund auf der Baustelle",
        "health",
        "Rückenschmerzen waren der häufigste Grund für Ausfälle",
        "prüfen die Kolonnen jeden Montag, was sich leichter heben lässt",
    ),
    (
        "Angebote aus dem Handy",
        "digital-change",
        "Angebote blieben liegen, weil abends niemand mehr ins Büro wollte",
        "nehmen die Gesellen Maße und Fotos beim Kunden auf, und das Büro rechnet",
    ),
    (
        "Einkaufen mit den Nachbarn",
        "procurement",
        "Kleine Mengen kosteten zu viel und kamen zu spät",
        "bestellen sechs Betriebe gemeinsam und lagern an einem Ort",
    ),
    (
        "Unfälle, die keine wurden",
        "occupational-safety",
        "Über Beinahe-Unfälle sprach niemand",
        "hängt am schwarzen Brett, was beinahe passiert wäre und was daraus folgt",
    ),
    (
        "Führen ohne Chefbüro",
        "leadership",
        "Jede Frage landete beim Meister, auch die nach den Schrauben",
        "entscheiden die Teams bis zu einem Betrag selbst",
    ),
    (
        "Alt lehrt jung, jung lehrt alt",
        "demography",
        "Mit den Ältesten drohte das Wissen über die Maschinen zu gehen",
        "arbeiten je ein erfahrener und ein neuer Kollege ein Vierteljahr zusammen",
    ),
    (
        "Reklamationen als Ratgeber",
        "customer-care",
        "Dieselben drei Mängel kamen jedes Jahr wieder",
        "liest die Frühbesprechung eine Reklamation vor und ändert eine Sache",
    ),
    (
        "Zahlen, die alle verstehen",
        "liquidity",
        "Nur das Steuerbüro wusste, wie es um den Betrieb stand",
        "hängen drei Kennzahlen in der Werkstatt, jede Woche neu",
    ),
    (
        "Werkstatt trifft Verein",
        "civil-society",
        "Verein und Betriebe kannten einander nur von Plakaten",
        "reparieren Azubis die Räder des Vereins, und der Verein wirbt für die Berufe",
    ),
    (
        "Viele Sprachen, ein Team",
        "diversity",
        "Neue Kollegen verstanden die Sicherheitshinweise nicht",
        "gibt es jede Anweisung in Bildern, und ein Pate zeigt sie vor Ort",
    ),
)
SECTIONS = (
    (
        "Wie es begann",
        "starting-point",
        "{trouble}. Im Herbst {year} setzten sich {number} Betriebe aus {town} und Umgebung an "
        "einen Tisch. {person} lud dazu ein, ohne Tagesordnung, aber mit einer Frage: Was kostet "
        "uns das?",
    ),
    (
        "Was die Beteiligten tun",
        "approach",
        "Seitdem {deed}. Das Treffen dauert eine Stunde und hat immer denselben Ablauf. Wer nicht "
        "kann, schickt jemanden, der entscheiden darf. Das Protokoll passt auf eine halbe Seite.",
    ),
    (
        "Was es gebracht hat",
        "results",
        "Nach {months} Monaten machten {more} Betriebe mit. Zwei stiegen wieder aus, weil ihnen "
        "die Zeit fehlte. Am meisten half, dass jeder Betrieb seinen eigenen Nutzen benannt hatte.",
    ),
    (
        "Was andere mitnehmen können",
        "lessons",
        "Klein anfangen, einen festen Tag wählen und nach einem halben Jahr ehrlich Bilanz ziehen. "
        "Die {office} stellt Vorlagen bereit und vermittelt ein erstes Gespräch.",
    ),
)
CONTRIBUTIONS = (
    "Stellt einen Raum und lädt ein.",
    "Gibt zwei Ausbildungsplätze in den Verbund.",
    "Bringt Zahlen aus der Beratung mit.",
    "Übernimmt die Werkzeuge für den Anfang.",
    "Wirbt in Schulen und auf Messen.",
)
BENEFITS = (
    "Findet leichter Nachwuchs.",
    "Kennt die Betriebe der Region besser.",
    "Spart sich einen Teil der Fahrten.",
    "Hört früher, wo es klemmt.",
    "Kann größere Aufträge annehmen.",
)
GOALS = (
    "Fachkräfte in der Region halten",
    "Voneinander lernen, auch über Branchen hinweg",
    "Betriebe und Vereine zusammenbringen",
    "Beratung dorthin bringen, wo gearbeitet wird",
    "Den Übergang von der Schule in den Beruf erleichtern",
)
# Statements of a check, and what a good practice looks like.
STATEMENTS = (
    ("Wir wissen, wer im nächsten Jahr in Rente geht.", "Eine Liste mit Namen und Monaten."),
    ("Neue Leute haben am ersten Tag eine Ansprechperson.", "Der Name steht im Vertrag."),
    ("Wir sprechen über Beinahe-Unfälle.", "Ein fester Punkt der Frühbesprechung."),
    ("Wir kennen unsere drei wichtigsten Kundengruppen.", "Sie stehen auf einem Blatt."),
    ("Urlaub und Vertretung sind geregelt.", "Ein Kalender, den alle sehen."),
    ("Wir prüfen jedes Jahr unsere Preise.", "Ein Termin im Januar."),
    ("Werkzeuge und Maschinen werden rechtzeitig gewartet.", "Ein Plan mit Zuständigen."),
    ("Azubis bekommen jede Woche eine Rückmeldung.", "Zehn Minuten, freitags."),
    ("Alle wissen, was im Notfall zu tun ist.", "Ein Aushang an jeder Tür."),
)
