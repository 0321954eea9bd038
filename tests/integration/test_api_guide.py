"""Every command of docs/guide-api.md does what the guide says."""

import re
import shlex

import pytest
from django.conf import settings
from django.test import Client

from assembly.connections.api.document import openapi_document
from tests.factories import AssemblyFactory
from tests.factories_api import fill_assembly, make_access

pytestmark = pytest.mark.django_db

GUIDE = (settings.ROOT / "docs" / "guide-api.md").read_text()
SITE = "https://assembly.example"
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]


def parts_of(command):
    """Read a command as a shell would: its headers and its address."""
    program, *words = shlex.split(command)
    assert program == "curl"
    headers = {}
    while words[0] == "-H":
        name, _colon, value = words[1].partition(": ")
        headers[name] = value
        words = words[2:]
    (address,) = words
    return headers, address


def test_every_command_is_answered():
    """On one assembly with something at every address."""
    assembly = fill_assembly(AssemblyFactory(slug="riverbend"))
    secret = make_access(assembly).secret
    for command in COMMANDS:
        headers, address = parts_of(command)
        sent = {name: value.replace("$TOKEN", secret) for name, value in headers.items()}
        answer = Client().get(address.removeprefix(SITE), headers=sent)
        assert answer.status_code == 200, command
        assert answer["Content-Type"].startswith("application/json"), command


def test_the_guide_shows_every_public_address():
    """Those with a token are on the page of the API."""
    shown = {parts_of(command)[1].removeprefix(SITE).partition("?")[0] for command in COMMANDS}
    public = [
        path for path, methods in openapi_document()["paths"].items() if "security" not in methods["get"]
    ]
    assert [path for path in public if path.format(slug="riverbend", number=1) not in shown] == []
