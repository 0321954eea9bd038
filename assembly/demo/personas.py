"""The people whom a visitor of the demonstration can be."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role

CLEAN_AIR = "riverbend-citizens-assembly-on-clean-air"
WARM_HOMES = "riverbend-citizens-assembly-on-warm-homes"
LIBRARIES = "riverbend-citizens-assembly-on-libraries"


@dataclass(frozen=True, slots=True)
class Persona:
    """An account with a role in one of Riverbend's assemblies (or none), and why one would want to be them.

    `story` is the address of the assembly that they have to do with first.
    """

    key: str
    name: str
    role: Role | None
    sentence: Any
    is_staff: bool = False
    is_superuser: bool = False
    story: str = CLEAN_AIR

    @property
    def email(self) -> str:
        """The address of the account."""
        return f"{self.name.lower().replace(' ', '.')}@riverbend.example"


PERSONAS = (
    Persona(
        "amara",
        "Amara Osei",
        Role.ORGANISER,
        _("Runs the assembly on clean air. May see and do everything in it, and create new assemblies."),
        is_staff=True,
    ),
    Persona(
        "jonas",
        "Jonas Weber",
        Role.ORGANISER,
        _(
            "Organises together with Amara; keeps targets and lottery, decides about claims and makes payments."
        ),
    ),
    Persona(
        "mei",
        "Mei Tran",
        Role.SESSION_STAFF,
        _(
            "Plans the sessions and runs them in the hall: programme, tables, attendance. Knows the panel’s names, not "
            "the pool’s."
        ),
    ),
    Persona(
        "leo",
        "Leo Castell",
        Role.FACILITATOR,
        _(
            "Facilitates at a table. Sees first names and who sits where, notes who is there, and nothing private."
        ),
    ),
    Persona(
        "noor",
        "Noor Haddad",
        Role.CALLER,
        _(
            "Calls the people who were drawn, one at a time. Sees a name and a number, and nothing else of them."
        ),
    ),
    Persona(
        "grace",
        "Grace Hill",
        Role.MEMBER,
        _(
            "Was drawn and takes part. Sees her next session, programme, table, absences and claims, and nothing of "
            "other people."
        ),
    ),
    Persona(
        "maya",
        "Maya Lindqvist",
        Role.WITNESS,
        _("Measures the city’s air and is heard by the members. Sees the programme and her own part in it."),
    ),
    Persona(
        "elif",
        "Elif Arslan",
        Role.ADVISORY_GROUP,
        _(
            "Sits in the advisory group. Reads evidence before the members do, and says whether it is fair and right."
        ),
    ),
    Persona(
        "sam",
        "Sam Iyer",
        Role.OBSERVER,
        _("Watches for the council’s opposition. Sees figures, never people, and changes nothing."),
    ),
    Persona(
        "ingrid",
        "Ingrid Holm",
        Role.AUDITOR,
        _("Checks that all was done by the rules: record, runs, certificates."),
    ),
    Persona(
        "hanna",
        "Hanna Berg",
        Role.MEMBER,
        _(
            "Was a member of the assembly on warm homes, which has reported. Reads what was answered, rates it, and "
            "says what is still unclear."
        ),
        story=WARM_HOMES,
    ),
    Persona(
        "ida",
        "Ida Novotny",
        Role.MEMBER,
        _(
            "Was a member of the assembly on libraries, which is over. Finds what was recommended, what came of it, "
            "and what is still held about her."
        ),
        story=LIBRARIES,
    ),
    Persona(
        "oskar",
        "Oskar Blom",
        Role.OFFICIAL,
        _(
            "Works for the council on streets and housing. Drafts the answers that are still owed, and reports on what "
            "was promised."
        ),
        story=WARM_HOMES,
    ),
    Persona(
        "paula",
        "Paula Okonjo",
        Role.RESPONSE_APPROVER,
        _(
            "Clears and publishes the council’s answers under her name. Sees what waits for her, and what is late."
        ),
        story=WARM_HOMES,
    ),
    Persona(
        "pat",
        "Pat Reyes",
        None,
        _(
            "Administers the platform: creates assemblies and accounts, and for all that cannot look into an assembly."
        ),
        is_staff=True,
        is_superuser=True,
    ),
    Persona(
        "robin", "Robin Vale", None, _("Has an account and no role: every assembly’s pages are not found.")
    ),
)
BY_KEY = {persona.key: persona for persona in PERSONAS}
