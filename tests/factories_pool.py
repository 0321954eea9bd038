"""Makers of respondents, categories and imports."""

import factory
from factory.django import DjangoModelFactory

from sortition.enums import DerivationKind
from sortition.models import Answer, Category, Derivation, Respondent, Value
from sortition.reading.files import read_file
from sortition.services.imports import decide_values, match_columns, start_import, take_proposals, try_import
from sortition.services.imports_commit import commit_import
from tests.factories import NOON, AssemblyFactory, UserFactory


class RespondentFactory(DjangoModelFactory):
    """Somebody in the pool, without answers."""

    class Meta:
        model = Respondent

    assembly = factory.SubFactory(AssemblyFactory)
    reference = factory.Sequence(lambda n: f"⟪r{n}⟫")
    first_name = "⟪Grace⟫"
    last_name = factory.Sequence(lambda n: f"⟪Adeyemi {n}⟫")
    email = factory.Sequence(lambda n: f"grace{n}@example.org")
    consents = True
    is_eligible = True
    can_attend = True
    created_at = NOON


class CategoryFactory(DjangoModelFactory):
    """A category without values."""

    class Meta:
        model = Category

    assembly = factory.SubFactory(AssemblyFactory)
    name = factory.Sequence(lambda n: f"⟪Category {n}⟫")


class ValueFactory(DjangoModelFactory):
    """A value with a quota."""

    class Meta:
        model = Value

    category = factory.SubFactory(CategoryFactory)
    name = factory.Sequence(lambda n: f"⟪Value {n}⟫")
    minimum = 1
    maximum = 10


class DerivationFactory(DjangoModelFactory):
    """A category that is worked out as an age band."""

    class Meta:
        model = Derivation

    category = factory.SubFactory(CategoryFactory)
    kind = DerivationKind.AGE
    on = NOON.date()


class AnswerFactory(DjangoModelFactory):
    """What a respondent said."""

    class Meta:
        model = Answer

    respondent = factory.SubFactory(RespondentFactory)
    category = factory.SelfAttribute("value.category")
    value = factory.SubFactory(ValueFactory)
    raw = "⟪raw⟫"


EVERYBODY = {"consents": "all", "is_eligible": "all", "can_attend": "all"}


def upload(assembly, actor, data, *, name="⟪pool.csv⟫", now=NOON):
    """Upload a file; its columns are guessed."""
    return start_import(
        assembly=assembly, file_name=name, data=data, table=read_file(data), actor=actor, now=now
    )


def dry_run_of(assembly, actor, data, *, columns=None, declarations=None, values=None, now=NOON):
    """Upload a file, match its columns as guessed (or as told), take the proposals, and make the dry run."""
    pool_import = upload(assembly, actor, data, now=now)
    match_columns(
        pool_import=pool_import,
        columns={**pool_import.columns, **(columns or {})},
        declarations=EVERYBODY if declarations is None else declarations,
    )
    take_proposals(pool_import=pool_import, now=now)
    if values:
        decide_values(pool_import=pool_import, values=values)
    try_import(pool_import=pool_import, now=now)
    return pool_import


def import_at(assembly, state):
    """Make an import that stands at `state`, of a file with everything: a new value, a change, a rejected row."""
    actor = UserFactory()
    value = ValueFactory(category__assembly=assembly, category__name="⟪Gender⟫", name="⟪Female⟫")
    RespondentFactory(assembly=assembly, reference="⟪a⟫")
    data = (
        "⟪id⟫,⟪gender⟫,⟪born⟫,⟪ward⟫\n⟪a⟫,⟪Female⟫,⟪x⟫,⟪Harbour⟫\n⟪a⟫,⟪Femal⟫,,⟪Mill⟫\n⟪b⟫,⟪other⟫,,⟪Mill⟫\n"
    ).encode()
    pool_import = upload(assembly, actor, data)
    columns = {
        "⟪id⟫": "field:reference",
        "⟪gender⟫": f"category:{value.category_id}",
        "⟪born⟫": "",
        "⟪ward⟫": "new",
    }
    if state != "uploaded":
        match_columns(pool_import=pool_import, columns=columns, declarations=EVERYBODY)
    if state in ("checked", "committed"):
        try_import(pool_import=pool_import, now=NOON)
    if state == "committed":
        commit_import(pool_import=pool_import, digest=pool_import.result["digest"], actor=actor, now=NOON)
        pool_import.refresh_from_db()
    return pool_import
