"""Set the targets of the story's assemblies: a file of shares and quotas, and where each comes from."""

from datetime import datetime, timedelta

from assembly.models import Assembly, User
from sortition.models import Category
from sortition.quota_files import read_targets
from sortition.rehearsal import targets_rows, write_csv
from sortition.rehearsal.town import Town
from sortition.selectors.targets import categories_of, targets_version
from sortition.services.targets_categories import ValueEntry, change_category
from sortition.services.targets_import import import_targets


def set_targets(assembly: Assembly, town: Town, *, actor: User, now: datetime) -> None:
    """Import the file of targets, then cite the source of each category."""
    file = read_targets(write_csv(targets_rows(town)))
    import_targets(
        assembly=assembly,
        rows=file.rows,
        fields=file.fields,
        remove_missing=False,
        file_name="targets.csv",
        version=targets_version(categories_of(assembly)),
        actor=actor,
        now=now,
    )
    for category in categories_of(assembly):
        cite(category, town.category(category.name).source, actor=actor, now=now + timedelta(minutes=10))


def cite(category: Category, source: str, *, actor: User, now: datetime) -> None:
    """Write where a category's shares come from."""
    change_category(
        category=category,
        name=category.name,
        source=source,
        values=[
            ValueEntry(pk=value.pk, name=value.name, share=value.share) for value in category.values.all()
        ],
        version=targets_version(categories_of(category.assembly)),
        actor=actor,
        now=now,
    )
