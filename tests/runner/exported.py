"""Files as the served module makes them: in Node where that is installed, else in Chromium."""

import base64
import copy
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from omwagtail.questionnaires import clean_record
from omwagtail.runner.assets import asset
from tests import services
from tests.runner.definitions import body

NOW = "2026-11-28T09:30:00Z"
DOCUMENT = {
    "id": "https://hwk.example/om/checks/1",
    "title": "Betriebs-Check: Prüfen & Verbessern",
    "code": "Beispiel 1",
    "url": "https://hwk.example/checks/betrieb/",
    "publisher": "Handwerkskammer",
    "language": "de",
}
MEASURES = [
    {
        "id": "m1",
        "text": "Ziele aufschreiben",
        "checkpoint": "z1",
        "suggestion": "m1",
        "priority": "high",
        "who": "Geschäftsführung",
        "until": "2026-12-31",
        "control": "Im Januar ansehen",
    },
    {"id": "m2", "text": "Wochentag festlegen", "checkpoint": "g1", "until": "2027-02-01"},
    {"id": "m3", "text": "Aushang", "done": True, "effect": "partly", "until": "2026-10-01"},
    {"id": "m4", "text": "Ohne Tag"},
]
ANSWERS = {"z1": "much", "z2": "not-applicable", "g1": "none"}
NOTES = {"z1": "Zuletzt 2019.\n- nie wieder besprochen"}

# What people, or those who mean harm, may write into any field.
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "  \t=1+1",
    "＝HYPERLINK(1)",
    "-2 Stunden",
    '"Zitat"; mit, Semikolon',
    "Zeile 1\r\nZeile 2\r=1\n\n@Zeile 3",
    "\u05e9\u05dc\u05d5\u05dd \u202eabc\u202c",
    "Ziel 🎯👩‍🔧 erreicht",
    "a\x00b\x07c\x1bd\x7f",
    "\ud83d allein \udfff",
    "_x000A_ <b>&amp;</b> ]]> ' \\n",
    "\ufffe\uffff",
    "é" * 120 + "🎯" * 60,
    "constructor",
    "\u22125 Grad",
]


def record(measures: list[dict[str, Any]] = MEASURES, **members: Any) -> dict[str, Any]:
    whole = {
        "check": {"id": DOCUMENT["id"], "title": DOCUMENT["title"]},
        "edition": {"number": 2, "date": "2026-03-31"},
        "date": "2026-11-28",
        "name": "Werkstatt",
        "answers": ANSWERS,
        "notes": NOTES,
        "plan": {"measures": measures},
    }
    return clean_record(body(), copy.deepcopy(whole | members))


def hostile_record(count: int = 200) -> dict[str, Any]:
    """Full of what no file must trip over. Not cleaned: the module is to stand it by itself."""
    texts = [HOSTILE[number % len(HOSTILE)] for number in range(count)]
    measures = [
        {"id": f"m{number}", "text": text, "who": text, "control": text, "until": "2026-12-31"}
        for number, text in enumerate(texts)
    ]
    notes = {"z1": "\n".join(HOSTILE), "g1": HOSTILE[0]}
    return record() | {"name": HOSTILE[4], "notes": notes, "plan": {"measures": measures}}


def data(**members: Any) -> dict[str, Any]:
    """What the module's ``make`` is given."""
    whole = {
        "body": body(),
        "record": record(),
        "document": DOCUMENT,
        "edition": {"number": 2, "date": "2026-03-31"},
        "today": "2026-11-28",
        "now": NOW,
    }
    return whole | members


PROGRAM = """async ([address, text]) => {
    const { fileName, make } = await import(address);
    const { format, data, without } = JSON.parse(text);
    for (const name of without) delete globalThis[name];
    const file = await make(format, data);
    const content = [...new Uint8Array(await file.arrayBuffer())];
    return JSON.stringify({ content, type: file.type, name: fileName(format, data) });
}"""


def made(format: str, /, *, without: tuple[str, ...] = (), **members: Any) -> dict[str, Any]:
    """``content`` (bytes), ``type`` and ``name`` of the file of ``data(**members)``.

    ``without`` are names of what an older browser does not have.
    """
    call = {"format": format, "data": data(**members), "without": without}
    given = [_address(), json.dumps(call)]
    found = json.loads(_in_node(given) if shutil.which("node") else _in_chromium(given))
    return found | {"content": bytes(found["content"])}


def _in_node(given: list[str]) -> bytes:
    program = f"""
        import {{ readFileSync }} from "node:fs";
        const given = JSON.parse(readFileSync(0, "utf8"));
        process.stdout.write(await ({PROGRAM})(given));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", program],
        input=json.dumps(given).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def _in_chromium(given: list[str]) -> str:
    from playwright.sync_api import sync_playwright

    path = services.chromium()
    if not Path(path).exists():
        pytest.skip(f"neither node on the PATH nor Chromium at {path} (OMWAGTAIL_TEST_CHROMIUM)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            return browser.new_page().evaluate(PROGRAM, given)
        finally:
            browser.close()


def _address() -> str:
    """As data, so that neither a file type nor a server decides whether it is a module."""
    return "data:text/javascript;base64," + base64.b64encode(asset("exports.js").content).decode()
