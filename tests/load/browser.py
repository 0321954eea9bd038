"""A lean browser: one request after another, cookies kept, every answer checked for a word that must stand in it."""

import time
import uuid
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from tests.load.figures import Figures
from tests.load.pages import Fields, form_with

PATIENCE = 60.0
"""Seconds until a client gives a request up."""


class Fault(Exception):  # noqa: N818 (named for what happened)
    """An answer was not what it should be, or there was none."""


class NoAnswer(Fault):
    """The line broke: the product may have done what it was asked, or not."""


@dataclass
class Answer:
    """What came back."""

    status: int
    address: str
    content: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        """The page."""
        return self.content.decode(errors="replace")

    @property
    def location(self) -> str:
        """Where it leads, without the host."""
        parts = urlsplit(self.headers.get("location", ""))
        return parts.path + (f"?{parts.query}" if parts.query else "")


class Browser:
    """One person's browser. `at` is the address that a proxy would tell the product, a different one for each."""

    def __init__(self, port: int, figures: Figures, *, at: str = "192.0.2.1") -> None:
        self.port, self.figures, self.at = port, figures, at
        self.cookies: dict[str, str] = {}

    def get(self, kind: str, address: str, word: str, *, status: int = 200) -> Answer:
        """Open a page, follow where it leads, and look for a word on it."""
        return self._asked(kind, "GET", address, word=word, status=status)

    def press(
        self, kind: str, page: Answer, field: str, word: str = "", /, *, status: int = 200, **values: str
    ) -> Answer:
        """Send the form of a page that has `field` ("": that sends to the page itself), with some values changed."""
        form = form_with(page.text, field)
        return self.send(kind, urljoin(page.address, form.action), form.filled(**values), word, status=status)

    def send(self, kind: str, address: str, fields: Fields, word: str = "", *, status: int = 200) -> Answer:
        """Send fields."""
        data = urlencode(fields).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._asked(kind, "POST", address, data, headers, word=word, status=status)

    def post_once(self, kind: str, address: str, fields: Fields) -> Answer:
        """Send fields and return the answer itself, whatever it is and wherever it leads.

        Raises:
            NoAnswer: the line broke.
        """
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        began = time.monotonic()
        try:
            answer = self._once("POST", address, urlencode(fields).encode(), headers)
        except (OSError, HTTPException) as error:
            self.figures.note(kind, time.monotonic() - began, type(error).__name__)
            raise NoAnswer(kind, type(error).__name__) from error
        fault = f"answered {answer.status}" if answer.status >= 400 else ""
        self.figures.note(kind, time.monotonic() - began, fault)
        return answer

    def upload(self, kind: str, page: Answer, field: str, data: bytes, word: str) -> Answer:
        """Send a file with the form of a page that has `field`."""
        form = form_with(page.text, field)
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in form.fields
        ]
        parts.append(
            f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="pool.csv"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        )
        body = "".join(parts).encode() + data + f"\r\n--{mark}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        address = urljoin(page.address, form.action)
        return self._asked(kind, "POST", address, body, headers, word=word, status=200)

    def _asked(
        self,
        kind: str,
        how: str,
        address: str,
        data: bytes | None = None,
        headers: Any = None,
        *,
        word: str,
        status: int,
    ) -> Answer:
        """Ask, note how long each answer took, and go where it leads, which counts as an answer of the same kind."""
        for _each in range(5):
            began = time.monotonic()
            try:
                answer = self._once(how, address, data, headers)
            except (OSError, HTTPException) as error:
                self.figures.note(kind, time.monotonic() - began, type(error).__name__)
                raise NoAnswer(kind, type(error).__name__) from error
            took = time.monotonic() - began
            is_elsewhere = answer.status in (301, 302, 303) and status == 200
            fault = "" if is_elsewhere else _fault(answer, word, status)
            self.figures.note(kind, took, fault)
            if fault:
                raise Fault(kind, address, fault, answer)
            if not is_elsewhere:
                return answer
            how, address, data, headers = "GET", urljoin(address, answer.location), None, None
        raise Fault(kind, address, "goes round in a circle")

    def _once(self, how: str, address: str, data: bytes | None, headers: Any) -> Answer:
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        host = f"127.0.0.1:{self.port}"
        sent = {
            "Host": host,
            "Accept-Encoding": "identity",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Referer": f"https://{host}{urlsplit(address).path}",
            "X-Forwarded-For": self.at,
            "X-Forwarded-Proto": "https",
            "Connection": "close",
            **(headers or {}),
        }
        try:
            line.request(how, address, data, sent)
            response = line.getresponse()
            content = response.read()
        finally:
            line.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
        kept = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, urlsplit(address).path, content, kept)


def _fault(answer: Answer, word: str, status: int) -> str:
    if answer.status != status:
        return f"answered {answer.status} at {answer.address}"
    return "" if word.encode() in answer.content else f"lacks “{word}”"
