"""A backup holds everything, a broken one is refused, and putting it back brings up to date what it cannot know."""

import io
import json
import shutil
import subprocess
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as house
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.functional import empty

from assembly.backup.archive import BackupBroken, manifest_of
from assembly.evaluation.models import KeptAnswer, OpenAnswers
from assembly.models import Assembly, AuditEvent, OutboxMessage
from assembly.object_store import storage_of
from assembly.record_check import check_record
from assembly.services.backup import BackupRefused, make_backup, restore_backup
from sortition.models import Respondent
from sortition.services.respondents_erasure import erase_respondents
from tests.factories import NOON, AppointmentFactory, AssemblyFactory
from tests.factories_messages import make_mailing
from tests.factories_pool import RespondentFactory
from tests.factories_secret_votes import make_secret
from tests.factories_surveys import give_answers, make_wave, turns_in_order
from tests.object_store import ObjectStore
from tests.postgres_cluster import program

LATER = NOON + timedelta(days=1)

pytestmark = [
    pytest.mark.owner,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "postgresql"
        and shutil.which("psql") is None
        and not any(Path("/usr/lib/postgresql").glob("*/bin/psql")),
        reason="PostgreSQL's client programs are not installed",
    ),
]


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    """Keep uploads and ledger of each test apart."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


def made(tmp_path, name="copy.tar"):
    """Make a backup with its keys."""
    target = tmp_path / name
    make_backup(target=target, keys=tmp_path / f"{name}.keys.json", now=NOON)
    return target


def restored(source, *, replace=True):
    """Put it back a day later."""
    return restore_backup(source=source, replace=replace, now=LATER)


def test_a_restore_is_rehearsed_from_backup_to_unbroken_record(tmp_path, client_of):
    """Rows and files are as they were; who was erased since is erased again; nothing is sent twice."""
    assembly = AssemblyFactory()
    organiser = AppointmentFactory(assembly=assembly).user
    one, two = RespondentFactory(assembly=assembly), RespondentFactory(assembly=assembly)
    default_storage.save("letters/first.pdf", ContentFile(b"first"))
    make_mailing(assembly, to=two, state="pending")
    source = made(tmp_path)

    erase_respondents(pks=[one.pk], assembly=assembly, actor=organiser, now=NOON, reason="⟪Asked⟫")
    OutboxMessage.objects.update(state="sent")
    Assembly.objects.filter(pk=assembly.pk).update(name="⟪Changed⟫")
    default_storage.delete("letters/first.pdf")
    default_storage.save("letters/second.pdf", ContentFile(b"second"))
    client_of(organiser)
    assert Session.objects.count() == 1

    done = restored(source)
    assert (done.files, done.erased, done.held, done.broken, done.other_key) == (1, 1, 1, (), False)
    assert Assembly.objects.get(pk=assembly.pk).name == assembly.name
    assert Respondent.objects.get(pk=one.pk).state == "erased"
    assert Respondent.objects.get(pk=two.pk).state == "pool"
    assert OutboxMessage.objects.get().state == "unknown"
    assert Session.objects.count() == 0
    assert Path(default_storage.path("letters/first.pdf")).read_bytes() == b"first"
    assert not default_storage.exists("letters/second.pdf")
    assert [report.faults for report in check_record()] == [[]] * 2
    told = AuditEvent.objects.filter(assembly=None).order_by("number").values_list("type", flat=True)
    assert list(told) == ["platform.backup_made", "platform.backup_restored"]


def test_no_page_that_was_kept_outlives_a_restore(tmp_path, settings):
    """The record's numbers come again, and pages are kept under them."""
    settings.CACHES = settings.CACHES | {
        "pages": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path / "pages"),
        }
    }
    source = made(tmp_path)
    caches["pages"].set("a-page", "of what was undone")
    restored(source)
    assert caches["pages"].get("a-page") is None


