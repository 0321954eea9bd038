"""Find out whether the record is as it was written. Reads only."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from assembly.chain import START, details_digest
from assembly.models import AuditEvent, EventDetails, RecordChain
from assembly.models.record import chain_key

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a chain: the entry's number, and a code."""

    number: int
    code: str


@dataclass(slots=True)
class ChainReport:
    """What the check of one chain found.

    entries: how many there are. erased: how many of them had their details erased lawfully.
    head: the digest of the last entry; whoever noted it earlier can tell whether the chain still contains it.
    """

    key: str
    entries: int = 0
    erased: int = 0
    head: str = START
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class KeptFault:
    """A document that is not as it was issued: which one, in words, and a code, "changed" or "gone"."""

    what: str
    code: str


KeptCheck = Callable[[], Iterable[KeptFault]]
"""Compares every document of its kind with the digest under which it was issued."""

_kept_checks: dict[str, KeptCheck] = {}


def register_kept_check(name: str, check: KeptCheck) -> None:
    """Have documents of a kind checked with the record; each app registers its own in `AppConfig.ready`."""
    _kept_checks[name] = check


def check_kept() -> list[KeptFault]:
    """Check the documents of every kind."""
    return [fault for _name, check in sorted(_kept_checks.items()) for fault in check()]


def check_record() -> list[ChainReport]:
    """Check every chain, the platform's first, then those of the assemblies."""
    assemblies = AuditEvent.objects.order_by().values_list("assembly", flat=True).distinct()
    found = {chain_key(each): each for each in assemblies}
    ends = set(RecordChain.objects.values_list("key", flat=True)) - set(found)
    reports = [check_chain(found[key]) for key in sorted(found, key=lambda key: found[key] or 0)]
    emptied = [
        ChainReport(chain.key, faults=[Fault(chain.last_number, "end_missing")])
        for chain in RecordChain.objects.filter(key__in=ends, last_number__gt=0).order_by("key")
    ]
    return [*reports, *emptied]


def check_chain(assembly_id: int | None) -> ChainReport:
    """Walk a chain from its first entry and name everything that is not as it was written.

    "missing": an entry that should stand here was taken out. "inserted": its number stands twice or out of order.
    "changed": its head does not match its digest. "broken": it does not follow the entry before, which was replaced.
    "details_changed": its details do not match their digest. "details_gone": no entry says that they were erased.
    "end_missing": the chain's last entries are gone; "end_moved": its noted end is another.
    """
    report = ChainReport(chain_key(assembly_id))
    lawful = _erased_lawfully(assembly_id)
    expected, previous = 1, START
    for event in _events(assembly_id):
        report.entries += 1
        if event.number > expected:
            report.faults += [Fault(number, "missing") for number in range(expected, event.number)]
        elif event.number < expected:
            report.faults.append(Fault(event.number, "inserted"))
        elif event.previous != previous:
            report.faults.append(Fault(event.number, "broken"))
        if event.digest != event.expected_digest():
            report.faults.append(Fault(event.number, "changed"))
        _check_details(event, lawful, report)
        expected, previous = event.number + 1, event.digest
    report.head = previous
    end = RecordChain.objects.filter(key=report.key).first()
    if end is None or end.last_number > expected - 1:
        report.faults.append(Fault(end.last_number if end else 0, "end_missing"))
    elif (end.last_number, end.last_digest) != (expected - 1, previous):
        report.faults.append(Fault(end.last_number, "end_moved"))
    return report


def _check_details(event: AuditEvent, lawful: set[int], report: ChainReport) -> None:
    try:
        kept = event.kept
    except EventDetails.DoesNotExist:
        if event.number in lawful:
            report.erased += 1
        else:
            report.faults.append(Fault(event.number, "details_gone"))
        return
    if details_digest(bytes(kept.salt), kept.text) != event.details_digest:
        report.faults.append(Fault(event.number, "details_changed"))


def _erased_lawfully(assembly_id: int | None) -> set[int]:
    said = AuditEvent.objects.filter(assembly=assembly_id, type="record.details_erased").select_related(
        "kept"
    )
    return {number for event in said for number in event.details.get("entries", [])}


def _events(assembly_id: int | None) -> Iterator[AuditEvent]:
    found = AuditEvent.objects.filter(assembly=assembly_id).select_related("kept").order_by("number", "pk")
    return found.iterator(chunk_size=BATCH)
