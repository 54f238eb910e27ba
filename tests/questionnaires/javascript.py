"""Calls of the ES modules' functions: in Node where that is installed, else in Chromium."""

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from omwagtail.runner.assets import asset

CHROMIUM = os.environ.get("OMWAGTAIL_TEST_CHROMIUM", "/usr/bin/chromium")

MODULES = ("questionnaires.js", "planning.js", "record.js", "comparison.js")
# Python's names, each as JavaScript writes it. What JSON cannot say travels as an object.
CALL_ALL = """calls.map(({ function: name, arguments: given }) => {
    try {
        const result = module[name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())](...given);
        return result instanceof Map ? Object.fromEntries(result) : result;
    } catch (error) {
        return { raised: error.message };
    }
})"""


def call_javascript(calls):
    """The results of ``calls``, each an object with ``function`` and ``arguments``."""
    if shutil.which("node"):
        return _in_node(calls)
    if Path(CHROMIUM).exists():
        return _in_chromium(calls)
    pytest.skip(f"neither node on the PATH nor Chromium at {CHROMIUM} (OMWAGTAIL_TEST_CHROMIUM)")


def _in_node(calls):
    program = f"""
        import {{ readFileSync }} from "node:fs";
        const module = {{ {_imports()} }};
        const calls = JSON.parse(readFileSync(0, "utf8"));
        process.stdout.write(JSON.stringify({CALL_ALL}));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", program],
        input=json.dumps(calls).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def _in_chromium(calls):
    from playwright.sync_api import sync_playwright

    program = f"""async (text) => {{
        const module = {{ {_imports()} }};
        const calls = JSON.parse(text);
        return JSON.stringify({CALL_ALL});
    }}"""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            answer = browser.new_page().evaluate(program, json.dumps(calls))
        finally:
            browser.close()
    return json.loads(answer)


def _imports():
    """The modules as they are served, put together and without comments."""
    texts = [asset(name).content for name in MODULES]
    return ", ".join(f"...await import({json.dumps(_address(text))})" for text in texts)


def _address(text):
    """As data, so that neither a file type nor a server decides whether it is a module."""
    return "data:text/javascript;base64," + base64.b64encode(text).decode()
