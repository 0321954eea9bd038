"""The archive of a backup: a tar file whose last member says what every other one must be.

Members, in this order: `database`, `erasures.jsonl` where there is a ledger, `files/<name>` of everything uploaded,
`manifest.json`. The archive appears under its name only when it is whole, readable by its owner alone.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = "assembly-backup-1"
DATABASE, LEDGER, MANIFEST, FILES = "database", "erasures.jsonl", "manifest.json", "files/"
CHUNK = 1 << 20


class BackupBroken(Exception):  # noqa: N818 (errors are named for what happened)
    """The archive is not whole, or holds what no backup holds."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its name, its size in bytes, and the SHA-256 of its content."""

    name: str
    size: int
    sha256: str


@dataclass(slots=True)
class Archive:
    """An archive that is being written."""

    _tar: tarfile.TarFile
    members: list[Member] = field(default_factory=list)

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        """Add a member of exactly `size` bytes.

        Raises:
            BackupBroken: the content ends earlier.
        """
        found = tarfile.TarInfo(name)
        found.size, found.mode = size, 0o600
        counted = _Counted(content, size)
        try:
            self._tar.addfile(found, counted)
        except OSError as short:
            message = f"{name} changed while it was read"
            raise BackupBroken(message) from short
        self.members.append(Member(name, size, counted.digest.hexdigest()))


class _Counted(io.RawIOBase):
    """What is read, no more than `left` bytes of it, with its digest."""

    def __init__(self, content: IO[bytes], left: int) -> None:
        self._content, self._left, self.digest = content, left, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        got = self._content.read(wanted)
        self._left -= len(got)
        self.digest.update(got)
        return got


@contextmanager
def writing(target: Path, said: dict[str, Any]) -> Iterator[Archive]:
    """Write an archive to `target`; `said` goes into its manifest. On any failure nothing is left behind."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    with _only_for_the_owner(unfinished) as out:
        try:
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
                archive = Archive(tar)
                yield archive
                members = [{"name": m.name, "size": m.size, "sha256": m.sha256} for m in archive.members]
                manifest = json.dumps({"format": FORMAT, **said, "members": members}, indent=1).encode()
                found = tarfile.TarInfo(MANIFEST)
                found.size, found.mode = len(manifest), 0o600
                tar.addfile(found, io.BytesIO(manifest))
            out.flush()
            os.fsync(out.fileno())
        except BaseException:
            unfinished.unlink()
            raise
    unfinished.rename(target)


def write_privately(target: Path, content: bytes) -> None:
    """Write a file that only its owner can read."""
    with _only_for_the_owner(target) as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _only_for_the_owner(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def manifest_of(source: Path) -> dict[str, Any]:
    """Read an archive from end to end and return its manifest, if every member is what the manifest says.

    Raises:
        BackupBroken: it is no archive, is cut short, was changed, or holds a name that leads elsewhere.
    """
    try:
        with tarfile.open(source, mode="r:") as tar:
            found = [_looked_at(tar, each) for each in tar]
            manifest = json.loads(_content(tar, MANIFEST).read())
    except (tarfile.TarError, OSError, KeyError, ValueError) as wrong:
        message = f"{source} is not a whole backup: {wrong}"
        raise BackupBroken(message) from wrong
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        message = f"{source} is a backup of another kind"
        raise BackupBroken(message)
    told = [Member(**each) for each in manifest["members"]]
    if [each for each in found if each.name != MANIFEST] != told or not told or told[0].name != DATABASE:
        message = f"{source} does not hold what its manifest says"
        raise BackupBroken(message)
    return manifest


def _looked_at(tar: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    path = PurePosixPath(info.name)
    is_known = info.name in (DATABASE, LEDGER, MANIFEST) or info.name.startswith(FILES)
    if not info.isreg() or not is_known or path.is_absolute() or ".." in path.parts:
        message = f"a member is called {info.name!r}"
        raise ValueError(message)
    digest = hashlib.sha256()
    for chunk in _chunks(_content(tar, info)):
        digest.update(chunk)
    return Member(info.name, info.size, digest.hexdigest())


def _content(tar: tarfile.TarFile, member: str | tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        message = f"{member} has no content"
        raise KeyError(message)
    return content


def _chunks(content: IO[bytes]) -> Iterable[bytes]:
    return iter(lambda: content.read(CHUNK), b"")


@contextmanager
def reading(source: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Give the members of an archive that `manifest_of` found whole, one after another: name and content."""
    with tarfile.open(source, mode="r:") as tar:
        yield ((info.name, _content(tar, info)) for info in tar if info.name != MANIFEST)
