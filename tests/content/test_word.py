"""A Word file becomes sections; a file that means harm becomes a sentence."""

import socket

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from omwagtail.content.word import clean_rich_text
from omwagtail.content.word_headings import HEADING_WORDS, guess_kind
from omwagtail.documents import MAX_IMAGES, plain_text
from omwagtail.vocabularies import vocabulary
from tests.content.word_files import (
    RELATIONS,
    TEXT,
    WORD,
    add_picture,
    part,
    picture,
    read,
    rewritten,
    saved,
    with_body,
    with_text,
)


def story(*pieces):
    """A file of (style, text) pairs, as a German Word names its styles."""
    names = dict.fromkeys(style for style, _ in pieces)
    identifiers = {name: f"Vorlage{number}" for number, name in enumerate(names)}
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{identifiers[style]}"/></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for style, text in pieces
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/></w:style>'
        for name, identifier in identifiers.items()
    )
    return rewritten(
        with_body(paragraphs),
        {"word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>'},
    )


def outline(text):
    return [(section.kind, section.heading, plain_text(section.html)) for section in text.sections]


class TestHeadings:
    def test_a_title_a_summary_and_sections(self):
        text = read(
            story(
                ("Title", "Gemeinsam ausbilden"),
                ("Normal", "Vier Betriebe teilen sich eine Lehrwerkstatt."),
                ("heading 1", "Ausgangslage"),
                ("Normal", "Es fehlten Plätze."),
                ("heading 1", "Was wir uns wünschen"),
                ("Normal", "Mehr davon."),
            )
        )
        assert text.title == "Gemeinsam ausbilden"
        assert text.summary == "Vier Betriebe teilen sich eine Lehrwerkstatt."
        assert outline(text) == [
            ("starting-point", "Ausgangslage", "Es fehlten Plätze."),
            ("", "Was wir uns wünschen", "Mehr davon."),
        ]

    def test_without_a_title_the_first_heading_is_it(self):
        text = read(
            story(
                ("heading 1", "Netzwerk Glashütte"),
                ("heading 2", "Ziele"),
                ("Normal", "Fachkräfte."),
                ("heading 2", "Ausblick"),
                ("Normal", "Weiter so."),
            )
        )
        assert text.title == "Netzwerk Glashütte"
        assert [section.kind for section in text.sections] == ["goals", "outlook"]

    def test_a_heading_that_everybody_uses_is_no_title(self):
        text = read(story(("heading 1", "Ausgangslage"), ("Normal", "Es fehlten Plätze.")))
        assert text.title == ""
        assert outline(text) == [("starting-point", "Ausgangslage", "Es fehlten Plätze.")]

    def test_deeper_headings_stay_in_the_text(self):
        text = read(
            story(
                ("Title", "Titel"),
                ("heading 1", "Vorgehen"),
                ("heading 2", "Erster Schritt"),
                ("heading 3", "Am Morgen"),
                ("heading 1", "Ergebnisse"),
            )
        )
        assert [section.heading for section in text.sections] == ["Vorgehen", "Ergebnisse"]
        assert "Erster Schritt</h3>" in text.sections[0].html
        assert "Am Morgen</h4>" in text.sections[0].html

    def test_lines_in_bold_are_headings_where_there_are_no_others(self):
        document = docx.Document()
        for bold, text in [
            (True, "Lehrwerkstatt zu viert"),
            (True, "Ausgangslage:"),
            (False, "Es fehlten Plätze."),
            (True, "Ergebnis"),
            (False, "Zwölf Lehrlinge."),
        ]:
            document.add_paragraph().add_run(text).bold = bold
        text = read(document)
        assert text.title == "Lehrwerkstatt zu viert"
        assert [section.kind for section in text.sections] == ["starting-point", "results"]

    def test_a_text_without_any_heading_is_one_section(self):
        text = read(with_text("Wort " * 200, "Mehr."))
        assert text.title == text.summary == ""
        assert [section.heading for section in text.sections] == [""]
        assert text.sections[0].html.endswith("Mehr.</p>")

    def test_a_heading_as_long_as_a_paragraph_is_one(self):
        text = read(story(("Title", "T"), ("heading 1", "Wort " * 100), ("heading 1", "Ziele")))
        assert text.sections[0].heading == ""
        assert plain_text(text.sections[0].html) == ("Wort " * 100).strip()

    @pytest.mark.parametrize(
        ("heading", "kind"),
        [
            ("1. Ausgangslage und Problem", "starting-point"),
            ("ZIELE", "goals"),
            ("Unsere Ziele:", "goals"),
            ("Ergebnisse und Ausblick", "results"),
            ("Nächste Schritte", "outlook"),
            ("Lessons learned", "lessons"),
            ("Results", "results"),
            ("Grußwort", ""),
            ("Zielstrebig", ""),
            ("Warum die Kosten für uns kein Problem mehr sind", ""),
        ],
    )
    def test_kinds_are_guessed_by_the_usual_words(self, heading, kind):
        assert guess_kind(heading) == kind

    def test_kinds_are_those_of_the_vocabulary(self):
        assert set(HEADING_WORDS) == {term.code for term in vocabulary("section-kinds")}


class TestText:
    def test_what_is_stressed_and_listed_is_kept(self):
        document = docx.Document()
        document.add_paragraph("eins", style="List Bullet")
        document.add_paragraph("zwei", style="List Number")
        document.add_paragraph("Ganz ").add_run("wichtig").bold = True
        html = read(document).sections[0].html
        assert "<ul><li" in html
        assert "<ol><li" in html
        assert "<b>wichtig</b>" in html

    def test_links_are_kept(self):
        document = docx.Document()
        document.add_paragraph("Kurz.")
        paragraph = document.add_paragraph("Siehe ")
        link = OxmlElement("w:hyperlink")
        link.set(
            qn("r:id"),
            document.part.relate_to(
                "https://example.org/?a=1&b=2", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            ),
        )
        link.append(paragraph.add_run("dort")._r)
        paragraph._p.append(link)
        html = read(document).sections[0].html
        assert 'href="https://example.org/?a=1&amp;b=2"' in html

    def test_a_table_becomes_a_list(self):
        document = docx.Document()
        rows = [("Jahr", "Was", "Wer"), ("2004", "Verein", "4 Betriebe"), ("2007", "Büro", "")]
        table = document.add_table(len(rows), 3)
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        html = read(document).sections[0].html
        assert html.startswith("<ul><li")
        assert "2004: Verein; 4 Betriebe</li>" in html
        assert "2007: Büro</li>" in html

    def test_a_table_that_places_a_text_disappears(self):
        document = docx.Document()
        cell = document.add_table(1, 1).rows[0].cells[0]
        cell.text = "Im Kasten"
        cell.add_paragraph("Ausblick", style="Heading 1")
        cell.add_paragraph("Es geht weiter.")
        text = read(document)
        assert text.summary == "Im Kasten"
        assert outline(text) == [("outlook", "Ausblick", "Es geht weiter.")]

    def test_script_in_a_text_stays_a_text(self):
        text = read(with_text("Kurz.", "<script>alert(1)</script>"))
        assert text.sections[0].html.endswith("&lt;script&gt;alert(1)&lt;/script&gt;</p>")

    @pytest.mark.parametrize(
        "html",
        [
            "<ul><li><p>a</p><p>b</p></li></ul>",
            "<blockquote><p>a</p></blockquote>",
            "<li>ohne Liste</li>",
            "<strong><p>a</p></strong>",
            '<a href="https://example.org"><h3>a</h3></a>',
            "<p>a<strong>b</p><p>c</strong></p>",
            "<ul><ol><li>a<ul><li>b</ul></ol>",
            "<hr><p>\U0001f600 \u202e a</p><br>",
        ],
    )
    def test_whatever_html_can_be_edited_and_loses_no_word(self, html):
        stored = clean_rich_text(html)
        assert plain_text(stored) == plain_text(html)
        assert clean_rich_text(stored) != "" or not plain_text(html)


class TestPictures:
    def test_a_picture_goes_to_its_section_with_its_description(self):
        document = docx.Document()
        document.add_heading("T", 0)
        document.add_heading("Ziele")
        document.add_paragraph("Text")
        add_picture(document, picture(), "Vier Lehrlinge an einer Drehbank")
        document.add_heading("Ausblick")
        text = read(document)
        assert [len(section.pictures) for section in text.sections] == [1, 0]
        assert text.sections[0].pictures[0].alt == "Vier Lehrlinge an einer Drehbank"
        assert text.sections[0].pictures[0].content == picture().getvalue()

    def test_a_picture_under_the_title_is_that_of_the_page(self):
        document = docx.Document()
        document.add_heading("T", 0)
        add_picture(document, picture())
        document.add_heading("Ziele")
        text = read(document)
        assert len(text.pictures) == 1
        assert [section.heading for section in text.sections] == ["Ziele"]

    @pytest.mark.parametrize("reference", [b"r:embed=", b"r:link="])
    def test_a_picture_elsewhere_is_never_fetched(self, reference, closed_network):
        document = docx.Document()
        document.add_paragraph("Text")
        add_picture(document, picture())
        content = saved(document)
        text = read(
            rewritten(
                content,
                {
                    TEXT: part(content, TEXT).replace(b"r:embed=", reference),
                    RELATIONS: part(content, RELATIONS).replace(
                        b'Target="media/image1.png"',
                        b'Target="http://127.0.0.1:9/pixel.png" TargetMode="External"',
                    ),
                },
            )
        )
        assert (text.left_out, text.pictures, closed_network) == (1, [], [])

    def test_more_pictures_than_a_document_may_have_are_left_out(self):
        document = docx.Document()
        document.add_paragraph("Text")
        for number in range(MAX_IMAGES + 3):
            add_picture(document, picture(color=(number, 0, 0)))
        text = read(document)
        assert len(text.sections[0].pictures or text.pictures) == MAX_IMAGES
        assert text.left_out == 3


@pytest.fixture
def closed_network(monkeypatch):
    """The addresses that something tried to connect to."""
    tried = []
    monkeypatch.setattr(
        socket.socket, "connect", lambda self, address: tried.append(address) or refuse()
    )
    return tried


def refuse():
    raise ConnectionRefusedError
