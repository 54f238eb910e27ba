"""System checks of a site that reads others: what is wrong for a hub is said when it starts."""

from django.conf import settings as django_settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connection

from omwagtail.conf import settings

# Each is a connection to the database, and a page of changes in memory.
MOST_THREADS = 64
# A database in memory has no journal that others could wait for.
GOOD_JOURNALS = ("wal", "memory", "off")


@register("omwagtail")
def check_backends(app_configs, **kwargs):
    """Without its backend nobody would read sources, or be woken."""
    known = getattr(django_settings, "TASKS", None) or {"default": {}}
    problems = [
        f'OMWAGTAIL["{name}"] is no backend of TASKS: {alias!r}.'
        for name in ("HARVEST_BACKEND", "WAKE_BACKEND")
        if (alias := getattr(settings, name)) is not None and alias not in known
    ]
    wanted = settings.HARVEST_BACKEND or settings.WAKE_BACKEND
    if wanted and not problems and "default" not in known:
        problems.append('TASKS has no backend "default", so that no task can be defined.')
    return [
        Error(
            problem,
            hint="See docs/how-to/scale-out.md for complete settings, or leave the setting out.",
            id="omwagtail.E008",
        )
        for problem in problems
    ]


@register("omwagtail")
def check_threads(app_configs, **kwargs):
    """With a number that is none, om_work would read nothing."""
    number = settings.HARVEST_THREADS
    if isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= MOST_THREADS:
        return []
    return [
        Error(
            f'OMWAGTAIL["HARVEST_THREADS"] is no whole number from 1 to {MOST_THREADS}: '
            f"{number!r}.",
            hint="4 is usual; 1 reads one source after the other.",
            id="omwagtail.E009",
        )
    ]


@register(Tags.database)
def check_journal(app_configs, databases=None, **kwargs):
    """Without WAL, whoever reads a page waits for the harvest, and the harvest for him."""
    if not databases or connection.vendor != "sqlite":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            [mode] = cursor.fetchone()
    except DatabaseError:
        return []
    if mode in GOOD_JOURNALS:
        return []
    return [
        Warning(
            f"SQLite keeps its journal in the mode {mode!r}, so that readers and writers wait for "
            "each other.",
            hint=(
                'Set DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;", '
                "or take PostgreSQL: see docs/how-to/scale-out.md."
            ),
            id="omwagtail.W006",
        )
    ]
