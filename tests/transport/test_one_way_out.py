"""Only omwagtail.transport opens connections."""

import ast
from pathlib import Path

import pytest

import omwagtail

PACKAGE = Path(omwagtail.__file__).parent
NETWORK_MODULES = (
    "aiohttp",
    "asyncio",
    "asyncore",
    "boto3",
    "curl_cffi",
    "django.core.mail",
    "ftplib",
    "geventhttpclient",
    "http.client",
    "httpcore",
    "httplib2",
    "httpx",
    "imaplib",
    "multiprocessing.connection",
    "nntplib",
    "paramiko",
    "poplib",
    "pycurl",
    "requests",
    "requests_toolbelt",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "tornado",
    "treq",
    "twisted",
    "urllib.request",
    "urllib3",
    "wagtail.embeds",
    "webbrowser",
    "websocket",
    "websockets",
    "wsgiref",
    "xmlrpc.client",
)
# They could do anything, a network's client among it.
ANYTHING = (
    "cffi",
    "ctypes",
    "importlib.import_module",
    "importlib.util",
    "os.popen",
    "os.system",
    "pty",
    "runpy",
    "subprocess",
)
CALLS = ("__import__", "eval", "exec", "import_module", "import_string", "popen", "system")
# Who may, and why.
ALLOWED = {
    # Starts om_work itself, several times.
    "processes.py": {"subprocess"},
    # Tries out the middleware that the project itself names in its settings.
    "embed/checks.py": {
        "django.utils.module_loading",
        "django.utils.module_loading.import_string",
        "import_string",
    },
    # What Wagtail asks a finder for; the finder asks transport, and Wagtail's own one is not used.
    "embed/finder.py": {
        "wagtail.embeds.exceptions",
        "wagtail.embeds.exceptions.EmbedNotFoundException",
        "wagtail.embeds.finders.base",
        "wagtail.embeds.finders.base.EmbedFinder",
    },
    # Keeps what the finder found in Wagtail's table.
    "embed/blocks.py": {
        "wagtail.embeds.exceptions",
        "wagtail.embeds.exceptions.EmbedException",
        "wagtail.embeds.exceptions.EmbedNotFoundException",
        "wagtail.embeds.models",
        "wagtail.embeds.models.Embed",
    },
}


def imported_modules(source: str) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            modules.add(node.module)
            modules |= {f"{node.module}.{alias.name}" for alias in node.names}
    return modules


def network_modules_in(source: str) -> set[str]:
    return {
        module
        for module in imported_modules(source)
        if any(f"{module}.".startswith(f"{known}.") for known in (*NETWORK_MODULES, *ANYTHING))
    } | called_in(source)


def called_in(source: str) -> set[str]:
    """Calls by which a module can be had without an import that is seen."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    names |= {call.attr for call in calls if isinstance(call, ast.Attribute)}
    return names & set(CALLS)


@pytest.mark.parametrize(
    "source",
    [
        "import requests",
        "import urllib3.util as u",
        "from urllib import request",
        "def late():\n    from http.client import HTTPConnection",
        "from socket import create_connection",
        "import asyncio",
        "from subprocess import run",
        "import os\nos.system('curl https://example.org')",
        "from django.utils.module_loading import import_string\nimport_string('requests.get')",
        "__import__('requests')",
        "from wagtail.embeds.embeds import get_embed",
        "from django.core.mail import send_mail",
        "from multiprocessing.connection import Client",
    ],
)
def test_an_import_of_a_network_module_is_noticed(source):
    assert network_modules_in(source)


def test_no_other_room_imports_a_network_module():
    offenders = {
        str(file.relative_to(PACKAGE)): found
        for file in PACKAGE.rglob("*.py")
        if "transport" not in file.relative_to(PACKAGE).parts[:1]
        and (found := network_modules_in(file.read_text(encoding="utf-8")) - _allowed(file))
    }
    assert offenders == {}


def _allowed(file: Path) -> set[str]:
    return ALLOWED.get(str(file.relative_to(PACKAGE)), set())
