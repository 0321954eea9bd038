"""Reads of witnesses: the directory, one's own file, who could be the same person, what was proposed by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assembly.enums import PersonKind
from assembly.models import Assembly, Person, User
from evidence.enums import WitnessState
from evidence.models import Topic, Witness
from evidence.near_names import near_names

MOST_NEAR = 5


def witnesses_of(assembly: Assembly) -> QuerySet[Witness]:
    """Return the files of an assembly with their topics, by number."""
    found = Witness.objects.filter(assembly=assembly).select_related("person", "proposer")
    return found.prefetch_related("topics").order_by("number")


def witness_of(assembly: Assembly, user: User) -> Witness | None:
    """Return the file about an account, if there is one."""
    return Witness.objects.filter(assembly=assembly, person__user=user).select_related("person").first()


def witnesses_found(assembly: Assembly, *, words: str, narrowed: Mapping[str, str]) -> QuerySet[Witness]:
    """Return the directory narrowed by words and values; what is erased has left it.

    narrowed: `state`, `topic` (a key), `position` ("none": not said), `kind`; unknown values narrow nothing.
    """
    found = witnesses_of(assembly).filter(erased_at=None)
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(organisation__icontains=word)
            | Q(expertise__icontains=word)
            | Q(email__iexact=word)
            | Q(proposer_name__icontains=word)
        )
    for name in ("state", "kind"):
        allowed = {value for value, _label in Witness._meta.get_field(name).choices or ()}
        if narrowed.get(name) in allowed:
            found = found.filter(**{name: narrowed[name]})
    position = narrowed.get("position", "")
    if position in {"for", "against", "neutral", "none"}:
        found = found.filter(position="" if position == "none" else position)
    topic = narrowed.get("topic", "")
    if topic.isdecimal():
        found = found.filter(topics=int(topic))
    return found


def proposals_of(assembly: Assembly) -> QuerySet[Witness]:
    """Return what waits for a decision, the oldest first."""
    return witnesses_found(assembly, words="", narrowed={"state": WitnessState.PROPOSED})


def own_proposals(person: Person) -> QuerySet[Witness]:
    """Return what somebody proposed, the newest first."""
    return Witness.objects.filter(proposer=person, erased_at=None).order_by("-number")


def topics_of(assembly: Assembly) -> QuerySet[Topic]:
    """Return the topics in their order, with how many witnesses and items each has."""
    return Topic.objects.filter(assembly=assembly).annotate(
        witness_count=Count("witnesses", distinct=True), item_count=Count("items", distinct=True)
    )


def people_without_file(assembly: Assembly) -> QuerySet[Person]:
    """Return those who were entered by hand as witnesses and of whom there is no file yet."""
    here = Person.objects.here().filter(assembly=assembly)
    own = here.filter(kind=PersonKind.WITNESS, origin_kind="", witness=None)
    return own.exclude(name="").order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody whose name is near: a file, or a person who was entered by hand."""

    witness: Witness | None = None
    person: Person | None = None

    @property
    def name(self) -> str:
        """Return who it is."""
        return str(self.witness or self.person)


def near_of(assembly: Assembly, names: Iterable[tuple[int | None, str]]) -> dict[int | None, list[Near]]:
    """Return, for names with the key of their own file, who else could be the same person; in two queries."""
    files = {each.pk: each for each in Witness.objects.filter(assembly=assembly).exclude(name="")}
    people = {each.pk: each for each in people_without_file(assembly)}
    known = {("file", pk): each.name for pk, each in files.items()}
    known |= {("person", pk): each.name for pk, each in people.items()}
    found = {}
    for own, name in names:
        others = {key: other for key, other in known.items() if key != ("file", own)}
        found[own] = [
            Near(witness=files[pk]) if kind == "file" else Near(person=people[pk])
            for kind, pk in near_names(name, others)[:MOST_NEAR]
        ]
    return found
