"""Answers to open surveys are in no backup: at the closing nobody is to know any more whose they were.

When a backup is put back, whoever had answered is asked again (docs/adr/0033-backups.md).
"""

from collections.abc import Sequence
from datetime import datetime

from assembly.backup.left_out import LeftOut, register_left_out
from assembly.evaluation.enums_surveys import TurnState
from assembly.evaluation.models import OpenAnswers, SurveyTurn


def _ask_again(turns: Sequence[int], now: datetime) -> int:  # noqa: ARG001 (the registry's signature)
    return SurveyTurn.objects.filter(pk__in=turns, state=TurnState.ANSWERED).update(
        state=TurnState.ASKED, channel="", answered_on=None
    )


register_left_out(LeftOut(OpenAnswers._meta.db_table, OpenAnswers._meta.pk.column, _ask_again))
