"""Addresses of the stage Lottery."""

from django.urls import path

from sortition.views import runs, runs_report

urlpatterns = [
    path("", runs.LotteryView.as_view(), name="lottery"),
    path("new/", runs.RunNewView.as_view(), name="run_new"),
    path("<int:number>/", runs_report.RunView.as_view(), name="run"),
    path("<int:number>/progress/", runs_report.RunProgressView.as_view(), name="run_progress"),
    path("<int:number>/stop/", runs.RunStopView.as_view(), name="run_stop"),
    path("<int:number>/again/", runs.RunAgainView.as_view(), name="run_again"),
    path("<int:number>/comment/", runs.RunCommentView.as_view(), name="run_comment"),
    path("<int:number>/adopt/", runs_report.RunAdoptView.as_view(), name="run_adopt"),
]
