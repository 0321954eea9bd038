"""Load a question set from its file; nobody changes it afterwards."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.evaluation.errors_surveys import SurveyRefused
from assembly.evaluation.models import QuestionSet, SurveyQuestion
from assembly.evaluation.question_files import ReadSet, read_question_file
from assembly.models import Assembly, User
from assembly.services.record import record_event


@transaction.atomic
def load_question_set(
    *, assembly: Assembly, content: bytes, file_name: str, actor: User, now: datetime
) -> QuestionSet:
    """Read a file and keep its questions exactly as they stand in it.

    Raises:
        SurveyRefused: something is wrong with the file (`faults`, listed in `params["faults"]`), or a set with this key
            and version is there already (`known_version`): a new wording needs a new version.
    """
    read = read_question_file(content, file_name)
    if read.faults:
        raise SurveyRefused(
            _("The file cannot be loaded. Put it right and try again."),
            code="faults",
            params={"faults": read.faults},
        )
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    sets = QuestionSet.objects.filter(assembly=home)
    if sets.filter(key=read.key, version=read.version).exists():
        raise SurveyRefused(
            _("“%(key)s” in version %(version)s is loaded already. Another wording needs another version.")
            % {"key": read.key, "version": read.version},
            code="known_version",
        )
    number = (sets.aggregate(last=Max("number"))["last"] or 0) + 1
    kept = _keep(home, read, number=number, file_name=file_name[:200], actor=actor, now=now)
    record_event(
        "question_set.load",
        obj=kept,
        assembly=home,
        actor=actor,
        now=now,
        details={
            "number": number,
            "key": read.key,
            "version": read.version,
            "questions": len(read.questions),
            "sha256": read.sha256,
        },
    )
    return kept


def _keep(
    home: Assembly, read: ReadSet, *, number: int, file_name: str, actor: User, now: datetime
) -> QuestionSet:
    kept = QuestionSet.objects.create(
        assembly=home,
        number=number,
        key=read.key,
        version=read.version,
        titles=dict(read.titles),
        source=read.source,
        licence=read.licence,
        languages=list(read.languages),
        file_name=file_name,
        file_sha256=read.sha256,
        loaded_at=now,
        loaded_by=actor,
    )
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(
            question_set=kept,
            number=each.number,
            key=each.key,
            kind=each.kind,
            texts=dict(each.texts),
            lowest=each.lowest,
            highest=each.highest,
            labels={point: dict(words) for point, words in each.labels.items()},
            options=[dict(option) for option in each.options],
            measures=each.measures,
            is_reversed=each.is_reversed,
        )
        for each in read.questions
    )
    return kept
