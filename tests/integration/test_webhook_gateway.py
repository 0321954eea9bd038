"""One message to one machine: over real lines, with real certificates, against machines that wish us ill."""

import ssl
import time
from datetime import timedelta

import pytest

from assembly.connections.delivery_gateway import AGENT, NotDelivered, Surroundings, post, usual_tls
from assembly.connections.enums_webhooks import Trouble
from tests.webhook_server import (
    Authority,
    Receiver,
    drips,
    drips_after_the_number,
    floods,
    floods_headers,
    says,
    says_nothing,
    status,
)

HOST = "hooks.example.org"
ADDRESS = f"https://{HOST}/in?key=1"
BODY = b'{"id":"msg_1"}'
QUICKLY = 1.0
"""Seconds in place of ten."""


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def _authority_is_believed(authority, settings):
    settings.WEBHOOK_CA_FILE = str(authority.file)


def around(server, **others):
    """Let the name lead to a server of the tests, which stands on the loopback."""
    stands = {
        "lookup": lambda _host, _port: ["127.0.0.1"],
        "is_allowed": lambda address: address == "127.0.0.1",
        "ports": {443: server.port},
        "seconds": QUICKLY,
    }
    return Surroundings(**{**stands, **others})


def trouble(*arguments, **others):
    """Return why a message was not delivered, and with which number."""
    with pytest.raises(NotDelivered) as refused:
        post(*arguments, **others)
    return refused.value.trouble, refused.value.answer


@pytest.fixture
def plain(settings):
    """A machine of one's own, without encryption, that the settings name."""
    with Receiver() as server:
        settings.WEBHOOK_PLAIN_HOSTS = [f"127.0.0.1:{server.port}"]
        yield server


@pytest.mark.usefixtures("_authority_is_believed")
def test_a_message_goes_encrypted_to_the_machine_that_the_certificate_names(authority):
    with Receiver(authority.context(HOST)) as server:
        assert post(ADDRESS, BODY, {"webhook-id": "msg_1"}, surroundings=around(server)) == 204
    assert server.received == [
        (
            "POST /in?key=1 HTTP/1.1",
            {
                "Host": HOST,
                "User-Agent": AGENT,
                "Content-Type": "application/json",
                "Content-Length": str(len(BODY)),
                "Accept": "*/*",
                "Connection": "close",
                "webhook-id": "msg_1",
            },
            BODY,
        )
    ]


@pytest.mark.usefixtures("_authority_is_believed")
@pytest.mark.parametrize(("name", "days"), [("other.example.org", 1), (HOST, -1)], ids=["name", "day"])
def test_a_certificate_for_another_name_or_another_time_ends_it(authority, name, days):
    with Receiver(authority.context(name, days=days)) as server:
        assert trouble(ADDRESS, BODY, {}, surroundings=around(server)) == (Trouble.CERTIFICATE, None)
    assert server.received == []


def test_a_certificate_of_an_authority_that_nobody_believes_ends_it(authority):
    with Receiver(authority.context(HOST)) as server:
        assert trouble(ADDRESS, BODY, {}, surroundings=around(server)) == (Trouble.CERTIFICATE, None)


@pytest.mark.usefixtures("_authority_is_believed")
def test_old_encryption_is_not_spoken(authority):
    """Not below TLS 1.2."""
    assert usual_tls().minimum_version == ssl.TLSVersion.TLSv1_2
    assert usual_tls().check_hostname


def test_a_machine_that_begins_no_tls_is_left_after_the_time():
    """It waits for lines of HTTP in what is the greeting of TLS; it is never spoken to without."""
    with Receiver() as server:
        assert trouble(ADDRESS, BODY, {}, surroundings=around(server, seconds=0.3)) == (
            Trouble.TOO_SLOW,
            None,
        )
    assert server.received == []


def test_a_name_that_leads_inside_is_refused_before_anything_is_opened():
    with Receiver() as server:
        for found in (["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::1"], ["::ffff:8.8.8.8"]):
            inside = Surroundings(lookup=lambda _host, _port, found=found: found, ports={443: server.port})
            assert trouble(ADDRESS, BODY, {}, surroundings=inside) == (Trouble.FORBIDDEN, None)
    assert server.received == []


def test_the_name_is_looked_up_once_so_that_it_cannot_lead_elsewhere_a_moment_later(authority, settings):
    """The second answer would lead to a machine inside."""
    settings.WEBHOOK_CA_FILE = str(authority.file)
    asked = []

    def lookup(host, port):
        asked.append((host, port))
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with Receiver(authority.context(HOST)) as server:
        assert post(ADDRESS, BODY, {}, surroundings=around(server, lookup=lookup)) == 204
    assert asked == [(HOST, 443)]


def test_a_name_that_nobody_knows_or_whose_look_up_hangs():
    def unknown(_host, _port):
        raise OSError

    def hangs(_host, _port):
        time.sleep(1)
        return ["8.8.8.8"]

    assert trouble(ADDRESS, BODY, {}, surroundings=Surroundings(lookup=unknown)) == (Trouble.NO_NAME, None)
    slow = Surroundings(lookup=hangs, seconds=0.1)
    assert trouble(ADDRESS, BODY, {}, surroundings=slow) == (Trouble.TOO_SLOW, None)


