"""Real machines that receive webhooks: well-behaved and hostile ones, with and without encryption, on the loopback."""

import contextlib
import ipaddress
import socketserver
import ssl
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

OK = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
Answer = Callable[["_Dialogue"], None]


def says(text: bytes) -> Answer:
    """Answer with these bytes, and hang up."""
    return lambda dialogue: dialogue.wfile.write(text)


def status(code: int, *headers: str) -> Answer:
    """Answer with a number."""
    head = "".join(f"{header}\r\n" for header in headers)
    return says(f"HTTP/1.1 {code} So\r\nContent-Length: 0\r\nConnection: close\r\n{head}\r\n".encode())


def drips(dialogue: "_Dialogue") -> None:
    """Answer byte by byte, for ever: each comes in time, the whole never."""
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 10_000:
        dialogue.wfile.write(bytes([byte]))
        time.sleep(0.05)


def drips_after_the_number(dialogue: "_Dialogue") -> None:
    """Take the message, and then talk on and on."""
    dialogue.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _each in range(10_000):
        dialogue.wfile.write(b"y")
        time.sleep(0.05)


def floods(dialogue: "_Dialogue") -> None:
    """Answer with a gigabyte, or as much as is listened to."""
    dialogue.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
    for _each in range(1024):
        dialogue.wfile.write(b"y" * 1048576)
        dialogue.server.written += 1048576


def floods_headers(dialogue: "_Dialogue") -> None:
    """Answer with headers that never end."""
    dialogue.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1_000_000):
        dialogue.wfile.write(f"X-{number}: y\r\n".encode())


def says_nothing(dialogue: "_Dialogue") -> None:
    """Keep the line open."""
    dialogue.server.ended.wait(30)


class _Dialogue(socketserver.StreamRequestHandler):
    server: "Receiver"

    def handle(self) -> None:
        """Read one request, keep it, and answer as the server is told to."""
        if self.server.hangs_up:
            return
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.rfile.readline()
            if not line:
                return
            head += line
        first, *lines = head.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines if line)
        body = self.rfile.read(int(headers["Content-Length"]))
        self.server.received.append((first, headers, body))
        answers = self.server.answers
        with contextlib.suppress(OSError):  # whoever asked has hung up
            (answers.pop(0) if answers else self.server.usual)(self)


class Receiver(socketserver.ThreadingTCPServer):
    """`answers` are given first, one each, then `usual`; `hangs_up` does so at once. Use it in a `with`."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Dialogue)
        self.tls = tls
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[Answer] = []
        self.usual: Answer = says(OK)
        self.hangs_up = False
        self.written = 0
        self.ended = threading.Event()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def port(self) -> int:
        """Return where it listens."""
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """Return its address without encryption."""
        return f"http://127.0.0.1:{self.port}/hooks?from=tests"

    def finish_request(self, request: object, client_address: object) -> None:
        """Speak TLS first, where it has a certificate; in the thread of the dialogue."""
        if self.tls:
            try:
                request = self.tls.wrap_socket(request, server_side=True)
            except OSError:
                return
        with contextlib.suppress(OSError):
            super().finish_request(request, client_address)
        if self.tls:
            request.close()

    def __exit__(self, *_error: object) -> None:
        """Stop, and let go whoever waits."""
        self.ended.set()
        self.shutdown()
        self.server_close()


class Authority:
    """An authority for certificates of one's own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tests")])
        certificate = self._made(self._name, self._key, is_authority=True)
        self.file = folder / "authority.pem"
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def context(self, host: str, *, days: int = 1) -> ssl.SSLContext:
        """Return what a server needs to speak under a name; with negative `days` its certificate has run out."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        certificate = self._made(subject, key, host=host, days=days)
        file = self._folder / f"{host}{days}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _made(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *,
        host: str = "",
        days: int = 1,
        is_authority: bool = False,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=30))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
        )
        if host:
            try:
                name: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
            except ValueError:
                name = x509.DNSName(host)
            made = made.add_extension(x509.SubjectAlternativeName([name]), critical=False)
        return made.sign(self._key, hashes.SHA256())
