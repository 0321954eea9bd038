"""`manage.py audit_verify`: prove that the record is as it was written, or say which entries are not."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assembly.models import Assembly, AuditEvent
from assembly.models.record import chain_key
from assembly.record_check import ChainReport, check_kept, check_record

FAULTS = {
    "missing": "entry {number} was taken out",
    "inserted": "entry {number} was put in",
    "changed": "entry {number} was changed",
    "broken": "entry {number} does not follow the one before it, which was replaced",
    "details_changed": "the details of entry {number} were changed",
    "details_gone": "the details of entry {number} are gone, and no entry says that they were erased",
    "end_missing": "the entries up to {number} are gone from the end",
    "end_moved": "the noted end, entry {number}, is not the end",
    "noted_changed": "entry {number} is not the one that was noted",
}
KEPT_FAULTS = {"changed": "is not as it was issued", "gone": "is gone"}


class Command(BaseCommand):
    """Check every chain and every document that was issued; exit with an error if anything is wrong."""

    help = (
        "Prove that the record is unbroken and what was issued is as it was; name every entry that was changed, "
        "taken out or put in, and every document that is another."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what an auditor noted earlier."""
        parser.add_argument(
            "--noted",
            action="append",
            default=[],
            metavar="CHAIN:NUMBER:DIGEST",
            help="an end that was printed earlier; it must still stand in the record (may be given several times)",
        )

    def handle(self, *, noted: list[str], **options: Any) -> None:  # noqa: ARG002 (Django's signature)
        """Print one line a chain and one line a fault."""
        names = {chain_key(each.pk): each.slug for each in Assembly.objects.all()}
        faults = 0
        for report in check_record():
            self._tell(report, names.get(report.key, report.key))
            faults += len(report.faults)
        for kept in check_kept():
            self.stdout.write(f"{kept.what} {KEPT_FAULTS[kept.code]}")
            faults += 1
        for each in noted:
            faults += self._check_noted(each, {name: key for key, name in names.items()})
        if faults:
            message = f"The record is not as it was written: {faults} faults."
            raise CommandError(message)

    def _tell(self, report: ChainReport, name: str) -> None:
        state = "broken" if report.faults else "unbroken"
        self.stdout.write(
            f"{name}: {state}, {report.entries} entries, details of {report.erased} erased lawfully; "
            f"end {name}:{report.entries}:{report.head}"
        )
        for fault in report.faults:
            self.stdout.write("  " + FAULTS[fault.code].format(number=fault.number))

    def _check_noted(self, noted: str, keys: dict[str, str]) -> int:
        name, number, digest = ([*noted.rsplit(":", 2), "", ""])[:3]
        if not number.isdecimal() or len(digest) != 64:
            message = f"“{noted}” is not a chain, a number and a digest, as this command prints them."
            raise CommandError(message)
        key = keys.get(name, name)
        found = AuditEvent.objects.filter(number=int(number), digest=digest).select_related("assembly")
        if any(chain_key(event.assembly_id) == key for event in found):
            return 0
        self.stdout.write(f"{name}: " + FAULTS["noted_changed"].format(number=number))
        return 1
