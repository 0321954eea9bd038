"""What the database refuses: a remark on an indicator is never changed or removed. The migration lays it."""

from assembly.kept_rows import Refusal

REFUSALS_INDICATORS = (
    Refusal("indicator_remark_no_update", "evaluation_indicatorremark", "UPDATE"),
    Refusal("indicator_remark_no_delete", "evaluation_indicatorremark", "DELETE"),
)
