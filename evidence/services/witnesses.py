"""Keep the files about witnesses: propose, enter, take over, correct, note their interests."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.enums import AssemblyState, PersonKind
from assembly.models import Assembly, Person, User
from assembly.permissions import OVER
from assembly.services.people import PersonFacts, keep_person
from assembly.services.people_edit import change_person
from assembly.services.record import record_event
from evidence.enums import ProposedBy, Way, WitnessState
from evidence.errors import WitnessRefused
from evidence.models import Topic, Witness
from evidence.services.receipts import Page, begin_receipt
from evidence.witness_kind import WITNESS_KIND

PROPOSABLE = frozenset(
    {
        AssemblyState.RECRUITING,
        AssemblyState.SELECTING,
        AssemblyState.ONBOARDING,
        AssemblyState.LEARNING,
        AssemblyState.DELIBERATING,
    }
)
"""While the assembly still hears evidence, the public may propose."""


@dataclass(frozen=True, slots=True)
class Proposer:
    """Who proposes: as what, and either somebody of the assembly or a name with an address to answer to."""

    by: str
    person: Person | None = None
    name: str = ""
    contact: str = ""


def locked_witness(witness: Witness) -> Witness:
    """Lock a file.

    Raises:
        WitnessRefused: it was erased.
    """
    rows = Witness.objects.select_for_update(no_key=True, of=("self",)).select_related("assembly", "person")
    fresh = rows.get(pk=witness.pk)
    if fresh.erased_at is not None:
        raise WitnessRefused(_("This file was erased."), code="erased")
    return fresh


def facts_of(witness: Witness) -> PersonFacts:
    """Return what the ground floor knows of a witness; badge and values stay as they are there."""
    person = witness.person
    return PersonFacts(
        name=witness.name,
        called=person.called if person else "",
        organisation=witness.organisation,
        email=witness.email,
        phone=witness.phone,
        language=witness.language,
        values=person.values if person else {},
    )


@transaction.atomic
def propose_witness(
    *,
    assembly: Assembly,
    fields: Mapping[str, Any],
    topics: Collection[Topic],
    proposer: Proposer,
    way: str,
    token: UUID,
    actor: User | None,
    now: datetime,
    page: Page | None = None,
) -> Witness:
    """Keep a proposal, and return its file; the same form sent twice is one proposal.

    page: on which page; then whoever proposes is told by e-mail that it has come, where they gave an address.

    Raises:
        WitnessRefused: a proposal of the public while none is taken.
    """
    # The assembly's row is the lock for the number, and makes a second sending of the form wait for the first.
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    if standing := Witness.objects.filter(token=token).first():
        return standing
    if actor is None and locked.state not in PROPOSABLE:
        raise WitnessRefused(_("Proposals are not taken any more."), code="not_taken")
    last = Witness.objects.filter(assembly=locked).aggregate(last=Max("number"))["last"] or 0
    witness = Witness.objects.create(
        assembly=locked,
        number=last + 1,
        proposed_by=proposer.by,
        proposer=proposer.person,
        proposer_name=proposer.name,
        proposer_contact=proposer.contact,
        token=token,
        made_at=now,
        **fields,
    )
    witness.topics.set(topics)
    record("witness.propose", witness, actor, now, by=str(proposer.by), way=str(way))
    if page is not None:
        begin_receipt(witness, page=page, now=now)
    return witness


@transaction.atomic
def take_over_person(
    *, assembly: Assembly, person: Person, kind: str, token: UUID, actor: User, now: datetime
) -> Witness:
    """Make the file of somebody who was entered by hand; whoever is in the programme already is shortlisted.

    Raises:
        WitnessRefused: they are no witness, or there is a file about them.
    """
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    rows = Person.objects.select_for_update(no_key=True, of=("self",))
    standing = rows.filter(
        assembly=locked, pk=person.pk, kind=PersonKind.WITNESS, origin_kind="", left_at=None
    ).first()
    if standing is None or Witness.objects.filter(person=standing).exists():
        raise WitnessRefused(_("There is a file about this person already."), code="has_file")
    last = Witness.objects.filter(assembly=locked).aggregate(last=Max("number"))["last"] or 0
    witness = Witness.objects.create(
        assembly=locked,
        number=last + 1,
        state=WitnessState.SHORTLISTED,
        name=standing.name,
        organisation=standing.organisation,
        email=standing.email,
        phone=standing.phone,
        language=standing.language,
        kind=kind,
        proposed_by=ProposedBy.ORGANISER,
        decision_reason=_("Entered in the programme before this file was made."),
        token=token,
        made_at=now,
    )
    witness.person = keep_person(
        assembly=locked,
        kind=PersonKind.WITNESS,
        origin=(WITNESS_KIND, witness.pk),
        facts=PersonFacts(**{name: getattr(standing, name) for name in _FACTS}, values=dict(standing.values)),
        standing=standing,
        actor=actor,
        now=now,
    )
    witness.save(update_fields=["person"])
    record("witness.take_over", witness, actor, now)
    return witness


_FACTS = ("name", "called", "organisation", "email", "phone", "language")


@transaction.atomic
def change_witness(
    *,
    witness: Witness,
    fields: Mapping[str, Any],
    topics: Collection[Topic] | None = None,
    actor: User,
    now: datetime,
) -> Witness:
    """Correct a file, and the person behind it; nothing is recorded where nothing is different.

    Raises:
        WitnessRefused: it was erased.
    """
    fresh = locked_witness(witness)
    changed = sorted(name for name, value in fields.items() if getattr(fresh, name) != value)
    for name in changed:
        setattr(fresh, name, fields[name])
    if changed:
        fresh.save(update_fields=changed)
    stood = set(fresh.topics.values_list("pk", flat=True))
    if topics is not None and {topic.pk for topic in topics} != stood:
        fresh.topics.set(topics)
        changed.append("topics")
    if not changed:
        return fresh
    if fresh.person is not None:
        change_person(
            person=fresh.person,
            kind=PersonKind.WITNESS,
            facts=facts_of(fresh),
            is_of_file=True,
            actor=actor,
            now=now,
        )
    record("witness.change", fresh, actor, now, fields=changed)
    return fresh


@transaction.atomic
def declare_interests(
    *, witness: Witness, interests: str, has_none: bool, way: str, actor: User, now: datetime
) -> Witness:
    """Keep what interests a witness declares, or that they have none. What stood before gives way.

    Raises:
        WitnessRefused: neither was said, or both were; or the file was erased.
    """
    fresh = locked_witness(witness)
    words = interests.strip()
    if bool(words) == has_none:
        raise WitnessRefused(_("Write the interests, or say that there are none."), code="one_of_two")
    fresh.interests, fresh.has_no_interests = words, has_none
    fresh.interests_at, fresh.interests_way = now, Way(way)
    fresh.save(update_fields=["interests", "has_no_interests", "interests_at", "interests_way"])
    record("witness.interests", fresh, actor, now, way=str(way))
    return fresh


@transaction.atomic
def forget_proposer(*, witness: Witness, actor: User | None, now: datetime) -> bool:
    """Erase the name and address of who proposed a witness; answer whether there was any."""
    fresh = (
        Witness.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=witness.pk)
    )
    if not (fresh.proposer_name or fresh.proposer_contact):
        return False
    fresh.proposer_name = fresh.proposer_contact = ""
    fresh.save(update_fields=["proposer_name", "proposer_contact"])
    record("witness.forget_proposer", fresh, actor, now)
    return True


def refuse_if_over(assembly: Assembly) -> None:
    """Refuse what a witness does on their own page once the assembly is over.

    Raises:
        WitnessRefused: it is.
    """
    if assembly.state in OVER:
        raise WitnessRefused(_("This assembly is over. Nothing in it is changed any more."), code="over")


def record(event: str, witness: Witness, actor: User | None, now: datetime, **details: Any) -> None:
    """Write an entry about a file: its number, never a name."""
    record_event(
        event,
        obj=witness,
        assembly=witness.assembly,
        actor=actor,
        now=now,
        details={"number": witness.number, **details},
    )
