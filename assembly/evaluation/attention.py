"""What of the evaluation needs somebody, and its key figures: each part registers its own."""

from assembly.attention import Parts, Tables

TABLES = Tables("evaluation", {})
evaluation_parts = Parts(TABLES)
