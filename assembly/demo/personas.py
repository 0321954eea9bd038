"""The people whom a visitor of the demonstration can be."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role


@dataclass(frozen=True, slots=True)
class Persona:
    """An account with a role in Riverbend's assembly (or none), and why one would want to be them."""

    key: str
    name: str
    role: Role | None
    sentence: Any
    is_staff: bool = False
    is_superuser: bool = False

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
        _("Organises together with Amara; keeps targets and lottery."),
    ),
    Persona(
        "mei",
        "Mei Tran",
        Role.SESSION_STAFF,
        _("Prepares the sessions. Knows the panel’s names, not the pool’s."),
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
        _("Was drawn and takes part. Sees the page about her own part, and nothing of other people."),
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
