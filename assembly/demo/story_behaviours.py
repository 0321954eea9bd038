"""What organisers of the demonstration remark on indicators, where a number needs a word."""

from datetime import datetime

from assembly.demo.calendar import Calendar
from assembly.evaluation.services.indicators import remark_on_indicator
from assembly.models import Assembly, User


def tell_behaviours(air: Assembly, homes: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Remark on attendance and questions of the assembly under way, and on promises of the earlier one."""
    amara = people["amara"]

    def remark(assembly: Assembly, indicator: str, text: str, now: datetime) -> None:
        remark_on_indicator(assembly=assembly, indicator=indicator, text=text, actor=amara, now=now)

    remark(
        homes,
        "promises_kept",
        "Two promises wait for money from the national government, which decides in the autumn.",
        calendar.at(2026, 5, 20, 10, 0),
    )
    remark(
        homes,
        "wording_kept",
        "The report was laid out by an agency. We read every text aloud against the frozen one before it was printed.",
        calendar.at(2026, 5, 20, 10, 10),
    )
    remark(
        air,
        "present",
        "On the second day the trains did not run in the morning. Most who came late were there by eleven.",
        calendar.at(2026, 6, 8, 16, 0),
    )
    remark(
        air,
        "questions_answered",
        "Questions about the harbour wait for measurements that the port sends in June.",
        calendar.at(2026, 6, 8, 16, 10),
    )
