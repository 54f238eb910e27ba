"""The ES module gives what Python gives: on every vector, and on many random definitions.

It runs in Node where that is installed, else in Chromium.
"""

import base64
import json
import os
import random
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from omwagtail.questionnaires import NOT_APPLICABLE, result_as_json, score
from tests.questionnaires.vectors import VECTORS

MODULE = files("omwagtail") / "static" / "omwagtail" / "scoring.js"
CHROMIUM = os.environ.get("OMWAGTAIL_TEST_CHROMIUM", "/usr/bin/chromium")

SCORE_ALL = "cases.map(({body, answers}) => score(body, answers))"


def score_in_node(cases):
    program = f"""
        import {{ readFileSync }} from "node:fs";
        const {{ score }} = await import({json.dumps(module_address())});
        const cases = JSON.parse(readFileSync(0, "utf8"));
        process.stdout.write(JSON.stringify({SCORE_ALL}));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", program],
        input=json.dumps(cases).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def score_in_chromium(cases):
    from playwright.sync_api import sync_playwright

    program = f"""async ([address, text]) => {{
        const {{ score }} = await import(address);
        const cases = JSON.parse(text);
        return JSON.stringify({SCORE_ALL});
    }}"""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            answer = browser.new_page().evaluate(program, [module_address(), json.dumps(cases)])
        finally:
            browser.close()
    return json.loads(answer)


def module_address():
    """As data, so that neither a file type nor a server decides whether it is a module."""
    return "data:text/javascript;base64," + base64.b64encode(MODULE.read_bytes()).decode()


@pytest.fixture(scope="module")
def score_in_javascript():
    if shutil.which("node"):
        return score_in_node
    if Path(CHROMIUM).exists():
        return score_in_chromium
    pytest.skip(f"neither node on the PATH nor Chromium at {CHROMIUM} (OMWAGTAIL_TEST_CHROMIUM)")


@pytest.fixture(scope="module")
def results(score_in_javascript):
    return dict(zip(VECTORS, score_in_javascript(list(VECTORS.values())), strict=True))


@pytest.mark.parametrize("name", VECTORS)
def test_vector(name, results):
    assert results[name] == VECTORS[name]["result"]


def test_random_definitions_score_alike(score_in_javascript):
    chance = random.Random(1)
    cases = [random_case(chance) for _ in range(500)]
    expected = [result_as_json(score(case["body"], case["answers"])) for case in cases]
    assert score_in_javascript(cases) == expected


def random_case(chance):
    greatest = chance.choice([1, 3, 100, 2**53 - 1])
    levels = [
        {"key": f"level-{i}", "need": chance.randint(0, greatest)}
        for i in range(chance.randint(1, 5))
    ]
    sections = [
        {
            "id": f"s{place}",
            "checkpoints": [
                {"id": f"s{place}c{i}", "weight": chance.choice([None, 0, 1, 2, greatest])}
                for i in range(chance.randint(0, 5))
            ],
        }
        for place in range(chance.randint(0, 4))
    ]
    bands = [
        {"scope": chance.choice(["section", "whole"]), "from": start, "to": start + 30}
        for start in chance.sample(range(90), 5)
    ]
    answers = {
        checkpoint["id"]: chance.choice([NOT_APPLICABLE, "other", *(key["key"] for key in levels)])
        for section in sections
        for checkpoint in section["checkpoints"]
        if chance.random() < 0.8
    }
    scale = {"levels": levels} | ({"not_applicable": {}} if chance.random() < 0.5 else {})
    return {"body": {"scale": scale, "sections": sections, "bands": bands}, "answers": answers}
