"""Errors in the words of an operator."""

import pytest
from django.utils import translation

from omwagtail.documents import DocumentError, check_document
from omwagtail.harvest.exceptions import HarvestError
from omwagtail.harvest.models import Source
from omwagtail.harvest.plain_errors import in_plain_words
from omwagtail.harvest.reading import discover
from tests.documents import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("The name hwk.example cannot be resolved.", "hwk.example is not known on the internet"),
        ("hwk.example does not accept connections.", "switched off, or lets nobody in"),
        ("The certificate of hwk.example is not valid.", "has to renew it"),
        ("The answer did not arrive within 30 seconds.", "too slow"),
        ("The server answered with status 404.", "no feed at this address (status 404)"),
        ("The server answered with status 403.", "Ask its operator for access"),
        ("The server answered with status 503.", "trouble of its own"),
        ("hwk.example redirects to another site.", "leads to another address"),
        ("OperationalError: database is locked", "Something went wrong on this side"),
        ("KeyError in reading.py, line 12", "Something went wrong on this side"),
        ("KeyError", "Something went wrong on this side"),
        ("The answer is not JSON: the server calls it “text/html”.", "no feed but something else"),
        ("The signature does not fit the text.", "was changed, or signed wrongly"),
        ("The document is signed with another key.", "than the one that was approved"),
        ('v: must be "om/1".', "another version of this software"),
        ("The text has more than 524288 bytes.", "longer than a document may be"),
        ("title: must be a text", "The document breaks the rules: “title” must be a text."),
        ("title: must be a text. (3 more.)", "must be a text. Further faults: 3."),
        ("origin: the document is not the source's own.", "from this source only its own"),
        ("The server answered with status 418.", "that was not expected (status 418)"),
        ("The address “x y” has no origin: Codepoint U+0020.", "This is no address of a site."),
        ("The site's key cannot be used: A public key has 32 bytes.", "The key of the site cannot"),
    ],
)
def test_an_error_is_told_with_what_helps(error, said):
    assert said in in_plain_words(error)


def test_what_follows_an_error_stays():
    error = "The server answered with status 503. Many sources fail at once."
    assert in_plain_words(error).endswith("(status 503). Many sources fail at once.")


def test_another_sentence_stays_as_it_is():
    assert in_plain_words("The source no longer offers 3 documents.") == (
        "The source no longer offers 3 documents."
    )


def test_the_source_is_named_where_it_does_not_stand_beside():
    assert in_plain_words("Something.", Source(name="Kammer")) == "Kammer: Something."
    assert in_plain_words("") == ""


def test_an_error_is_one_short_line():
    said = in_plain_words("x\n\u202e" * 5000)
    assert len(said) <= 600
    assert not set("\n\u202e") & set(said)


JSON, PAGE = {"Content-Type": "application/json"}, {"Content-Type": "text/html"}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "answer",
    [(404, {}, b""), (500, {}, b""), (503, {}, b""), (200, PAGE, b"Hallo"), (200, JSON, b"{")],
    ids=["404", "500", "503", "page", "no JSON"],
)
def test_what_reading_raises_is_known_here(publisher, answer, language):
    publisher.intercept = lambda path: answer
    with translation.override(language), pytest.raises(HarvestError) as raised:
        discover(publisher.origin)
    assert in_plain_words(str(raised.value)) != str(raised.value)


def test_an_error_is_told_in_the_language_of_whoever_reads(publisher):
    publisher.intercept = lambda path: (404, {}, b"")
    with translation.override("en"), pytest.raises(HarvestError) as raised:
        discover(publisher.origin)
    with translation.override("de"):
        assert "keinen Feed (Status 404)" in in_plain_words(str(raised.value))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "„title“ muss ein Text mit höchstens 1000 Zeichen sein."),
        ({"title": 1}, "„title“ muss ein Text mit höchstens 1000 Zeichen sein."),
        ({"summary": "x" * 99_999}, "„summary“ muss ein Text mit höchstens"),
        ({"topics": "x"}, "„topics“ muss eine Liste sein."),
        ({"topics": [1]}, "„topics.0“ ist nicht so, wie es sein muss."),
        ({"published": "gestern"}, "„published“ muss ein Datum sein, etwa 2026-"),
        ({"url": "https://elsewhere.example/"}, "„url“ muss eine Adresse der Website sein"),
        ({"reuse": "all"}, "„reuse“ muss eines davon sein: full, excerpt, link."),
        ({"rev": "1"}, "„rev“ muss eine passende Zahl sein."),
        ({"body": []}, "„body“ ist nicht so, wie es sein muss."),
        ({"contacts": [{"email": "x"}]}, "muss eine E-Mail-Adresse sein."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_broken_rule_is_told_in_german(changes, said):
    with pytest.raises(DocumentError) as raised:
        check_document(factories.minimal_practice_example(**changes))
    with translation.override("de"):
        assert said in in_plain_words(str(raised.value))


def test_a_site_that_is_away_is_known_here():
    with pytest.raises(HarvestError) as raised:
        discover("http://127.0.0.1:1")
    assert "does not answer" in in_plain_words(str(raised.value))
