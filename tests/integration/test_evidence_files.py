"""Keeping files: the look for malware, the folder, the object store, and how they are answered with."""

import io
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages

from assembly.clock import tick
from assembly.errors import FileRefused
from assembly.models import AuditEvent
from assembly.object_store import storage_of
from evidence.models import StoredFile
from evidence.services.files import keep_file, kept_file, remove_stray_files
from evidence.uploads.gate import checked_file
from evidence.views.file_answers import file_answer
from tests.clamd_server import SCANNER, ClamdServer
from tests.factories import AssemblyFactory, UserFactory
from tests.factories_calls import make_call, make_submission
from tests.factories_evidence import make_item, make_stored_file
from tests.factories_evidence_items import make_format
from tests.object_store import ObjectStore


def _keep(now: datetime, data: bytes = b"Measured at nine places.") -> StoredFile:
    checked = checked_file(io.BytesIO(data), "../\u202enotes.exe")
    return keep_file(assembly=AssemblyFactory(), checked=checked, actor=UserFactory(), now=now)


@pytest.mark.django_db
def test_a_file_is_kept_under_a_random_name_outside_the_web_root(now: datetime, settings: Any) -> None:
    stored = _keep(now)
    assert re.fullmatch(r"evidence/[0-9a-f]{32}\.txt", stored.file.name)
    path = Path(stored.file.path)
    assert path.is_relative_to(settings.MEDIA_ROOT)
    assert not path.is_relative_to(settings.STATIC_ROOT)
    assert (stored.name, stored.scan, stored.size) == ("notes.txt", "not_looked", 24)
    assert AuditEvent.objects.get(type="file.keep").details["sha256"] == stored.sha256


@pytest.mark.django_db
def test_a_file_that_nothing_has_pointed_to_for_a_day_is_removed_with_its_content(
    now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    stray, assembly = _keep(now), AssemblyFactory()
    used = [make_stored_file(assembly) for _use in range(3)]
    make_format(make_item(assembly, file=used[0]), file=used[1])
    make_submission(make_call(assembly), file=used[2])
    StoredFile.objects.update(added_at=now)
    day = timedelta(days=1)
    assert remove_stray_files(now + day - timedelta(seconds=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        tick(now + day)
    assert list(StoredFile.objects.order_by("pk")) == used
    assert not stray.file.storage.exists(stray.file.name)
    assert AuditEvent.objects.get(type="file.remove").details == {"type": "text/plain", "bytes": 24}


@pytest.mark.django_db
def test_a_form_that_is_sent_again_keeps_its_file_for_another_day(now: datetime) -> None:
    stored = _keep(now)
    later = now + timedelta(hours=23)
    said: dict[str, Any] = {"assembly": stored.assembly, "pk": stored.pk, "actor": stored.added_by}
    assert kept_file(**said, now=later) == stored
    assert kept_file(**said | {"actor": UserFactory()}, now=later) is None
    assert [remove_stray_files(later + timedelta(days=days)) for days in (0, 1)] == [0, 1]
    assert kept_file(**said, now=later) is None


@pytest.mark.django_db
def test_a_file_is_answered_with_as_a_download_that_no_browser_runs(now: datetime) -> None:
    answer = file_answer(_keep(now))
    assert b"".join(answer.streaming_content) == b"Measured at nine places."
    answer.close()
    assert {
        name: answer[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    } == {
        "Content-Type": "text/plain",
        "Content-Disposition": 'attachment; filename="notes.txt"',
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_file_in_which_nothing_was_found_is_kept_whole(now: datetime, clamd: ClamdServer) -> None:
    stored = _keep(now, b"x" * 200_000)
    assert (stored.scan, stored.file.size, clamd.sizes) == ("clean", 200_000, [200_000])


@pytest.mark.django_db
def test_a_file_with_malware_is_not_kept(now: datetime, clamd: ClamdServer) -> None:
    with pytest.raises(FileRefused, match="Eicar-Test") as refused:
        _keep(now, b"this is EICAR")
    assert (refused.value.code, StoredFile.objects.count(), clamd.sizes) == ("malware", 0, [13])


@pytest.mark.django_db
def test_nothing_is_kept_while_the_scanner_is_silent(now: datetime, settings: Any) -> None:
    with ClamdServer() as server:
        address = server.address
        server.shutdown()
    settings.MALWARE_SCANNER, settings.CLAMD_ADDRESS = SCANNER, address
    with pytest.raises(FileRefused) as refused:
        _keep(now)
    assert (refused.value.code, StoredFile.objects.count()) == ("not_scanned", 0)


@pytest.mark.django_db
def test_an_object_store_keeps_files_and_gives_them_by_signed_links_alone(
    now: datetime, settings: Any
) -> None:
    with ObjectStore() as store:
        settings.STORAGES = settings.STORAGES | {"default": storage_of(store.address)}
        storages.__dict__.pop("backends", None)
        stored = _keep(now)
        assert store.objects == {f"/evidence/{stored.file.name}": b"Measured at nine places."}
        answer = file_answer(stored)
        assert answer.status_code == 302
        link = answer["Location"]
        assert "X-Amz-Expires=60" in link
        with urlopen(link) as got:  # noqa: S310 (our own server)
            assert got.read() == b"Measured at nine places."
            assert got.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
            assert got.headers["Content-Type"] == "text/plain"
        with pytest.raises(HTTPError, match="403"):
            urlopen(link.partition("?")[0])  # noqa: S310
        with stored.file.open("rb") as file:
            assert file.read() == b"Measured at nine places."
        stored.file.close()
        store.shutdown()


@pytest.mark.parametrize(
    "address", ["", "https://host/bucket", "s3://host/bucket", "s3://key:secret@host", "s3://key@host/bucket"]
)
def test_an_object_store_without_all_its_parts_stops_the_start(address: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        storage_of(address)
