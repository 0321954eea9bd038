"""The ground floor's addresses."""

from django.urls import include, path, re_path
from django.views.i18n import set_language

from assembly.views import (
    create,
    health,
    home,
    icon,
    invitation,
    permissions,
    privacy,
    public_about,
    public_calendar,
    public_feed,
    security_txt,
    sessions,
    sign_in_letter,
)
from assembly.views.errors import no_such_account_page

urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("language/", set_language, name="set_language"),
    path("favicon.ico", icon.icon, name="icon"),
    path(".well-known/security.txt", security_txt.security_txt, name="security_txt"),
    path("health/", health.health, name="health"),
    path("health/ready/", health.ready, name="ready"),
    path("metrics/", health.metrics, name="metrics"),
    path("permissions/", permissions.PermissionsView.as_view(), name="permissions"),
    path("about/", public_about.PublicAssembliesView.as_view(), name="public_assemblies"),
    path("about/<slug:slug>/", public_about.PublicAboutView.as_view(), name="public_about"),
    path("about/<slug:slug>/feed/", public_feed.PublicFeedView.as_view(), name="public_feed"),
    path("privacy/<slug:slug>/", privacy.PrivacyNoticeView.as_view(), name="privacy_notice"),
    path("about/<slug:slug>/calendar/", public_calendar.PublicCalendarView.as_view(), name="public_calendar"),
    path(
        "about/<slug:slug>/calendar.csv",
        public_calendar.PublicCalendarCsvView.as_view(),
        name="public_calendar_csv",
    ),
    path(
        "about/<slug:slug>/calendar.json",
        public_calendar.PublicCalendarJsonView.as_view(),
        name="public_calendar_json",
    ),
    path(
        "about/<slug:slug>/calendar.ics",
        public_calendar.PublicCalendarIcsView.as_view(),
        name="public_calendar_ics",
    ),
    path("assemblies/new/", create.CreateAssemblyView.as_view(), name="assembly_new"),
    path("assemblies/<slug:slug>/", include("assembly.urls_workspace")),
    path("invitations/<str:token>/", invitation.InvitationView.as_view(), name="invitation"),
    path("accounts/sessions/", sessions.SessionsView.as_view(), name="account_sessions"),
    path("accounts/sign-in/letter/", sign_in_letter.SignInByLetterView.as_view(), name="sign_in_by_letter"),
    # Pages of allauth that this house has no use for: addresses are not confirmed or changed by oneself.
    re_path(
        r"^accounts/(?:email/|confirm-email/.*|password/set/)$",
        no_such_account_page,
        name="no_such_account_page",
    ),
]
