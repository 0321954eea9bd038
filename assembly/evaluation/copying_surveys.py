"""What a copy of an assembly takes over of its surveys: the question sets. Of waves and answers nothing."""

from assembly.copying import register_copier
from assembly.evaluation.models import QuestionSet, SurveyQuestion
from assembly.models import Assembly


def copy_question_sets(source: Assembly, target: Assembly) -> None:
    """Take over the sets under their numbers, as they were loaded."""
    for question_set in QuestionSet.objects.filter(assembly=source).order_by("number"):
        questions = list(SurveyQuestion.objects.filter(question_set=question_set).order_by("number"))
        question_set.pk, question_set.assembly = None, target
        question_set.save(force_insert=True)
        for question in questions:
            question.pk, question.question_set = None, question_set
        SurveyQuestion.objects.bulk_create(questions)


register_copier(copy_question_sets)
