"""The line that each harvest leaves in the log."""

import logging
import shlex

import pytest

from omwagtail.harvest.models import Run
from omwagtail.harvest.run_log import log_run
from tests.harvest.conftest import read

pytestmark = pytest.mark.django_db

LOGGER = "omwagtail.harvest.run"


@pytest.fixture
def log(caplog):
    """What is logged from the level INFO on."""
    caplog.set_level(logging.INFO, logger=LOGGER)
    return caplog


def lines_of(log) -> list[logging.LogRecord]:
    return [record for record in log.records if record.name == LOGGER]


def fields_of(record) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in shlex.split(record.getMessage()))


def test_each_harvest_leaves_one_line(publisher, source, log):
    publisher.publish(title="GEHEIM")
    read(source)
    [record] = lines_of(log)
    found = fields_of(record)
    seconds = float(found.pop("seconds"))
    assert seconds >= 0
    assert found == {
        "source": publisher.origin,
        "pages": "1",
        "entries": "1",
        "added": "1",
        "changed": "0",
        "withdrawn": "0",
        "parked": "0",
        "result": "ok",
    }
    assert "GEHEIM" not in record.getMessage()


def test_a_harvest_without_news_leaves_one_too(source, log):
    read(source)
    read(source)
    assert [(line.levelname, line.entries, line.result) for line in lines_of(log)] == [
        ("INFO", 0, "ok")
    ] * 2


def test_a_failure_is_a_warning_with_its_reason(publisher, source, log):
    publisher.intercept = lambda path: (503, {}, b"")
    read(source)
    [record] = lines_of(log)
    assert (record.levelname, record.result) == ("WARNING", "failed")
    assert "503" in fields_of(record)["error"]
    assert "503" in record.error


def test_a_source_that_is_not_read_to_its_end_is_unfinished(publisher, source, log):
    from omwagtail.harvest.harvesting import harvest

    publisher.page_size = 1
    for name in "abc":
        publisher.publish(name)
    harvest(source, time_slice=0)
    assert [(line.result, line.pages) for line in lines_of(log)] == [("unfinished", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "x\nsource=https://evil.example result=ok",
        'x" result="ok',
        "x\r\n",
        "x\u2028y",
        "\x1b[2J",
        "‮x",
        "\x85",
    ],
)
def test_no_text_from_elsewhere_begins_a_line_or_a_field(source, log, text):
    run = Run(source=source, error=text)
    run.finished = run.started
    log_run(run, finished=False)
    [line] = lines_of(log)
    assert line.getMessage().isprintable()
    assert fields_of(line)["result"] == "failed"
    assert fields_of(line)["source"] == source.origin
    assert line.error.isprintable()
