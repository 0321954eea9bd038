"""What is logged about personal links: that one was opened, never which."""

import io
import json
import logging
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.test import Client

from assembly.log import line_formatter, without_secrets
from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "abcd-efgh-jkmn-pqrs-tuvw-xyz2-34"


@pytest.mark.parametrize(
    ("line", "stripped"),
    [
        (f"Not Found: /answer/{TOKEN}/", "Not Found: /answer/[hidden]/"),
        (f'"GET /answer/{TOKEN} HTTP/1.1" 301', '"GET /answer/[hidden] HTTP/1.1" 301'),
        (f"https://x.example/answer/{TOKEN}?a=1", "https://x.example/answer/[hidden]?a=1"),
        (f'"GET /calendar/{TOKEN}.ics HTTP/1.1" 200', '"GET /calendar/[hidden] HTTP/1.1" 200'),
        (f"/ANSWER/{TOKEN}/", "/ANSWER/[hidden]/"),
        ("POST /invitations/s3cret-_/", "POST /invitations/[hidden]/"),
        ("/accounts/password/reset/key/1-abc/", "/accounts/password/reset/key/[hidden]/"),
        ("GET /submissions/0b1c-2d/ HTTP", "GET /submissions/[hidden]/ HTTP"),
        ("/assemblies/clean-air/answers/", "/assemblies/clean-air/answers/"),
        (
            r'{"exception": "duplicate key\nDETAIL:  Key (email)=(a\"b@x.org) exists.\n\nThe above", "level": 1}',
            r'{"exception": "duplicate key\nDETAIL:  [hidden]\n\nThe above", "level": 1}',
        ),
        ('"…\\nDETAIL:  Failing row contains (1, Mei)."}', '"…\\nDETAIL:  [hidden]"}'),
    ],
)
def test_secret_parts_of_addresses_are_taken_out_of_lines(line, stripped):
    assert without_secrets(line) == stripped


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_what_django_logs_about_a_link_does_not_name_it(method):
    """A link that leads nowhere and a method that does not exist are both worth a warning."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(line_formatter())
    log = logging.getLogger("django.request")
    log.addHandler(handler)
    try:
        getattr(Client(), method)(f"/answer/{TOKEN}/")
    finally:
        log.removeHandler(handler)
    assert "/answer/[hidden]/" in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_a_traceback_does_not_name_it():
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(line_formatter())
    log = logging.Logger("own")
    log.addHandler(handler)
    try:
        raise ValueError(f"/answer/{TOKEN}/")
    except ValueError:
        log.exception("while answering %s", f"/answer/{TOKEN}/")
    assert "while answering /answer/[hidden]/" in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_what_the_web_server_writes_about_a_link_does_not_name_it(tmp_path):
    """Gunicorn as an installation starts it, with the access log on; what it wrote of voting and surveys is nothing."""
    port = free_port()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "assembly.project.settings_test"}
    environment.pop("DATABASE_URL", None)  # a file that is not there
    command = [sys.executable, "-m", "gunicorn", "assembly.project.wsgi:application", "--no-control-socket"]
    with (tmp_path / "log").open("wb") as file:
        server = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}", "--access-logfile", "-"],
            cwd=ROOT,
            env=environment | {"ASSEMBLY_VAR": str(tmp_path), "WEB_CONCURRENCY": "1"},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            for way in ("/vote/", "/survey/", f"/survey/{TOKEN}/", f"/answer/{TOKEN}", f"/answer/{TOKEN}/"):
                request = urllib.request.Request(
                    f"http://127.0.0.1:{port}{way}",
                    headers={"Referer": f"http://127.0.0.1:{port}/answer/{TOKEN}/"},
                )
                assert _ask(request)["Server"] == "assembly"  # and not by which program
        finally:
            server.terminate()
            server.wait(timeout=60)
    written = (tmp_path / "log").read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    answered = [line for line in lines if line["logger"] == "gunicorn.access"]
    # There is no database here, and the client goes where it is led.
    assert [(line["method"], line["address"], line["status"]) for line in answered] == [
        ("GET", "/answer/[hidden]", 301),
        ("GET", "/answer/[hidden]/", 503),
        ("GET", "/answer/[hidden]/", 503),
    ]
    numbers = {line["request"] for line in answered}
    assert len(numbers) == 3
    # Lines about voting and surveys have no number.
    assert {
        line["request"] for line in lines if line["logger"] == "django.request" and "request" in line
    } < numbers
    assert "127.0.0.1" not in "".join(map(str, answered))
    assert TOKEN not in written
    assert "/vote/" not in written
    # An error has its line all the same, without the secret part.
    assert set(re.findall(r"/survey/[^\s\"]*", written)) <= {"/survey/[hidden]/"}


def _ask(request):
    """Ask as soon as the server is there; return the headers, whatever it answers."""
    for _each in range(900):
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310 (our own server)
                return answer.headers
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.headers
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail("the web server did not come up")
