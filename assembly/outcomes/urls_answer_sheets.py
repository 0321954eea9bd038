"""The addresses of answers as a spreadsheet and on paper."""

from django.urls import path

from assembly.outcomes.views import answer_sheets

urlpatterns = [
    path("", answer_sheets.AnswersSheetView.as_view(), name="answers_sheet"),
    path("<int:body>/workbook/", answer_sheets.OneOwnBodyView.as_view(), name="answers_workbook"),
    path("<int:body>/paper/", answer_sheets.AnswersPaperView.as_view(), name="answers_paper"),
    path("import/<uuid:token>/", answer_sheets.AnswersImportView.as_view(), name="answers_import"),
]
