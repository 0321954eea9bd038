"""The examples for proxies, run by the programs they are for: what reaches the product, and what a log says of it."""

import http.client
import os
import re
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from assembly.nobody import NOBODY_AT
from tests.ports import free_port
from tests.unit.test_examples_of_operation import EXAMPLES, SECRET

HOST = "assembly.example.org"
FORGED = {"Host": HOST, "X-Forwarded-For": "192.0.2.66", "X-Forwarded-Proto": "gopher"}
TOO_MUCH = 200 * 1024 * 1024


class Product(ThreadingHTTPServer):
    """Stands where the product would: keeps the headers of each request, and answers "ok"."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Keep)
        self.asked: list[dict[str, str]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Keep(BaseHTTPRequestHandler):
    server: Product

    def do_GET(self) -> None:
        self.server.asked.append({name.lower(): value for name, value in self.headers.items()})
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is Python's)
        """Say nothing."""


@dataclass(frozen=True)
class Proxy:
    """A proxy that runs. `folder` holds all that it writes."""

    name: str
    port: int
    folder: Path

    def ask(self, path: str, **headers: str) -> int:
        """Ask for an address as a browser would that forges what it may, and return the status."""
        to: http.client.HTTPConnection
        if self.name == "nginx":
            trusting = ssl._create_unverified_context()  # noqa: S323 (its certificate is made for the test)
            to = http.client.HTTPSConnection("127.0.0.1", self.port, context=trusting, timeout=20)
        else:
            to = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            to.request("GET", path, headers=FORGED | headers)
            return to.getresponse().status
        finally:
            to.close()

    def written(self) -> str:
        """Return what it wrote into all its logs."""
        return "\n".join(file.read_text("utf-8") for file in self.folder.glob("*.log"))


@pytest.fixture
def product() -> Iterator[Product]:
    """A product that runs."""
    with Product() as server:
        yield server
        server.shutdown()


@pytest.fixture(params=["nginx", "Caddy"])
def proxy(request: pytest.FixtureRequest, product: Product, tmp_path: Path) -> Iterator[Proxy]:
    """A proxy before the product, by its example, on ports of ours."""
    command = _nginx if request.param == "nginx" else _caddy
    found = Proxy(request.param, free_port(), tmp_path)
    with (tmp_path / "said.log").open("wb") as said:
        running = subprocess.Popen(
            command(found, product.server_port),
            stdout=said,
            stderr=said,
            env={**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
        )
    try:
        _await(found, running)
        product.asked.clear()
        yield found
    finally:
        running.terminate()
        running.wait(timeout=20)


def test_the_product_is_told_who_asks_by_the_proxy_alone(proxy: Proxy, product: Product) -> None:
    assert proxy.ask("/about/") == 200
    [asked] = product.asked
    proto = "https" if proxy.name == "nginx" else "http"  # Caddy speaks without TLS here
    assert (asked["x-forwarded-for"], asked["x-forwarded-proto"]) == ("127.0.0.1", proto)
    assert asked["host"] == HOST


def test_a_request_that_is_too_large_does_not_reach_the_product(proxy: Proxy, product: Product) -> None:
    if proxy.name == "Caddy":
        pytest.skip("Caddy goes by what it has read: 110 MB")
    assert proxy.ask("/about/", **{"Content-Length": str(TOO_MUCH)}) == 413
    assert product.asked == []


@pytest.mark.parametrize("is_there", [True, False], ids=["product runs", "product is away"])
def test_no_log_says_what_lets_somebody_in_or_who_votes(
    proxy: Proxy, product: Product, is_there: bool
) -> None:
    if not is_there:
        product.shutdown()
        product.server_close()
    ways = [*(f"/{each}/s3cret/" for each in SECRET), *(f"{each}s3cret/" for each in NOBODY_AT)]
    statuses = {proxy.ask(way) for way in [*ways, "/assemblies/a/draws/own/s3cret/", "/about/"]}
    assert statuses == ({200} if is_there else {502})
    time.sleep(0.3)  # for the last line
    written = proxy.written()
    assert "/about/" in written
    assert "s3cret" not in written
    of_voting = [line for line in written.splitlines() if re.search("/(vote|survey)/", line)]
    assert [line for line in of_voting if re.search(r"client|remote_|^[\d.]+ - ", line)] == []


def _nginx(proxy: Proxy, product: int) -> list[str]:
    if not (program := shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")):
        pytest.skip("nginx is not installed")
    folder = proxy.folder
    _make_certificate(folder)
    site = (EXAMPLES / "nginx.conf").read_text("utf-8")
    site = re.sub(r"listen \[::\].*;", "", site).replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    site = site.replace("listen 443 ", f"listen 127.0.0.1:{proxy.port} ").replace(":8000;", f":{product};")
    site = re.sub(r"/etc/letsencrypt/live/\S+/", f"{folder}/", site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    aside = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    whole = (
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
        f"events {{}}\nhttp {{ access_log {folder}/access.log;\n{aside}{site}}}\n"
    )
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return [program, "-e", f"{folder}/start.log", "-c", f"{folder}/nginx.conf"]


def _caddy(proxy: Proxy, product: int) -> list[str]:
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("Caddy is not installed")
    if (version := _version_of(program)) < (2, 8):
        pytest.skip(f"this Caddy is {version}, and the example is for 2.8 and later")
    site = (EXAMPLES / "Caddyfile").read_text("utf-8")
    site = site.replace("{\n", "{\n\tadmin off\n", 1).replace(f"{HOST} {{", f"http://{HOST}:{proxy.port} {{")
    (proxy.folder / "Caddyfile").write_text(site.replace(":8000 {", f":{product} {{"), encoding="utf-8")
    return [program, "run", "--adapter", "caddyfile", "--config", str(proxy.folder / "Caddyfile")]


@cache
def _version_of(program: str) -> tuple[int, ...]:
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    return tuple(map(int, re.findall(r"\d+", said)[:2]))


def _make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    begins = timezone.now()
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    signed = (
        made.not_valid_before(begins).not_valid_after(begins + timedelta(days=1)).sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(pem))
    form = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, *form))


def _await(proxy: Proxy, running: "subprocess.Popen[bytes]") -> None:
    for _each in range(200):
        assert running.poll() is None, proxy.written()
        try:
            proxy.ask("/health/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{proxy.name} did not come up: {proxy.written()}")
