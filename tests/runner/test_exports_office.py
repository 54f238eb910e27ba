"""The plan as a document and as a workbook, opened by other people's programs."""

import io
import zipfile
from datetime import datetime
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from tests.runner.definitions import body
from tests.runner.exported import HOSTILE, hostile_record, made, record

ARCHIVES = pytest.mark.parametrize("format", ["docx", "xlsx"])


@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(made("docx")["content"]))


@pytest.fixture(scope="module")
def workbook():
    return openpyxl.load_workbook(io.BytesIO(made("xlsx")["content"]))


@pytest.fixture(scope="module")
def plan(workbook):
    return workbook.worksheets[0]


def rows_of(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def cells_of(sheet):
    return [[cell.value for cell in row] for row in sheet.rows]


# ---- both


@ARCHIVES
def test_archive_is_whole_and_all_of_it_is_xml(format):
    archive = zipfile.ZipFile(io.BytesIO(made(format, record=hostile_record())["content"]))
    assert archive.testzip() is None
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))


@ARCHIVES
def test_parts_are_compressed(format):
    archive = zipfile.ZipFile(io.BytesIO(made(format)["content"]))
    assert {part.compress_type for part in archive.infolist()} == {zipfile.ZIP_DEFLATED}


def test_browser_that_cannot_compress_makes_a_file_all_the_same():
    content = made("docx", without=("CompressionStream",))["content"]
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    assert {part.compress_type for part in archive.infolist()} == {zipfile.ZIP_STORED}
    assert len(docx.Document(io.BytesIO(content)).tables) == 5


# ---- document


def test_document_has_title_and_language(document):
    assert document.core_properties.title == "Betriebs-Check: Prüfen & Verbessern"
    assert document.core_properties.language == "de"
    spoken = document.styles.element.find(".//" + qn("w:lang"))
    assert spoken.get(qn("w:val")) == "de-DE"


def test_document_has_real_headings(document):
    outline = [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith(("Title", "Heading"))
    ]
    levels = [style for style, _ in outline]
    assert levels == [
        "Title",
        "Heading 1",
        *["Heading 2"] * 3,
        *["Heading 3"] * 3,
        "Heading 1",
    ]
    assert [text for style, text in outline if style == "Heading 3"] == [
        "Ziele",
        "Geld",
        "Menschen",
    ]


def test_document_says_which_check_and_when(document):
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for fact in (
        "2 (31.03.2026)",
        "Handwerkskammer",
        "https://hwk.example/checks/betrieb/",
        "28.11.2026",
        "Werkstatt",
    ):
        assert fact in text


def test_document_has_every_measure_with_who_and_when(document):
    head, *rows = rows_of(document.tables[-1])
    assert len(head) == 7
    assert rows[0][1] == "Ziele aufschreiben\nWir wissen, wohin der Betrieb soll."
    assert rows[0][3:6] == ["Geschäftsführung", "31.12.2026", "Im Januar ansehen"]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert rows[3] == ["4", "Ohne Tag", "", "", "", "", rows[1][6]]
    assert rows[2][6] != rows[1][6]


def test_document_has_ratings_and_notes(document):
    ratings = [row for table in document.tables[1:-1] for row in rows_of(table)[1:]]
    assert ratings[0] == [
        "Wir wissen, wohin der Betrieb soll.",
        "dringend",
        "Zuletzt 2019.\n- nie wieder besprochen",
    ]
    assert ratings[1][1] == "trifft nicht zu"
    assert len(ratings) == 5


def test_heads_of_tables_are_repeated_and_rows_stay_whole(document):
    for table in document.tables:
        first, *others = (row._tr for row in table.rows)
        assert first.find(".//" + qn("w:tblHeader")) is not None
        assert all(row.find(".//" + qn("w:tblHeader")) is None for row in others)
        assert all(row.find(".//" + qn("w:cantSplit")) is not None for row in (first, *others))


def test_plan_stands_on_wide_pages(document):
    result, plan = document.sections
    assert result.orientation == WD_ORIENT.PORTRAIT
    assert plan.orientation == WD_ORIENT.LANDSCAPE
    assert plan.page_width > plan.page_height
    assert "Betriebs-Check" in plan.footer.paragraphs[0].text


def test_document_without_measures_says_so():
    found = docx.Document(io.BytesIO(made("docx", record=record([]))["content"]))
    assert found.paragraphs[-1].text
    assert len(found.tables) == 4