def test_nobody_listens():
    with Receiver() as server:
        port = server.port
    nobody = Surroundings(
        lookup=lambda _h, _p: ["127.0.0.1"], is_allowed=lambda _address: True, ports={443: port}
    )
    assert trouble(ADDRESS, BODY, {}, surroundings=nobody) == (Trouble.REFUSED, None)


def test_the_next_address_is_tried_where_the_first_does_not_answer(authority, settings):
    settings.WEBHOOK_CA_FILE = str(authority.file)
    with Receiver(authority.context(HOST)) as server:
        both = around(
            server, lookup=lambda _h, _p: ["127.0.0.2", "127.0.0.1"], is_allowed=lambda _address: True
        )
        assert post(ADDRESS, BODY, {}, surroundings=both) == 204


@pytest.mark.parametrize(
    "address", ["http://example.org/", "https://example.org:8443/", "ftp://example.org/"]
)
def test_an_address_that_is_not_allowed_is_not_written_to(address):
    assert trouble(address, BODY, {}) == (Trouble.ADDRESS, None)


def test_a_host_for_trying_is_reached_without_encryption_only_where_the_settings_name_it(plain, settings):
    assert post(plain.address, BODY, {}) == 204
    settings.WEBHOOK_PLAIN_HOSTS = ["localhost"]
    assert trouble(plain.address, BODY, {}) == (Trouble.ADDRESS, None)
    assert len(plain.received) == 1


@pytest.mark.parametrize("code", [200, 201, 202, 204, 299])
def test_each_number_of_success_is_one(plain, code):
    plain.usual = status(code)
    assert post(plain.address, BODY, {}) == code


@pytest.mark.parametrize("code", [400, 401, 404, 429, 500, 503])
def test_a_refusal_is_told_with_its_number(plain, code):
    plain.usual = status(code)
    assert trouble(plain.address, BODY, {}) == (Trouble.ANSWER, code)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(0)),
        *((other, None) for other in ("", "-5", "soon", "9999999", "Wed, 21 Oct 2026 07:28:00 GMT")),
    ],
)
def test_how_long_to_wait_is_read_where_it_is_a_number_of_seconds(plain, said, wait):
    plain.usual = status(503, f"Retry-After: {said}")
    with pytest.raises(NotDelivered) as refused:
        post(plain.address, BODY, {})
    assert refused.value.wait == wait


def test_an_address_that_is_gone_says_so(plain):
    plain.usual = status(410)
    assert trouble(plain.address, BODY, {}) == (Trouble.GONE, 410)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_to_the_machine_itself_is_not_followed(plain, code):
    with Receiver() as inside:
        plain.usual = status(code, f"Location: http://127.0.0.1:{inside.port}/secret")
        assert trouble(plain.address, BODY, {}) == (Trouble.REDIRECT, code)
    assert (len(plain.received), inside.received) == (1, [])


def test_whoever_answers_drip_by_drip_is_left_after_the_time(plain):
    plain.usual = drips
    began = time.monotonic()
    assert trouble(plain.address, BODY, {}, surroundings=Surroundings(seconds=QUICKLY)) == (
        Trouble.TOO_SLOW,
        None,
    )
    assert time.monotonic() - began < QUICKLY + 0.5


def test_whoever_takes_the_message_and_then_talks_on_has_taken_it(plain):
    plain.usual = drips_after_the_number
    began = time.monotonic()
    assert post(plain.address, BODY, {}, surroundings=Surroundings(seconds=QUICKLY)) == 200
    assert time.monotonic() - began < QUICKLY + 0.5


def test_of_a_huge_answer_little_is_read(plain):
    plain.usual = floods
    assert post(plain.address, BODY, {}) == 200
    time.sleep(0.1)
    assert plain.written < 32 * 1048576  # what the system’s buffers hold


def test_headers_that_never_end_are_no_answer(plain):
    plain.usual = floods_headers
    assert trouble(plain.address, BODY, {}) == (Trouble.NOT_HTTP, None)


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00\xff\xfe" * 100,
        b"SSH-2.0-OpenSSH_9\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/9.9 99999 x\r\n\r\n",
    ],
)
def test_garbage_is_no_answer(plain, garbage):
    plain.usual = says(garbage)
    assert trouble(plain.address, BODY, {}) == (Trouble.NOT_HTTP, None)


def test_headers_of_garbage_after_a_number_harm_nobody(plain):
    plain.usual = says(b"HTTP/1.1 200 OK\r\n\xff\xfe: \x00\r\nContent-Length: -5\r\n\r\nx")
    assert post(plain.address, BODY, {}) == 200


def test_whoever_closes_at_once_has_given_no_answer(plain):
    plain.hangs_up = True
    assert trouble(plain.address, BODY, {}) == (Trouble.NO_ANSWER, None)


def test_whoever_says_nothing_is_left_after_the_time(plain):
    plain.usual = says_nothing
    assert trouble(plain.address, BODY, {}, surroundings=Surroundings(seconds=0.3)) == (
        Trouble.TOO_SLOW,
        None,
    )


def test_interim_answers_without_end_are_left_after_the_time_or_the_size(plain):
    plain.usual = says(b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000)
    assert trouble(plain.address, BODY, {}, surroundings=Surroundings(seconds=QUICKLY))[0] in (
        Trouble.TOO_SLOW,
        Trouble.NOT_HTTP,
    )
