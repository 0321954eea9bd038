"""Rows of figures that the database itself keeps as they are; a migration lays the triggers."""

from assembly.kept_rows import Refusal

FIGURES_REFUSALS = (
    Refusal("published_column_no_update", "evaluation_publishedcolumn", "UPDATE"),
    Refusal("published_column_no_delete", "evaluation_publishedcolumn", "DELETE"),
)
"""A column that changed would tell by the difference what it hides."""
