"""What a closed secret vote has the database let go of, where the product does not own its tables."""

from assembly.former_rows import register_former_rows
from assembly.outcomes.services.secret_rows import REWRITTEN

register_former_rows(*REWRITTEN)
