"""Bring a file into the pool as an organiser would: columns, values, a dry run, the commit."""

from datetime import datetime, timedelta

from django.utils import timezone

from assembly.models import Assembly, User
from sortition.enums import Channel
from sortition.models import Respondent
from sortition.reading.cells import fold
from sortition.reading.decisions import BLANK, REJECT
from sortition.reading.files import read_file
from sortition.reading.questions import proposed_values
from sortition.rehearsal import meanings
from sortition.selectors.imports import import_decisions, import_frame
from sortition.services.imports import (
    decide_values,
    match_columns,
    start_import,
    take_proposals,
    try_import,
)
from sortition.services.imports_commit import commit_import
from sortition.services.respondents_edit import add_respondent


def import_pool(
    *, assembly: Assembly, data: bytes, file_name: str, actor: User, now: datetime
) -> dict[str, int]:
    """Import the file and return the counts; people who are not asked about eligibility are declared eligible."""
    started = start_import(
        assembly=assembly, file_name=file_name, data=data, table=read_file(data), actor=actor, now=now
    )
    match_columns(pool_import=started, columns=started.columns, declarations={"is_eligible": "all"})
    take_proposals(pool_import=started, now=now)
    proposed = proposed_values(
        import_frame(started), import_decisions(started), today=timezone.localdate(now)
    )
    decide_values(pool_import=started, values=decisions(proposed))
    found = try_import(pool_import=started, now=now + timedelta(minutes=20))
    return commit_import(
        pool_import=started, digest=found.digest, actor=actor, now=now + timedelta(minutes=25)
    )


def decisions(proposed: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Decide the spellings that the proposals did not see through; whoever would not say is left blank."""
    known = {fold(typed): f"={value}" for typed, value in meanings().items()}
    return {
        key: {
            folded: known.get(folded, BLANK if becomes == REJECT else becomes)
            for folded, becomes in spellings.items()
        }
        for key, spellings in proposed.items()
    }


def take_calls(*, assembly: Assembly, actor: User, now: datetime) -> None:
    """Enter two people who phoned: one who had answered on the web already, one who lives with somebody in the pool.

    Nobody has asked them yet whether they can come, so neither can be drawn.
    """
    found = Respondent.objects.filter(assembly=assembly, channel=Channel.WEB).exclude(postcode="")
    twice, housemate = found.exclude(born_on=None).order_by("reference")[4:6]
    calls = [
        {
            "first_name": twice.first_name,
            "last_name": f"{twice.last_name[:-1]}{twice.last_name[-1] * 2}",
            "born_on": twice.born_on,
            "address": twice.address,
            "postcode": twice.postcode,
        },
        {
            "first_name": "Robin",
            "last_name": housemate.last_name,
            "address": f"{housemate.address}, Riverbend",
            "postcode": housemate.postcode,
        },
    ]
    for number, fields in enumerate(calls):
        add_respondent(
            assembly=assembly,
            fields={**fields, "channel": Channel.PHONE, "registered_on": timezone.localdate(now)},
            answers={},
            actor=actor,
            now=now + timedelta(minutes=7 * number),
        )
