"""Addresses of packs and the members’ own pages, below `/assemblies/<slug>/evidence/`."""

from django.urls import URLPattern, path

from evidence.views import deliveries, own_notes, own_reading, pack_versions, packs

urlpatterns: list[URLPattern] = [
    path("packs/", packs.PacksView.as_view(), name="packs"),
    path("packs/<int:number>/", packs.PackView.as_view(), name="pack"),
    path("packs/<int:number>/words/", packs.PackWordsView.as_view(), name="pack_words"),
    path("packs/<int:number>/entries/", packs.PackEntriesView.as_view(), name="pack_entries"),
    path("packs/<int:number>/issue/", pack_versions.PackIssueView.as_view(), name="pack_issue"),
    path("packs/<int:number>/progress/", pack_versions.PackProgressView.as_view(), name="pack_progress"),
    path(
        "packs/<int:number>/versions/<int:version>/",
        pack_versions.PackVersionView.as_view(),
        name="pack_version",
    ),
    path(
        "packs/<int:number>/versions/<int:version>/build/",
        pack_versions.PackBuildView.as_view(),
        name="pack_build",
    ),
    path(
        "packs/<int:number>/versions/<int:version>/pdf/<slug:size>/",
        pack_versions.PackFileView.as_view(),
        name="pack_file",
    ),
    path("packs/<int:number>/deliveries/", deliveries.DeliveriesView.as_view(), name="pack_deliveries"),
    path(
        "packs/<int:number>/deliveries/list/",
        deliveries.DeliveryListView.as_view(),
        name="pack_delivery_list",
    ),
    path(
        "packs/<int:number>/deliveries/addresses/",
        deliveries.PackAddressesView.as_view(),
        name="pack_addresses",
    ),
    path(
        "packs/<int:number>/deliveries/messages/",
        deliveries.PackNoticesView.as_view(),
        name="pack_notices",
    ),
    path("readers/<int:pk>/", deliveries.ReadingWishView.as_view(), name="reading_wish"),
    path("reading/", own_reading.OwnReadingView.as_view(), name="own_reading"),
    path("reading/all/", own_reading.OwnPacksFileView.as_view(), name="own_packs_file"),
    path("reading/packs/<int:number>/", own_reading.OwnPackView.as_view(), name="own_pack"),
    path(
        "reading/packs/<int:number>/pdf/<slug:size>/",
        own_reading.OwnPackFileView.as_view(),
        name="own_pack_file",
    ),
    path("reading/papers/<int:number>/", own_reading.OwnEvidenceView.as_view(), name="own_evidence"),
    path(
        "reading/papers/<int:number>/files/<int:pk>/",
        own_reading.OwnEvidenceFileView.as_view(),
        name="own_evidence_file",
    ),
    path("reading/notes/", own_notes.OwnNotesView.as_view(), name="own_notes"),
    path("reading/notes/file/", own_notes.OwnNotesFileView.as_view(), name="own_notes_file"),
    path("reading/wish/", own_reading.OwnReadingWishView.as_view(), name="own_reading_wish"),
]
