"""What the final report registers at start-up, and what the public is promised of votes, report and answers."""

from assembly.outcomes import published_kinds  # noqa: F401
