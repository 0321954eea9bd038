"""Respondents as a table: which fields there are, under which headings, and how each is written."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from import_export import fields, resources, widgets

from sortition.enums import Standing
from sortition.models import Answer, Category, Respondent
from sortition.reading.fields import (
    BY_NAME,
    CHANNEL,
    DATE,
    FLAG,
    STANDING_HEADING,
    STORED_FIELDS,
    category_heading,
)
from sortition.reading.widgets import ChannelWidget, FlagWidget, PastDateWidget, TextWidget

_WIDGETS: dict[str, type[widgets.Widget]] = {CHANNEL: ChannelWidget, DATE: PastDateWidget, FLAG: FlagWidget}
_LOT = 2_000


class StandingWidget(TextWidget):
    """Where a respondent stands, in words."""

    def render(self, value: str, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002 (the signature is the library's)
        """Write the standing's name."""
        return str(Standing(value).label)


class RespondentResource(resources.Resource):
    """The fields of a respondent, one column per category of the assembly, and where the respondent stands.

    The widgets are those by which an import reads the same columns, so that what is exported is read back as it was.
    Neither the library's import nor its export of objects is used (docs/adr/0013).
    """

    def __init__(self, categories: Sequence[Category]) -> None:
        super().__init__()
        self.categories = categories
        for name in ("reference", *STORED_FIELDS):
            field = BY_NAME[name]
            widget = _WIDGETS.get(field.kind, TextWidget)()
            self.fields[name] = fields.Field(attribute=name, column_name=str(field.label), widget=widget)
        for category in categories:
            self.fields[f"category:{category.pk}"] = fields.Field(
                column_name=category_heading(category.name), widget=TextWidget()
            )
        self.fields["standing"] = fields.Field(
            attribute="standing", column_name=str(STANDING_HEADING), widget=StandingWidget()
        )

    def get_export_order(self, selected_fields: Sequence[str] | None = None) -> list[str]:  # noqa: ARG002
        """Return all fields in the order in which they were made."""
        return list(self.fields)

    def rows(self, respondents: QuerySet[Respondent]) -> Iterator[list[str]]:
        """Yield the headings, then one row per respondent (annotated with `standing`), a lot at a time."""
        yield [field.column_name for field in self.get_export_fields()]
        own = [name for name, field in self.fields.items() if field.attribute]
        renders = [self.fields[name].widget.render for name in own[:-1]]
        render_standing = self.fields["standing"].widget.render
        names = {value.pk: value.name for category in self.categories for value in category.values.all()}
        found = respondents.values_list("pk", *own).iterator(chunk_size=_LOT)
        while lot := list(islice(found, _LOT)):
            given = {
                (respondent, category): names.get(value, "")
                for respondent, category, value in Answer.objects.filter(
                    respondent__in=[row[0] for row in lot], value__isnull=False
                ).values_list("respondent_id", "category_id", "value_id")
            }
            for pk, *values, standing in lot:
                yield [
                    *(render(value) for render, value in zip(renders, values, strict=True)),
                    *(given.get((pk, category.pk), "") for category in self.categories),
                    render_standing(standing),
                ]
