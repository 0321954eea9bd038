"""Addresses of surveys, of the public and below `/assemblies/<slug>/evaluation/`."""

from django.urls import URLPattern, path

from assembly.evaluation.views import (
    own_surveys,
    public_survey,
    question_sets,
    survey_answer,
    survey_enter,
    survey_papers,
    survey_plan,
    survey_results,
    surveys,
    welfare,
)

_IN = "assemblies/<slug:slug>/evaluation/"
_ONE = f"{_IN}surveys/<int:number>/"
_OWN = "assemblies/<slug:slug>/my/surveys/"

urlpatterns: list[URLPattern] = [
    path(
        "about/<slug:slug>/evaluation/surveys/<int:number>/",
        public_survey.PublicSurveyView.as_view(),
        name="public_survey",
    ),
    path(_IN, surveys.SurveysView.as_view(), name="evaluation"),
    path(f"{_IN}surveys/new/", survey_plan.SurveyNewView.as_view(), name="survey_new"),
    path(_ONE, surveys.SurveyView.as_view(), name="survey"),
    path(f"{_ONE}change/", survey_plan.SurveyChangeView.as_view(), name="survey_change"),
    path(f"{_ONE}move/", surveys.SurveyMoveView.as_view(), name="survey_move"),
    path(f"{_ONE}publish/", surveys.SurveyPublishView.as_view(), name="survey_publish"),
    path(f"{_ONE}papers/", survey_papers.SurveyPapersView.as_view(), name="survey_papers"),
    path(f"{_ONE}form/", survey_papers.SurveyFormView.as_view(), name="survey_form"),
    path(f"{_ONE}tablet/", survey_papers.SurveyTabletView.as_view(), name="survey_tablet"),
    path(f"{_ONE}enter/", survey_enter.SurveyEnterView.as_view(), name="survey_enter"),
    path(f"{_ONE}results/", survey_results.SurveyResultsView.as_view(), name="survey_results"),
    path(
        f"{_ONE}results/<str:form>/",
        survey_results.SurveyResultsFileView.as_view(),
        name="survey_results_file",
    ),
    path(f"{_IN}question-sets/", question_sets.QuestionSetsView.as_view(), name="question_sets"),
    path(f"{_IN}question-sets/load/", question_sets.QuestionSetLoadView.as_view(), name="question_set_load"),
    path(f"{_IN}question-sets/<int:number>/", question_sets.QuestionSetView.as_view(), name="question_set"),
    path(f"{_IN}calls/", welfare.WelfareCallsView.as_view(), name="welfare_calls"),
    path(f"{_IN}calls/<int:pk>/", welfare.WelfareCallView.as_view(), name="welfare_call"),
    path(_OWN, own_surveys.OwnSurveysView.as_view(), name="own_surveys"),
    path(f"{_OWN}<int:number>/", own_surveys.OwnSurveyView.as_view(), name="own_survey"),
    path("survey/", survey_answer.SurveyCodeView.as_view(), name="survey_code"),
    path("survey/room/", survey_answer.SurveyCodeView.as_view(is_shared=True), name="survey_room"),
    path("survey/<str:token>/", survey_answer.SurveyLinkView.as_view(), name="survey_link"),
]
