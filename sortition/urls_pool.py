"""Addresses of the pool."""

from django.urls import path, re_path

from sortition.views import (
    households,
    matches,
    monitor,
    pool,
    pool_bulk,
    pool_imports,
    pool_imports_done,
    pool_memory,
    pool_message,
    registration,
    respondents,
    respondents_letter,
    respondents_new,
)

urlpatterns = [
    path("", pool.PoolView.as_view(), name="pool"),
    path("export/", pool.PoolExportView.as_view(), name="pool_export"),
    path("monitor/", monitor.PoolMonitorView.as_view(), name="pool_monitor"),
    path("people/several/", pool_bulk.PoolBulkView.as_view(), name="pool_bulk"),
    path("people/several/message/", pool_message.PoolMessageView.as_view(), name="pool_message"),
    path("people/new/", respondents_new.NewRespondentView.as_view(), name="pool_person_new"),
    path("people/new/known/", respondents_new.KnownView.as_view(), name="pool_person_known"),
    path("people/<int:pk>/", respondents.RespondentView.as_view(), name="pool_person"),
    path("people/<int:pk>/edit/", respondents.EditRespondentView.as_view(), name="pool_person_edit"),
    path("people/<int:pk>/withdraw/", respondents.WithdrawView.as_view(), name="pool_person_withdraw"),
    path("people/<int:pk>/letter/", respondents_letter.NoteLetterView.as_view(), name="pool_person_letter"),
    path("registration/", registration.RegistrationView.as_view(), name="registration"),
    path("registration/open/", registration.OpenRegistrationView.as_view(), name="registration_open"),
    re_path(
        r"^registration/code\.(?P<kind>svg|png)$", registration.QrCodeView.as_view(), name="registration_qr"
    ),
    path("matches/", matches.MatchesView.as_view(), name="pool_matches"),
    path("matches/<int:first>/<int:second>/", matches.MatchView.as_view(), name="pool_match"),
    path("matches/<int:pk>/ask-again/", matches.AskAgainView.as_view(), name="pool_match_again"),
    path("households/", households.HouseholdsView.as_view(), name="pool_households"),
    path("households/decide/", households.HouseholdDecideView.as_view(), name="pool_household_decide"),
    path(
        "households/<int:pk>/take-back/",
        households.HouseholdTakeBackView.as_view(),
        name="pool_household_back",
    ),
    path("imports/new/", pool_imports.NewImportView.as_view(), name="pool_import_new"),
    path("imports/<int:pk>/", pool_imports_done.ImportView.as_view(), name="pool_import"),
    path("imports/<int:pk>/sheet/", pool_imports.SheetView.as_view(), name="pool_import_sheet"),
    path("imports/<int:pk>/columns/", pool_imports.ColumnsView.as_view(), name="pool_import_columns"),
    path("imports/<int:pk>/values/", pool_imports.ValuesView.as_view(), name="pool_import_values"),
    path("imports/<int:pk>/dry-run/", pool_imports.DryRunView.as_view(), name="pool_import_check"),
    path("imports/<int:pk>/rejected/", pool_imports_done.RejectedView.as_view(), name="pool_import_rejected"),
    path("imports/<int:pk>/changes/", pool_imports_done.ChangesView.as_view(), name="pool_import_changes"),
    path("imports/<int:pk>/undo/", pool_imports_done.UndoView.as_view(), name="pool_import_undo"),
    path("imports/remembered/", pool_memory.MemoryView.as_view(), name="pool_memory"),
    path("imports/remembered/forget/", pool_memory.ForgetView.as_view(), name="pool_memory_forget"),
    path("imports/remembered/change/", pool_memory.MappingView.as_view(), name="pool_mapping"),
    path("imports/worked-out/<int:pk>/", pool_memory.DerivationView.as_view(), name="pool_derivation"),
    path("imports/<int:pk>/set-aside/", pool_imports.AbandonView.as_view(), name="pool_import_abandon"),
]
