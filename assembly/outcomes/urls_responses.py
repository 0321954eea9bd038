"""The addresses of bodies, officials, the plan, and what bodies are asked and owe."""

from django.urls import path

from assembly.outcomes.views import (
    answer_sheets,
    ask_bodies,
    bodies,
    enter_answer,
    officials,
    response_owed,
    response_plan,
    responses,
)

urlpatterns = [
    path("", responses.ResponseListView.as_view(), name="responses"),
    path("export/", responses.ResponsesExportView.as_view(), name="responses_export"),
    path("ask/", ask_bodies.AskBodiesView.as_view(), name="responses_ask"),
    path("plan/", response_plan.ResponsePlanView.as_view(), name="response_plan"),
    path("owed/<int:pk>/", response_owed.ResponseOwedView.as_view(), name="response_owed"),
    path("owed/<int:pk>/enter/", enter_answer.EnterAnswerView.as_view(), name="response_enter"),
    path("owed/<int:pk>/publish/", enter_answer.PublishEnteredView.as_view(), name="response_publish"),
    path("owed/<int:pk>/paper/", answer_sheets.ResponsePaperView.as_view(), name="response_paper"),
    path("more-time/<int:pk>/", response_owed.DecideTimeView.as_view(), name="extension_decide"),
    path("bodies/", bodies.BodiesView.as_view(), name="bodies"),
    path("bodies/new/", bodies.BodyNewView.as_view(), name="body_new"),
    path("bodies/<int:pk>/", bodies.BodyView.as_view(), name="body"),
    path("bodies/<int:pk>/edit/", bodies.BodyEditView.as_view(), name="body_edit"),
    path("bodies/<int:pk>/letter/", bodies.BodyLetterView.as_view(), name="body_letter"),
    path("bodies/<int:pk>/stand-in/", officials.BodyStandInView.as_view(), name="body_stand_in"),
    path("bodies/<int:pk>/officials/new/", officials.OfficialNewView.as_view(), name="official_new"),
    path("bodies/<int:pk>/officials/<int:official>/", officials.OfficialView.as_view(), name="official"),
]