def test_own_columns_are_in_document_and_workbook():
    own = body(plan=[{"key": "measure", "label": "Was"}, {"key": "cost", "label": "Kosten"}])
    given = {"body": own, "record": record() | {"plan": {"measures": [OWN_MEASURE]}}}
    table = docx.Document(io.BytesIO(made("docx", **given)["content"])).tables[-1]
    assert [row[1:3] for row in rows_of(table)] == [["Was", "Kosten"], ["Kran", "300 €"]]
    sheet = openpyxl.load_workbook(io.BytesIO(made("xlsx", **given)["content"])).worksheets[0]
    assert [row[:2] for row in cells_of(sheet)] == [["Was", "Kosten"], ["Kran", "300 €"]]


OWN_MEASURE = {"id": "m1", "text": "Kran", "more": {"cost": "300 €"}}


def test_topics_that_nobody_chose_are_left_out():
    found = docx.Document(io.BytesIO(made("docx", record=record(topics=["menschen"]))["content"]))
    topics = [row[0] for row in rows_of(found.tables[0])[1:]]
    assert topics == ["Ziele", "Geld", "Menschen"]  # two of them were rated all the same
    none = record(topics=["menschen"], answers={}, notes={})
    found = docx.Document(io.BytesIO(made("docx", record=none)["content"]))
    assert [row[0] for row in rows_of(found.tables[0])[1:]] == ["Menschen"]


def test_hostile_texts_are_in_the_document_as_text():
    found = docx.Document(io.BytesIO(made("docx", record=hostile_record())["content"]))
    rows = rows_of(found.tables[-1])[1:]
    assert len(rows) == 200
    expected = [
        "=cmd|' /C calc'!A0",
        "  \t=1+1",
        "＝HYPERLINK(1)",
        "-2 Stunden",
        '"Zitat"; mit, Semikolon',
        "Zeile 1\nZeile 2\n=1\n\n@Zeile 3",
        HOSTILE[6],
        "Ziel 🎯👩‍🔧 erreicht",
        "abcd",
        "\ufffd allein \ufffd",
        HOSTILE[10],
        "",
        HOSTILE[12],
        "constructor",
    ]
    assert [row[1] for row in rows[:14]] == expected


# ---- workbook


def test_workbook_has_plan_result_ratings_and_what_it_is_about(workbook):
    assert [sheet.max_row for sheet in workbook] == [5, 4, 6, 8]
    assert workbook.properties.title == "Betriebs-Check: Prüfen & Verbessern"
    assert workbook.properties.language == "de"


def test_dates_are_dates(plan):
    column = [cell for cell in plan["D"][1:] if cell.value is not None]
    assert [cell.value for cell in column] == [
        datetime(2026, 12, 31),
        datetime(2027, 2, 1),
        datetime(2026, 10, 1),
    ]
    assert all(cell.is_date for cell in column)


def test_percents_are_numbers(workbook):
    need = workbook.worksheets[1]["B"]
    assert [cell.value for cell in need[1:]] == [1, 0, None]
    assert need[1].number_format == "0%"


def test_heads_stay_in_sight_and_columns_can_be_filtered(workbook):
    for sheet in workbook:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert all(column.width > 5 for column in sheet.column_dimensions.values())


def test_columns_with_fixed_words_offer_them(plan):
    offered = {str(each.sqref): each.formula1 for each in plan.data_validations.dataValidation}
    assert list(offered) == ["B2:B105", "F2:F105", "G2:G105"]
    assert plan["F2"].value in offered["F2:F105"]


def test_no_cell_is_a_formula():
    found = openpyxl.load_workbook(io.BytesIO(made("xlsx", record=hostile_record())["content"]))
    for sheet in found:
        for row in sheet.rows:
            assert {cell.data_type for cell in row} <= {"s", "n", "d", "inlineStr"}
    plan = found.worksheets[0]
    assert plan.max_row == 201
    # Those that look like one stay text when somebody edits the cell.
    assert [plan.cell(row, 1).quotePrefix for row in range(2, 7)] == [True] * 4 + [False]
    assert plan.cell(2, 1).value == HOSTILE[0]


def test_text_that_looks_like_an_escaped_sign_stays_as_it_is():
    content = made("xlsx", record=hostile_record())["content"]
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "_x005F_x000A_ &lt;b&gt;" in sheet


def test_long_list_of_columns_has_letters_beyond_z():
    columns = [{"key": "measure"}, *({"key": f"c{number}"} for number in range(30))]
    more = {f"c{number}": f"Text {number}" for number in range(30)}
    measures = [{"id": "m1", "text": "Kran", "more": more}]
    content = made(
        "xlsx", body=body(plan=columns), record=record() | {"plan": {"measures": measures}}
    )["content"]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet["AE2"].value == "Text 29"


def test_day_that_does_not_exist_stays_text():
    measures = [{"id": "m1", "text": "Kran", "until": "2026-02-30"}]
    content = made("xlsx", record=record() | {"plan": {"measures": measures}})["content"]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet["D2"].value == "2026-02-30"
