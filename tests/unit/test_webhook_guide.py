"""The guide to webhooks says what is so: its example checks real signatures, and its table lists every kind."""

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest

import assembly
from assembly.connections.webhook_kinds import KINDS, TEST, kind_of, told_types, wanted_types
from assembly.connections.webhook_retries import PAUSES
from assembly.connections.webhook_signing import secret_text, signature, signed_headers
from assembly.record import _sentences as sentences

GUIDE = (Path(assembly.__file__).parent.parent / "docs" / "guide-webhooks.md").read_text(encoding="utf-8")
BODY = '{"name":"Débat"}'.encode()
OLD, NEW = secret_text(b"o" * 32), secret_text(b"n" * 32)


@pytest.fixture(scope="module")
def is_genuine():
    """The function of the guide, as it stands there."""
    found = {}
    exec(re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)[1], found)  # noqa: S102 (that is what is tested)
    return found["is_genuine"]


def sent(*secrets, at=1_772_452_800):
    return signed_headers(secrets, message_id="msg_1", timestamp=at, body=BODY)


def test_the_example_takes_what_is_signed_here_and_nothing_else(is_genuine):
    headers, now = sent(NEW), 1_772_452_800
    assert is_genuine(NEW, headers, BODY, now)
    assert is_genuine(NEW, headers, BODY, now + 300)
    assert not is_genuine(OLD, headers, BODY, now)
    assert not is_genuine(NEW, headers, BODY + b" ", now)
    assert not is_genuine(NEW, headers | {"webhook-id": "msg_2"}, BODY, now)
    assert not is_genuine(NEW, headers | {"webhook-timestamp": str(now + 1)}, BODY, now)
    assert not is_genuine(NEW, headers, BODY, now + 301)
    assert not is_genuine(NEW, headers, BODY, now - 301)
    assert is_genuine(NEW, sent(NEW, at=int(time.time())), BODY)


def test_the_example_takes_both_secrets_while_one_is_renewed(is_genuine):
    headers, now = sent(NEW, OLD), 1_772_452_800
    assert is_genuine(NEW, headers, BODY, now)
    assert is_genuine(OLD, headers, BODY, now)
    assert not is_genuine(secret_text(b"x" * 32), headers, BODY, now)


def test_a_signature_is_that_of_the_specification():
    """The example of the specification’s own libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    found = signature(
        secret,
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_table_lists_every_kind_in_its_words():
    listed = re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", GUIDE, re.MULTILINE)
    assert dict(listed) == {
        **{kind.key: str(kind.label) for kind in KINDS},
        TEST: "Somebody pressed “Send a test”",
    }


def test_the_pauses_stand_in_the_guide():
    assert "5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours" in GUIDE
    hours = [timedelta(hours=n) for n in (2, 5, 10, 14, 20, 24)]
    assert list(PAUSES) == [timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), *hours]


def test_each_kind_stands_for_entries_that_the_record_knows_and_for_no_entry_of_another():
    assert [type_ for type_ in told_types() if type_ not in sentences] == []
    assert sorted(told_types()) == sorted(type_ for kind in KINDS for type_ in kind.types)
    assert len({kind.key for kind in KINDS}) == len(KINDS)
    assert kind_of("respondent.add") is None
    assert wanted_types(["no.such", "remit.published"]) == ["remit.published"]
