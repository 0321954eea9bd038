"""The addresses of officials: what their bodies owe, and each answer."""

from django.urls import path

from assembly.outcomes.views import answer_clear, answer_draft, answers

urlpatterns = [
    path("", answers.AnswersOwedView.as_view(), name="answers_owed"),
    path("publish/", answers.AnswersPublishView.as_view(), name="answers_publish"),
    path("<int:pk>/", answer_draft.AnswerDraftView.as_view(), name="answer_draft"),
    path("<int:pk>/hints/", answer_draft.AnswerHintsView.as_view(), name="answer_hints"),
    path("<int:pk>/people/", answer_draft.AnswerPeopleView.as_view(), name="answer_people"),
    path("<int:pk>/more-time/", answer_draft.AnswerTimeView.as_view(), name="answer_more_time"),
    path("<int:pk>/same/", answer_draft.AnswerManyView.as_view(), name="answer_many"),
    path("<int:pk>/clear/", answer_clear.AnswerClearView.as_view(), name="answer_clear"),
]
