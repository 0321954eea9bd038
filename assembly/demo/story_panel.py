"""What happens around the panel: a mailing that was stopped, a note, an incident."""

from datetime import time

from assembly.demo.calendar import Calendar
from assembly.models import Assembly, FacilitatorNote, MessageTemplate, User
from assembly.services.incidents import add_step, report_incident, write_note
from assembly.services.mailings import cancel_mailing, save_template, write_mailing

SUBJECT = "{{ assembly }}: you have been drawn"
BODY = """Dear {{ first_name }},

you have been drawn for the {{ assembly }}. Somebody of our team calls you within two days. You need not decide before.

If you would rather write or call us: 01632 960100, or Clean Air Assembly, 1 Bridge Street, Riverbend RB1 1AA."""


def write_to_panel(assembly: Assembly, *, actor: User, calendar: Calendar) -> None:
    """Write out a message to everybody who was drawn, and stop it: the calls were quicker."""
    now = calendar.at(2026, 4, 17, 14, 0)
    template = MessageTemplate(
        assembly=assembly, name="You have been drawn", audience="respondents", subject=SUBJECT, body=BODY
    )
    saved = save_template(template=template, actor=actor, now=now)
    mailing = write_mailing(template=saved, part="panel", actor=actor, now=now)
    cancel_mailing(mailing=mailing, actor=actor, now=calendar.at(2026, 4, 17, 19, 0))


def hold_open_evening(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Note what was asked on an evening for everybody who was invited, and report what went wrong there."""
    mei, now = people["mei"], calendar.at(2026, 4, 1, 9, 30)
    note = FacilitatorNote(
        assembly=assembly,
        day=calendar.day(2026, 3, 31),
        text="Most asked about: who pays for care during sessions, and whether one can bring an interpreter.",
        is_shared=True,
    )
    write_note(note=note, actor=mei, now=now)
    incident = report_incident(
        assembly=assembly,
        kind="privacy",
        happened_on=calendar.day(2026, 3, 31),
        happened_at=time(19, 30),
        place="Town library, small hall",
        account="The list of people who had asked for childcare lay open on the entrance table for about ten minutes. "
        "I saw it when I came back with the badges.",
        people="Eleven first names and telephone numbers; I do not know whether anybody read them.",
        done="Took the list away and told the library’s staff.",
        handlers=[people["amara"]],
        actor=mei,
        now=now,
    )
    add_step(
        incident=incident,
        text="Called the eleven people. Lists now stay in the folder of whoever is on duty.",
        actor=people["amara"],
        now=calendar.at(2026, 4, 1, 16, 0),
    )
