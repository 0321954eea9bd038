"""Addresses of the membership record."""

from django.urls import path

from sortition.views import members, members_contacts, members_needs

urlpatterns = [
    path("needs/", members_needs.NeedsView.as_view(), name="support_needs"),
    path("needs/export/", members_needs.ExportNeedsView.as_view(), name="support_needs_export"),
    path("needs/<int:pk>/", members_needs.NeedView.as_view(), name="support_need"),
    path("needs/<int:pk>/move/", members_needs.MoveNeedView.as_view(), name="support_need_move"),
    path("<int:pk>/", members.MemberView.as_view(), name="member"),
    path("<int:pk>/consents/", members.ConsentsView.as_view(), name="member_consents"),
    path("<int:pk>/needs/new/", members_needs.NewNeedView.as_view(), name="support_need_new"),
    path("<int:pk>/contact/", members_contacts.PreferenceView.as_view(), name="member_contact"),
    path("<int:pk>/emergency/", members_contacts.EmergencyView.as_view(), name="member_emergency"),
    path(
        "<int:pk>/emergency/edit/", members_contacts.EditEmergencyView.as_view(), name="member_emergency_edit"
    ),
    path(
        "<int:pk>/emergency/delete/",
        members_contacts.DeleteEmergencyView.as_view(),
        name="member_emergency_delete",
    ),
]
