"""Addresses of members’ questions, below `/assemblies/<slug>/evidence/`."""

from django.urls import path

from evidence.views import (
    own_answers,
    own_questions,
    question,
    question_entry,
    question_papers,
    questions,
)

urlpatterns = [
    path("questions/", questions.QuestionsView.as_view(), name="questions"),
    path("questions/export/", questions.QuestionsExportView.as_view(), name="questions_export"),
    path("questions/enter/", question_entry.EnterQuestionsView.as_view(), name="questions_enter"),
    path("questions/mine/", own_questions.OwnQuestionsView.as_view(), name="own_questions"),
    path("questions/mine/new/", own_questions.OwnQuestionNewView.as_view(), name="own_question_new"),
    path("questions/mine/<int:number>/", own_questions.OwnQuestionView.as_view(), name="own_question"),
    path("questions/to-me/", own_answers.OwnAnswersView.as_view(), name="own_answers"),
    path("questions/to-me/<int:number>/", own_answers.OwnAnswerView.as_view(), name="own_answer"),
    path("questions/<int:number>/", question.QuestionView.as_view(), name="question"),
    path(
        "questions/session/<int:number>/",
        question_entry.SessionQuestionsView.as_view(),
        name="session_questions",
    ),
    path(
        "questions/session/<int:number>/paper/",
        question_papers.SessionAnswersView.as_view(),
        name="session_answers_paper",
    ),
    path(
        "questions/witness/<int:number>/paper/",
        question_papers.WitnessSheetView.as_view(),
        name="witness_questions_paper",
    ),
]
