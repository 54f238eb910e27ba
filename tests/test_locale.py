"""The catalogues are complete: German is what users see, English is the language of the code."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import django
import pytest
import wagtail
import wagtail_modeladmin
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[1] / "omwagtail"
GUIDES = Path(__file__).parents[1] / "docs" / "how-to"
LANGUAGES = ["de", "en"]


def catalogue(language, root=PACKAGE):
    with (root / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language, root=PACKAGE):
    return [message for message in catalogue(language, root) if message.id]


def forms(text):
    return text if isinstance(text, tuple | list) else [text]


def key(message):
    return (message.context, forms(message.id)[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    missing = [m.id for m in messages(language) if m.fuzzy or not all(forms(m.string))]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language):
    # "python-format" is what Django's own compilemessages checks too.
    faults = [(m.id, str(fault)) for m in messages(language) for fault in m.check()]
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shipped_is_what_was_translated(language):
    with (PACKAGE / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages(language):
        singular = forms(message.id)[0]
        if len(forms(message.id)) > 1:
            shown = [compiled.ngettext(*message.id, number) for number in (1, 2)]
        elif message.context:
            shown = [compiled.pgettext(message.context, singular)]
        else:
            shown = [compiled.gettext(singular)]
        assert shown == list(forms(message.string)), singular


def test_german_is_german():
    """A message left in English would pass for translated; these are the same on purpose."""
    same = {m.id for m in messages("de") if m.id == m.string}
    assert same <= SAME_IN_GERMAN


def test_words_of_wagtail_and_django_stay_as_they_are():
    """One word has one translation for all apps, and ours come first: a word that means something
    else here needs a context."""
    ours = {m.id: m.string for m in messages("de") if isinstance(m.id, str) and not m.context}
    changed = set()
    for app in (django.__path__[0], wagtail.__path__[0], wagtail_modeladmin.__path__[0]):
        for path in Path(app).glob("**/locale/de/LC_MESSAGES/django.po"):
            with path.open("rb") as file:
                theirs = [m for m in read_po(file) if m.id and m.string and not m.context]
            changed |= {m.id for m in theirs if m.id in ours and ours[m.id] != m.string}
    assert changed <= AS_GOOD_AS_THEIRS


# Here and there the same thing in other words.
AS_GOOD_AS_THEIRS = {
    "Breadcrumb",
    "Save",
    "Search",
    "Site",
    "Time",
    "Type",
    "active",
    "item",
    "items",
}


def test_guides_call_the_menu_of_the_operators_as_it_is_called():
    """They name it in German: **Verbund > Quellen**."""
    german = {form for message in messages("de") for form in forms(message.string)}
    guides = "\n".join(path.read_text() for path in GUIDES.glob("*.md"))
    named = re.findall(r"\*\*(?:Verbund|Einstellungen) > ([^*]+)\*\*", guides)
    assert len(named) > 5
    assert {" ".join(one.split()) for one in named} <= german


SAME_IN_GERMAN = {
    "%(count)s × %(label)s",
    "%(entry)s (%(title)s)",
    "%(file)s: %(reason)s",
    "%(label)s %(number)s",
    "%(label)s (%(number)s)",
    "%(label)s: %(when)s",
    "Alias",
    "Check",
    "Checks",
    "Download",
    "Downloads",
    "Excel (XLSX)",
    "Feed",
    "Filter",
    "Layout",
    "Link",
    "Links",
    "Logo",
    "Name",
    "Organisation",
    "Original",
    "Person %(number)s",
    "Region",
    "Revision",
    "Revision: %s",
    "Software",
    "Status",
    "Symbol",
    "Text",
    "Website",
    "Word (DOCX)",
}


@pytest.mark.gettext
def test_every_text_of_the_code_is_in_the_catalogues(tmp_path):
    copy = tmp_path / "omwagtail"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    for language in LANGUAGES:
        (copy / "locale" / language / "LC_MESSAGES" / "django.po").unlink()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-v0", "-l", "de", "--no-location"],
        cwd=copy,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": str(PACKAGE.parent),
        },
        check=True,
        capture_output=True,
    )
    in_code = {key(message) for message in messages("de", copy)}
    for language in LANGUAGES:
        in_catalogue = {key(message) for message in messages(language)}
        assert in_code - in_catalogue == set()
        assert in_catalogue - in_code == set()
