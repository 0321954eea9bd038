"""Files that a killed process left behind go after a day; files to which something points stay."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from assembly.services.stray_files import FEW, remove_stray_files, remove_stray_files_daily
from tests.factories import AssemblyFactory
from tests.factories_evidence import make_stored_file


@pytest.fixture
def kept(settings, tmp_path, db):
    """A folder of uploads of one's own, with a file that belongs to something."""
    settings.MEDIA_ROOT = tmp_path
    return make_stored_file(AssemblyFactory()).file.name


def leave(name, *, days=2):
    """Leave a file that belongs to nothing, written so many days ago."""
    name = default_storage.save(name, ContentFile(b"Grace,Adeyemi\n"))
    then = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(default_storage.path(name), (then, then))
    return name


def test_a_file_of_nothing_is_removed_after_a_day(kept):
    """Also the rows of an import whose process was killed before it wrote its own."""
    strays = [leave("pool-imports/rows.csv"), leave("receipts/bus.png"), leave("evidence/air.pdf")]
    assert remove_stray_files(timezone.now()) == 3
    assert [default_storage.exists(name) for name in [kept, *strays]] == [True, False, False, False]
    assert remove_stray_files(timezone.now()) == 0


def test_a_file_whose_row_may_still_come_stays(kept):
    """An upload is on the disk before its row is."""
    young = leave("pool-imports/rows.csv", days=0)
    assert remove_stray_files(timezone.now()) == 0
    assert default_storage.exists(young)


def test_what_belongs_to_something_stays_however_old_it_is(kept):
    """A row points to it."""
    then = (timezone.now() - timedelta(days=400)).timestamp()
    os.utime(default_storage.path(kept), (then, then))
    assert remove_stray_files(timezone.now()) == 0
    assert default_storage.exists(kept)


def test_many_strays_are_left_alone(kept):
    """The folder is rather that of another database: somebody has to look."""
    strays = [leave(f"packs/{number}.pdf") for number in range(FEW + 1)]
    assert remove_stray_files(timezone.now()) == 0
    assert all(default_storage.exists(name) for name in strays)


def test_the_clock_looks_once_a_day(kept):
    """It ticks each minute; a list of all files is not made each time."""
    leave("packs/one.pdf")
    assert remove_stray_files_daily(timezone.now()) == 1
    leave("packs/two.pdf")
    assert remove_stray_files_daily(timezone.now()) == 0
