"""The one place of connections that opens sockets: it hands one message to one address, and never more than that.

The other side may be hostile, and so may whoever entered its address. Therefore a name is looked up once, every address
to which it leads must be a public one, and the connection is made to that very address: a name that leads elsewhere a
moment later (“DNS rebinding”) gains nothing. The certificate is checked for the name. No redirect is followed, nothing
of an answer is kept but its number and how long to wait, and the whole takes ten seconds at most, however slowly the
other side speaks. Proxies named in the environment are not used.
"""

import http.client
import io
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings

from assembly.connections.enums_webhooks import Trouble
from assembly.connections.webhook_addresses import AddressNotAllowed, Target, is_public, read_address

SECONDS = 10.0
LARGEST_ANSWER = 64 * 1024
"""Bytes; what comes after them is not read."""
AGENT = "Assembly-Webhooks/1"


class NotDelivered(Exception):  # noqa: N818 (errors are named for what happened)
    """The message was not taken, or nobody knows whether it was.

    answer: the number of the answer, if any. wait: how long the other side asks to be left alone.
    """

    def __init__(self, trouble: Trouble, answer: int | None = None, wait: timedelta | None = None) -> None:
        super().__init__(trouble)
        self.trouble, self.answer, self.wait = trouble, answer, wait


def addresses_of(host: str, port: int) -> list[str]:
    """Look a name up; return the addresses of the machines to which it leads.

    Raises:
        OSError: nobody knows the name.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_kinds, where in found))


def usual_tls() -> ssl.SSLContext:
    """Return how encrypted connections are made: as browsers do; `WEBHOOK_CA_FILE` is believed besides."""
    context = ssl.create_default_context()
    if settings.WEBHOOK_CA_FILE:
        context.load_verify_locations(settings.WEBHOOK_CA_FILE)
    return context


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the world outside is asked: a test puts its own servers in place of it."""

    lookup: Callable[[str, int], list[str]] = addresses_of
    is_allowed: Callable[[str], bool] = is_public
    tls: Callable[[], ssl.SSLContext] = usual_tls
    seconds: float = SECONDS
    ports: Mapping[int, int] = field(default_factory=dict)
    """Port of an address → the port that is truly opened."""


def target_of(address: str) -> Target:
    """Take an address apart by the rules of this installation.

    Raises:
        AddressNotAllowed: it is none that the house writes to.
    """
    return read_address(address, ports=settings.WEBHOOK_PORTS, plain_hosts=settings.WEBHOOK_PLAIN_HOSTS)


def is_own_machine(target: Target) -> bool:
    """Whether the settings name a host as one for trying, which may stand anywhere."""
    return bool({target.host, f"{target.host}:{target.port}"} & set(settings.WEBHOOK_PLAIN_HOSTS))


def post(
    address: str, body: bytes, headers: Mapping[str, str], *, surroundings: Surroundings | None = None
) -> int:
    """Send one message and return the number of the answer, which is from 200 to 299.

    Raises:
        NotDelivered: it was not taken, or the line broke before anybody said so.
    """
    around = surroundings or Surroundings()
    deadline = _Deadline(around.seconds)
    try:
        target = target_of(address)
    except AddressNotAllowed as error:
        raise NotDelivered(Trouble.ADDRESS) from error
    with _connected(target, around, deadline) as line:
        code, wait = _exchange(line, _request(target, body, headers), deadline)
    if 200 <= code <= 299:
        return code
    if code == http.client.GONE:
        raise NotDelivered(Trouble.GONE, code)
    raise NotDelivered(Trouble.REDIRECT if 300 <= code <= 399 else Trouble.ANSWER, code, wait)


class _Deadline:
    """What is left of the time for one message."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            TimeoutError: none.
        """
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


