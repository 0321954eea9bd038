"""What of the learning record the database itself keeps as it was published."""

from assembly.kept_rows import Refusal, differs

_PUBLISHED = "OLD.published_at IS NOT NULL"
_ENTRY = ("entry_id", "number", "stage", "kind", "text", "who_said", "way", "said_on", "is_public", "note")

REFUSALS = (
    Refusal(
        "learning_version_no_update",
        "evaluation_learningversion",
        "UPDATE",
        f"{_PUBLISHED} AND {differs(*_ENTRY, 'published_at')}",
    ),
    Refusal("learning_version_no_delete", "evaluation_learningversion", "DELETE", _PUBLISHED),
    Refusal(
        "learning_summary_no_update",
        "evaluation_learningsummary",
        "UPDATE",
        f"{_PUBLISHED} AND {differs('assembly_id', 'number', 'did', 'learnt', 'advice', 'published_at')}",
    ),
    Refusal("learning_summary_no_delete", "evaluation_learningsummary", "DELETE", _PUBLISHED),
    Refusal("learning_edition_no_update", "evaluation_learningedition", "UPDATE"),
    Refusal("learning_edition_no_delete", "evaluation_learningedition", "DELETE"),
)
"""A migration lays them. Names of people stand in none of these rows: publishing refuses them."""
