"""From where a round of the beacon is taken: from the address of the settings and from nowhere else."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sortition.beacon import LARGEST, BeaconSilent, fetch_round
from sortition.draw import Beacon

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
ROUND = {"round": 7, "signature": "ab" * 48, "randomness": "cd" * 32}
SOURCE = Beacon(name="drand", chain=CHAIN, round=7)


@pytest.fixture
def server():
    """A server on this machine that answers as `answers` says, by path, and notes what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = answers.get(self.path, (404, {}, b""))
            asked.append(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            """Say nothing."""

    answers, asked = {}, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}", answers, asked
        made.shutdown()
        thread.join()


def test_a_beacon_that_leads_elsewhere_is_not_followed(server):
    """Whoever can answer in its name cannot make this machine ask others."""
    address, answers, asked = server
    named, elsewhere = f"/{CHAIN}/public/7", "/elsewhere"
    answers[elsewhere] = (200, {}, json.dumps(ROUND).encode())
    for status in (301, 302, 303, 307, 308):
        answers[named] = (status, {"Location": f"{address}{elsewhere}"}, b"")
        with pytest.raises(BeaconSilent):
            fetch_round(address, SOURCE)
    assert set(asked) == {named}
    answers[named] = (200, {}, json.dumps(ROUND).encode())
    assert fetch_round(address, SOURCE) == {key: ROUND[key] for key in ("signature", "randomness")}


def test_what_is_longer_than_a_round_is_not_read(server):
    address, answers, _asked = server
    answers[f"/{CHAIN}/public/7"] = (200, {}, json.dumps(ROUND | {"more": "x" * LARGEST}).encode())
    with pytest.raises(BeaconSilent):
        fetch_round(address, SOURCE)


def test_an_address_that_is_no_web_address_reads_no_file(tmp_path):
    folder = tmp_path / CHAIN / "public"
    folder.mkdir(parents=True)
    (folder / "7").write_text(json.dumps(ROUND))
    with pytest.raises(BeaconSilent):
        fetch_round(tmp_path.as_uri(), SOURCE)


def test_a_proxy_of_the_environment_is_not_asked(server, monkeypatch):
    address, answers, asked = server
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    answers[f"/{CHAIN}/public/7"] = (200, {}, json.dumps(ROUND).encode())
    fetch_round(address, SOURCE)
    assert len(asked) == 1