def test_what_the_database_refuses_it_refuses_after_a_restore(tmp_path):
    """Triggers come back with the tables: the record cannot be changed by hand."""
    AssemblyFactory()
    restored(made(tmp_path))
    event = AuditEvent.objects.first()
    with pytest.raises(Exception, match="record"):
        AuditEvent.objects.filter(pk=event.pk).update(type="⟪another⟫")


def test_a_ledger_that_is_gone_comes_back_and_one_that_is_here_keeps_its_own(tmp_path, settings):
    """The list of erasures is in the archive, too; a restore never shortens it."""
    ledger = Path(settings.ERASURE_LEDGER)
    ledger.write_text('{"kind": "respondent", "at": "2026-01-01", "subject": 7}\n', encoding="utf-8")
    source = made(tmp_path)
    ledger.write_text('{"kind": "respondent", "at": "2026-01-02", "subject": 8}\n', encoding="utf-8")
    restored(source)
    assert [json.loads(line)["subject"] for line in ledger.read_text().splitlines()] == [8, 7]
    restored(source)
    assert len(ledger.read_text().splitlines()) == 2


def test_a_restore_replaces_what_is_here_only_when_told(tmp_path):
    """A mistyped command does not throw an installation away."""
    assembly = AssemblyFactory()
    source = made(tmp_path)
    Assembly.objects.filter(pk=assembly.pk).update(name="⟪Newer⟫")
    with pytest.raises(BackupRefused):
        restored(source, replace=False)
    assert Assembly.objects.get().name == "⟪Newer⟫"


@pytest.mark.parametrize("fault", ["cut", "changed", "left_out", "added", "leads_elsewhere", "no_archive"])
def test_a_broken_archive_is_refused_before_anything_is_touched(tmp_path, fault):
    """Whatever is wrong with it, the database and the files here stay."""
    default_storage.save("letters/first.pdf", ContentFile(b"first" * 100))
    assembly = AssemblyFactory()
    source = made(tmp_path)
    spoil(source, fault)
    default_storage.save("letters/newer.pdf", ContentFile(b"newer"))
    with pytest.raises(BackupBroken):
        restored(source)
    assert Assembly.objects.get() == assembly
    assert default_storage.exists("letters/newer.pdf")


def spoil(source, fault):
    """Damage an archive in one way."""
    if fault == "no_archive":
        source.write_bytes(b"nothing")
        return
    if fault == "cut":
        source.write_bytes(source.read_bytes()[:-30_000])
        return
    with tarfile.open(source) as tar:
        members = [(info.name, tar.extractfile(info).read()) for info in tar]
    if fault == "changed":
        members = [(name, b"other" * 100 if name.endswith(".pdf") else content) for name, content in members]
    elif fault == "left_out":
        members = [each for each in members if not each[0].endswith(".pdf")]
    elif fault == "added":
        members.insert(1, ("files/more.pdf", b"more"))
    else:
        manifest = json.loads(members[-1][1])
        bad = "files/../../outside"
        manifest["members"][1]["name"] = bad
        members[1:] = [(bad, members[1][1]), ("manifest.json", json.dumps(manifest).encode())]
    with tarfile.open(source, "w") as tar:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def test_there_is_no_backup_while_a_secret_vote_is_open(tmp_path):
    """One made before and one after a vote would show whose it is."""
    make_secret(AssemblyFactory())
    with pytest.raises(BackupRefused, match="secret vote"):
        made(tmp_path)
    assert list(tmp_path.glob("*.tar*")) == []


