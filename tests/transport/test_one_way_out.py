"""Only omwagtail.transport opens connections."""

import ast
from pathlib import Path

import pytest

import omwagtail

PACKAGE = Path(omwagtail.__file__).parent
NETWORK_MODULES = (
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "xmlrpc.client",
)


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
        if any(f"{module}.".startswith(f"{known}.") for known in NETWORK_MODULES)
    }


@pytest.mark.parametrize(
    "source",
    [
        "import requests",
        "import urllib3.util as u",
        "from urllib import request",
        "def late():\n    from http.client import HTTPConnection",
        "from socket import create_connection",
    ],
)
def test_an_import_of_a_network_module_is_noticed(source):
    assert network_modules_in(source)


def test_no_other_room_imports_a_network_module():
    offenders = {
        str(file.relative_to(PACKAGE)): found
        for file in PACKAGE.rglob("*.py")
        if "transport" not in file.relative_to(PACKAGE).parts[:1]
        and (found := network_modules_in(file.read_text(encoding="utf-8")))
    }
    assert offenders == {}