def _looked_up(target: Target, around: Surroundings, deadline: _Deadline) -> list[str]:
    """Look the name up; the system's own look-up knows no time limit, so it is left behind where it takes too long."""
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(around.lookup(target.host, target.port))
        except OSError as error:
            answers.put(error)
        except UnicodeError:
            answers.put(OSError("not a name"))

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=deadline.left())
    except (queue.Empty, TimeoutError) as error:
        raise NotDelivered(Trouble.TOO_SLOW) from error
    if isinstance(found, OSError) or not found:
        raise NotDelivered(Trouble.NO_NAME)
    # One address inside is enough to refuse them all: which of them is used would be left to chance.
    if not is_own_machine(target) and not all(map(around.is_allowed, found)):
        raise NotDelivered(Trouble.FORBIDDEN)
    return found


def _connected(target: Target, around: Surroundings, deadline: _Deadline) -> socket.socket:
    """Connect to the first of the machine's addresses that answers, encrypted unless the target is plain."""
    trouble = Trouble.REFUSED
    for address in _looked_up(target, around, deadline):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(deadline.left())
            # The address is a number: nothing is looked up again.
            line.connect((address, around.ports.get(target.port, target.port)))
            if target.is_plain:
                return line
            line.settimeout(deadline.left())
            return around.tls().wrap_socket(line, server_hostname=target.host)
        except TimeoutError:
            trouble = Trouble.TOO_SLOW
        except ssl.SSLCertVerificationError:
            trouble = Trouble.CERTIFICATE
        except (ssl.SSLError, ConnectionError) as error:
            trouble = Trouble.REFUSED if isinstance(error, ConnectionRefusedError) else Trouble.TLS
        except OSError:
            trouble = Trouble.REFUSED
        line.close()
    raise NotDelivered(trouble)


def _request(target: Target, body: bytes, headers: Mapping[str, str]) -> bytes:
    lines = {
        "Host": target.host_header,
        "User-Agent": AGENT,
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Accept": "*/*",
        "Connection": "close",
        **headers,
    }
    head = f"POST {target.path} HTTP/1.1\r\n" + "".join(f"{name}: {said}\r\n" for name, said in lines.items())
    return head.encode("ascii") + b"\r\n" + body


def _exchange(line: socket.socket, request: bytes, deadline: _Deadline) -> tuple[int, timedelta | None]:
    """Say the request; return the number of the answer and how long to wait, and let the other side finish."""
    answer = http.client.HTTPResponse(_Ear(line, deadline), method="POST")  # type: ignore[arg-type]
    try:
        line.settimeout(deadline.left())
        line.sendall(request)
        answer.begin()
    except TimeoutError as error:
        raise NotDelivered(Trouble.TOO_SLOW) from error
    except (ConnectionError, ssl.SSLEOFError) as error:
        raise NotDelivered(Trouble.NO_ANSWER) from error
    except ssl.SSLError as error:
        raise NotDelivered(Trouble.TLS) from error
    except (http.client.HTTPException, ValueError, OSError) as error:
        raise NotDelivered(Trouble.NOT_HTTP) from error
    try:
        # Some machines take a line that is cut off for a failure of theirs. What they say is dropped.
        while answer.read(8192):
            pass
    except (OSError, http.client.HTTPException, ValueError):
        pass
    finally:
        answer.close()
    return answer.status, _wait_asked_for(answer)


def _wait_asked_for(answer: http.client.HTTPResponse) -> timedelta | None:
    """Read `Retry-After` where it is a number of seconds; a date would have to be believed to tell the time rightly."""
    said = answer.getheader("Retry-After", "")
    return timedelta(seconds=int(said)) if re.fullmatch("[0-9]{1,6}", said, re.ASCII) else None


class _TooMuch(ValueError):  # noqa: N818
    """More was said than is listened to."""


class _Ear(io.RawIOBase):
    """Listens to the end of the time, or until enough was said."""

    def __init__(self, line: socket.socket, deadline: _Deadline) -> None:
        self._line, self._deadline, self._left = line, deadline, LARGEST_ANSWER

    def makefile(self, mode: str) -> io.BufferedReader:  # noqa: ARG002 (the signature is a socket's)
        """Be read as a socket is."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]
        """Take what comes, in what is left of the time; each time anew, so that no drip by drip outlasts it."""
        if self._left <= 0:
            raise _TooMuch
        self._line.settimeout(self._deadline.left())
        count = self._line.recv_into(room, min(len(room), self._left))
        self._left -= count
        return count
