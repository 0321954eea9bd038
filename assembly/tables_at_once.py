"""Make the tables of a migration in one step.

Django renders anew whatever is related to a model after each operation, and here everything is related: with hundreds
of constraints that took most of a minute before there was a database. One step renders it once. What stands in the
database afterwards is the same.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


def at_once(operations: Iterable[Operation]) -> list[Operation]:
    """Join what creates models, and adds to these models alone, wherever such operations stand together."""
    return list(_joined(operations))


def _joined(operations: Iterable[Operation]) -> Iterator[Operation]:
    together: list[Operation] = []
    created: set[str] = set()
    for operation in operations:
        if isinstance(operation, CreateModel):
            created.add(operation.name_lower)
            together.append(operation)
        elif isinstance(operation, AddField | AddConstraint | AddIndex) and _table_of(operation) in created:
            together.append(operation)
        else:
            yield from _step(together)
            yield operation
            together, created = [], set()
    yield from _step(together)


def _table_of(addition: Any) -> str:
    return str(addition.model_name).lower()


def _step(together: list[Operation]) -> list[Operation]:
    return [CreateTables(together)] if len(together) > 1 else together


class CreateTables(Operation):
    """Do what these operations do, which create models and add to them."""

    category = OperationCategory.ADDITION
    serialization_expand_args = ("operations",)

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations
        self.models = [each.name for each in operations if isinstance(each, CreateModel)]

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change the state without what is rendered of it; that is rendered when it is next asked for."""
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 (Django's signature)
        to_state: ProjectState,
    ) -> None:
        """Make each table as the last of the operations leaves it."""
        for name in self.models:
            model = to_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002 (Django's signature)
    ) -> None:
        """Take the tables away, the last first."""
        for name in reversed(self.models):
            model = from_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        """Say what `migrate --plan` prints."""
        return f"Create {len(self.models)} tables"