def test_a_backup_is_made_while_a_survey_is_open_and_holds_no_answer_of_it(tmp_path):
    """Whose answer is whose ends with the survey; an archive would keep it for years. They are asked again."""
    wave = make_wave(AssemblyFactory(), answers={0: {"satisfied": "4", "words": "⟪Nobody may keep this⟫"}})
    counted = make_wave(
        AssemblyFactory(), answers={0: {"satisfied": "4"}, 1: {"satisfied": "5"}}, state="closed"
    )
    assert "Nobody may keep this" in str(OpenAnswers.objects.get().answers)
    source = made(tmp_path)
    assert OpenAnswers.objects.count() == 1
    first, *_others = turns_in_order(wave)
    manifest = manifest_of(source)
    assert manifest["left_out"] == {"evaluation_openanswers": [first.pk]}
    assert "Nobody may keep this" not in database_in(source, tmp_path)

    done = restored(source)
    assert (done.asked_again, OpenAnswers.objects.count()) == (1, 0)
    assert [turn.state for turn in turns_in_order(wave)] == ["asked"] * 3
    assert [turn.state for turn in turns_in_order(counted)] == ["answered", "answered", "asked"]
    assert KeptAnswer.objects.filter(wave=counted).count() == 2
    give_answers(turns_in_order(wave)[0])


def database_in(source, tmp_path):
    """Return the database of an archive as text: the file of SQLite, the statements of PostgreSQL."""
    with tarfile.open(source) as tar:
        tar.extract("database", tmp_path, filter="data")
    if connection.vendor == "sqlite":
        return (tmp_path / "database").read_bytes().decode("utf-8", "replace")
    command = [str(program("pg_restore")), "--file=-", str(tmp_path / "database")]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "satisfied" in told.stdout
    return told.stdout


def test_files_are_taken_from_the_object_store_and_put_back_into_it(tmp_path, settings):
    """The archive holds what the bucket holds; what the bucket got since is gone after a restore."""
    with ObjectStore() as store:
        settings.STORAGES = settings.STORAGES | {"default": storage_of(store.address)}
        default_storage._wrapped = empty
        try:
            default_storage.save("letters/first.pdf", ContentFile(b"first"))
            default_storage.save("letters/2026/second.pdf", ContentFile(b"second" * 1000))
            held = dict(store.objects)
            assert len(held) == 2
            source = made(tmp_path)
            default_storage.delete("letters/first.pdf")
            default_storage.save("newer.pdf", ContentFile(b"newer"))
            with pytest.raises(BackupRefused):
                restored(source, replace=False)
            assert restored(source).files == 2
            assert store.objects == held
        finally:
            default_storage._wrapped = empty
            store.shutdown()


def test_only_the_owner_reads_archive_and_keys_and_the_keys_are_not_in_the_archive(tmp_path, settings):
    """Whoever finds one of the two has half of it."""
    source = made(tmp_path)
    keys = tmp_path / "copy.tar.keys.json"
    assert [path.stat().st_mode & 0o777 for path in (source, keys)] == [0o600, 0o600]
    assert json.loads(keys.read_text())["SECRET_KEY"] == house.SECRET_KEY
    assert house.SECRET_KEY.encode() not in source.read_bytes()
    settings.SECRET_KEY = "another" * 10
    assert restored(source).other_key is True
    settings.SECRET_KEY_FALLBACKS = [json.loads(keys.read_text())["SECRET_KEY"]]
    assert restored(source).other_key is False


def test_a_backup_of_the_other_kind_of_database_is_refused(tmp_path):
    """Each puts back what it wrote itself."""
    source = made(tmp_path)
    manifest = manifest_of(source)
    other = "sqlite" if manifest["vendor"] == "postgresql" else "postgresql"
    with tarfile.open(source) as tar:
        members = [(info.name, tar.extractfile(info).read()) for info in tar]
    members[-1] = ("manifest.json", json.dumps({**manifest, "vendor": other}).encode())
    with tarfile.open(source, "w") as tar:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    with pytest.raises(BackupRefused, match=other):
        restored(source)


def test_the_two_commands_say_what_they_did(tmp_path, capsys):
    """One command each; the second refuses without its word."""
    AssemblyFactory()
    call_command("backup", str(tmp_path / "one.tar"))
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(tmp_path / "one.tar"))
    with pytest.raises(CommandError, match="replaced"):
        call_command("restore", str(tmp_path / "one.tar"))
    call_command("restore", str(tmp_path / "one.tar"), "--replace")
    said = capsys.readouterr().out
    assert "the database and 0 files" in said
    assert "The record is unbroken." in said
