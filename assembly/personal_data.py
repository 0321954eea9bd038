"""Personal data declare themselves.

Each app says of every model, in `AppConfig.ready`, which fields hold what about people, why, and for how long. Erasure,
the copy of one's data, the privacy notice and the record of processing are made of these declarations, so that none
of them has to know the models. A test fails on a field with text, files or JSON that nobody declared.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet

from assembly.models import Assembly, User

Rows = Callable[[Collection[int]], QuerySet[Any]]
"""From the primary keys of subjects to the rows about them."""


@dataclass(frozen=True)
class Declaration:
    """What one model holds about people.

    name: what these data are called. personal: fields that tell who somebody is or how to reach them.
    sensitive: fields that say something that only some roles need. impersonal: texts, files and JSON about nobody.
    rows: for each kind of subject, the rows about them; `erased` gives fields another value than blank when they are
    erased, `is_deleted` takes the whole row away. What `is_confidential` is counted in a copy of one's data, not
    shown: it holds others' words. labels: names of fields that the model gives none.
    """

    model: type[models.Model]
    name: Any = ""
    personal: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    impersonal: tuple[str, ...] = ()
    purpose: Any = ""
    retention: str = ""
    rows: Mapping[str, Rows] = field(default_factory=dict)
    erased: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    is_deleted: bool = False
    is_confidential: bool = False
    labels: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SubjectKind:
    """Somebody whom data are about: a respondent, say.

    find: the subject within an assembly, None for a stranger. texts: what they can be recognised by in free text.
    erase: the service that erases them for good (pks, assembly, actor, now, reason); `not_erased` leaves those
        of some primary keys whom it has not erased yet.
    search: people of an assembly by words: a name where names may be read (the last argument), else only an exact
        reference; without it nobody of this kind is searched for. names_permission: what a reader needs to find
        somebody by name; "" where whoever searches may. describe: how somebody is told from others of the kind.
    """

    key: str
    label: Any
    find: Callable[[Assembly, int], models.Model | None]
    texts: Callable[[Collection[int]], list[str]]
    erase: Callable[..., int]
    not_erased: Callable[[Collection[int]], list[int]]
    search: Callable[[Assembly, str, bool], QuerySet[Any]] | None = None
    names_permission: str = ""
    describe: Callable[[Any], str] = str


MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody whom a search found; `name` is a number where the reader may not read names."""

    kind: SubjectKind
    subject: models.Model
    name: str

    @property
    def thing(self) -> tuple[str, str]:
        """Return how the record names them."""
        return self.subject._meta.model_name or "", str(self.subject.pk)


def people_found(assembly: Assembly, words: str, can: Callable[[str], bool]) -> list[Found]:
    """Return the people of an assembly whom words name, as far as a reader `can` know: `MOST_FOUND` of a kind."""
    found = []
    for kind in subject_kinds():
        if kind.search is None or not words.strip():
            continue
        by_name = not kind.names_permission or can(kind.names_permission)
        for subject in kind.search(assembly, words, by_name)[:MOST_FOUND]:
            name = kind.describe(subject) if by_name else f"{kind.label} {subject.pk}"
            found.append(Found(kind, subject, name))
    return found


@dataclass(frozen=True)
class RetentionClass:
    """A class of data with one clock.

    starts: the day from which the months count, None while the clock stands. waiting: how many would be erased.
    erase: the service that erases them and returns how many; it finds nothing the second time.
    """

    key: str
    label: Any
    clock: Any
    default_months: int
    starts: Callable[[Assembly], date | None]
    waiting: Callable[[Assembly], int]
    erase: Callable[[Assembly, User | None, datetime], int]


_declarations: dict[type[models.Model], Declaration] = {}
_kinds: dict[str, SubjectKind] = {}
_classes: dict[str, RetentionClass] = {}


def declare(*declarations: Declaration) -> None:
    """Add what models hold; call it from `AppConfig.ready`."""
    _declarations.update({each.model: each for each in declarations})


def register_subject_kind(kind: SubjectKind) -> None:
    """Add a kind of people; call it from `AppConfig.ready`."""
    _kinds[kind.key] = kind


def register_retention_class(retention: RetentionClass) -> None:
    """Add a class of data with its clock; call it from `AppConfig.ready`."""
    _classes[retention.key] = retention


def declarations() -> list[Declaration]:
    """Return all declarations, in the order in which they were made."""
    return list(_declarations.values())


def processing() -> list[tuple[Any, list[Declaration]]]:
    """Return what is held about people by purpose; what concerns accounts alone comes last."""
    by_purpose: dict[str, list[Declaration]] = {}
    for each in sorted(_declarations.values(), key=lambda each: set(each.rows) <= {"account"}):
        if each.personal or each.sensitive:
            by_purpose.setdefault(str(each.purpose), []).append(each)
    return list(by_purpose.items())


class EveryKind(Mapping[str, Rows]):
    """Rows of free text for people of whatever kind, found by the texts by which these are recognised."""

    def __init__(self, naming: Callable[[Collection[str]], QuerySet[Any]]) -> None:
        self._naming = naming

    def __getitem__(self, key: str) -> Rows:
        kind = _kinds[key]
        return lambda pks: self._naming(kind.texts(pks))

    def __iter__(self) -> Iterator[str]:
        return iter(_kinds)

    def __len__(self) -> int:
        return len(_kinds)


class OfPeople(Mapping[str, Rows]):
    """Rows that hang on a `Person`, for people of whatever kind: by whom the person came from, or who they are.

    path: the lookup that leads from the model to the person, "" where the model is the person itself.
    """

    def __init__(self, model: type[models.Model], path: str) -> None:
        self._model, self._path = model, f"{path}__" if path else ""

    def __getitem__(self, key: str) -> Rows:
        kind = _kinds[key]
        return lambda pks: self._rows(kind.key, pks)

    def _rows(self, key: str, pks: Collection[int]) -> QuerySet[Any]:
        rows = self._model._default_manager.all()
        if key == "person":
            return rows.filter(**{f"{self._path}pk__in": pks})
        if key == "account":
            # A member's row goes with the respondent, who may be known without the account.
            return rows.filter(**{f"{self._path}user__in": pks, f"{self._path}origin_kind": ""})
        return rows.filter(**{f"{self._path}origin_kind": key, f"{self._path}origin_key__in": pks})

    def __iter__(self) -> Iterator[str]:
        return iter(_kinds)

    def __len__(self) -> int:
        return len(_kinds)


def declaration_of(model: type[models.Model]) -> Declaration | None:
    """Return what `model` holds, None if nobody said."""
    return _declarations.get(model)


def subject_kind(key: str) -> SubjectKind:
    """Return a kind of people by its key.

    Raises:
        KeyError: there is no such kind.
    """
    return _kinds[key]


def subject_kinds() -> list[SubjectKind]:
    """Return all kinds of people."""
    return list(_kinds.values())


def retention_classes() -> list[RetentionClass]:
    """Return all classes of data that have a clock."""
    return list(_classes.values())


def blank_value(column: "models.Field[Any, Any]") -> Any:
    """Return what stands in a field once it is erased."""
    if column.null:
        return None
    if isinstance(column, models.JSONField):
        return column.get_default()
    if isinstance(column, models.BinaryField):
        return b""
    if column.has_default():
        return column.get_default()
    return ""
