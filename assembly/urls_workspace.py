"""The ground floor's addresses below one assembly."""

from django.urls import path

from assembly.views import (
    copy,
    incidents,
    mailings,
    mailings_letters,
    move,
    overview,
    own_home,
    privacy,
    processing,
    record,
    reminders,
    remit,
    team,
    team_letter,
)

urlpatterns = [
    path("", overview.OverviewView.as_view(), name="overview"),
    path("home/", own_home.OwnHomeView.as_view(), name="own_home"),
    path("copy/", copy.CopyView.as_view(), name="assembly_copy"),
    path("move/", move.MoveView.as_view(), name="assembly_move"),
    path("move/<slug:verb>/", move.ConfirmMoveView.as_view(), name="assembly_move_verb"),
    path("remit/", remit.RemitView.as_view(), name="remit"),
    path("remit/edit/", remit.EditRemitView.as_view(), name="remit_edit"),
    path("remit/publish/", remit.PublishRemitView.as_view(), name="remit_publish"),
    path("remit/versions/<int:number>/", remit.RemitVersionView.as_view(), name="remit_version"),
    path("team/", team.TeamView.as_view(), name="team"),
    path("team/invite/", team.InviteView.as_view(), name="team_invite"),
    path("team/invitations/<int:pk>/again/", team.SendAgainView.as_view(), name="team_send_again"),
    path("team/invitations/<int:pk>/withdraw/", team.WithdrawView.as_view(), name="team_withdraw"),
    path("team/<int:pk>/", team.RolesView.as_view(), name="team_roles"),
    path("team/<int:pk>/remove/", team.RemoveView.as_view(), name="team_remove"),
    path("team/<int:pk>/letter/", team_letter.PrintLetterView.as_view(), name="team_letter"),
    path(
        "team/<int:pk>/letter/withdraw/",
        team_letter.WithdrawLetterView.as_view(),
        name="team_letter_withdraw",
    ),
    path("team/<int:pk>/address/", team_letter.AddressView.as_view(), name="team_address"),
    path("privacy/", privacy.PrivacyView.as_view(), name="privacy"),
    path("privacy/processing/", processing.ProcessingView.as_view(), name="processing"),
    path("privacy/processing/edit/", processing.EditProcessingView.as_view(), name="processing_edit"),
    path("privacy/<slug:kind>/<int:pk>/", privacy.SubjectView.as_view(), name="privacy_subject"),
    path("privacy/<slug:kind>/<int:pk>/erase/", privacy.EraseView.as_view(), name="privacy_erase"),
    path("privacy/<slug:kind>/<int:pk>/<slug:form>/", privacy.CopyView.as_view(), name="privacy_copy"),
    path("messages/", mailings.MessagesView.as_view(), name="messages"),
    path("messages/templates/new/", mailings.TemplateView.as_view(), name="message_template_new"),
    path("messages/templates/<int:pk>/", mailings.TemplateView.as_view(), name="message_template"),
    path("messages/reminders/", reminders.RemindersView.as_view(), name="reminders"),
    path("messages/reminders/new/", reminders.NewReminderView.as_view(), name="reminder_new"),
    path(
        "messages/reminders/<int:pk>/cancel/", reminders.CancelReminderView.as_view(), name="reminder_cancel"
    ),
    path("messages/new/", mailings.NewMailingView.as_view(), name="mailing_new"),
    path("messages/<int:number>/", mailings.MailingView.as_view(), name="mailing"),
    path("messages/<int:number>/move/", mailings.MoveMailingView.as_view(), name="mailing_move"),
    path(
        "messages/<int:number>/letters.pdf",
        mailings_letters.MailingLettersView.as_view(),
        name="mailing_letters",
    ),
    path(
        "messages/<int:number>/posted/", mailings_letters.MailingPostedView.as_view(), name="mailing_posted"
    ),
    path("messages/<int:number>/<int:position>/", mailings.MessageView.as_view(), name="mailing_message"),
    path("incidents/", incidents.IncidentsView.as_view(), name="incidents"),
    path("incidents/new/", incidents.NewIncidentView.as_view(), name="incident_new"),
    path("incidents/<int:number>/", incidents.IncidentView.as_view(), name="incident"),
    path("notes/", incidents.NotesView.as_view(), name="notes"),
    path("notes/<int:pk>/", incidents.NoteView.as_view(), name="note"),
    path("record/", record.RecordView.as_view(), name="record"),
    path("record/export/", record.RecordExportView.as_view(), name="record_export"),
]
